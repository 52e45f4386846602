import { plainCitations } from '../../../protocol/citations.ts';
import { type AnswerFormat, faulty, markdownSection, type Reading } from '../../model/answer-format.ts';
import { type AnswerFault, countWords, sectionFaults } from '../../model/reading/article-faults.ts';
import { differencesBetween, faultsOf } from '../../translation/differences.ts';

/** From so many words on a section has to look like text of its language, and its length tells whether all of it is there. */
const LOOKED_AT_FROM_WORDS = 30;
const MIN_LENGTH_SHARE = 0.4;
const MAX_LENGTH_SHARE = 2.5;

/**
 * A section in another language, with everything that says the same in every language. What still differs when the model has been told as often
 * as it may be is taken: people are shown it. What is in the wrong language, or only a part, is not.
 * @param original Markdown
 */
export function translatedSection(original: string, language: string): AnswerFormat<string> {
  const words = countWords(original);
  return {
    read(answer, instructions): Reading<string> {
      const reading = markdownSection.read(answer, instructions);
      if (!reading.ok) return reading;
      const text = plainCitations(reading.value);
      const wrong =
        words < LOOKED_AT_FROM_WORDS
          ? []
          : [...sectionFaults(text, language, instructions), ...lengthFaults(text, words)];
      if (wrong.length > 0) return faulty(wrong);
      const faults = faultsOf(differencesBetween(original, text));
      return faults.length === 0 ? { ok: true, value: text } : { ...faulty(faults), makeshift: text };
    },
  };
}

function lengthFaults(text: string, wanted: number): readonly AnswerFault[] {
  const words = countWords(text);
  if (words < wanted * MIN_LENGTH_SHARE)
    return [{ code: 'too-short', words: `It has ${words} words, the original ${wanted}. Translate all of it.` }];
  if (words > wanted * MAX_LENGTH_SHARE)
    return [
      { code: 'too-long', words: `It has ${words} words, the original ${wanted}. Translate this section alone.` },
    ];
  return [];
}
