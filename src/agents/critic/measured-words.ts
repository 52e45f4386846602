import type { Measures } from './measure.ts';

/** Measures as they are told to the critic. What there is nothing to say of is not told. */
export function measuredWords(measures: Measures): string {
  const { words, readingMinutes, lengthPercent, sections, headings, headingFaults, foreignHeadings } = measures;
  const { longestSentence, repeated, cliches, cited, links } = measures;
  const line = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${name}: ${items.join('; ')}`];
  return [
    `words: ${words}; by section: ${sections.map(({ id, words: own }) => `${id} ${own}`).join(', ')}`,
    ...(lengthPercent === undefined ? [] : [`of the length that was ordered: ${lengthPercent} %`]),
    `reading time: ${readingMinutes} min`,
    `headings: ${headings}`,
    ...line('wrong with headings', headingFaults),
    ...line('headings in another language', foreignHeadings),
    `longest sentence: ${longestSentence} words`,
    `repeated: ${repeated.length === 0 ? 'nothing' : repeated.map(({ phrase, times }) => `“${phrase}” ${times} times`).join(', ')}`,
    ...line(
      'the house never writes',
      cliches.map(({ words: own, sections: where }) => `“${own}” (${where.join(', ')})`),
    ),
    ...(cited === 0 ? [] : [`notes of sources cited: ${cited}`]),
    ...line(
      'links',
      links.map(({ address, state }) => `${address} (${state})`),
    ),
  ].join('\n');
}
