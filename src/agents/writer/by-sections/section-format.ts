import { z } from 'zod';
import { findHeadings } from '../../../document/sections/find-headings.ts';
import { plainCitations } from '../../../protocol/citations.ts';
import { type AnswerFormat, faulty, jsonAnswer, markdownText, type Reading } from '../../model/answer-format.ts';
import { sectionFaults } from '../../model/reading/article-faults.ts';
import { type CitationRules, citationFaults } from '../citation-faults.ts';

const SECTION_LEVEL = 2;

/** The text of one section without its heading, which is ours to set; what begins another section is cut off. */
export function sectionBody(language: string, rules: CitationRules): AnswerFormat<string> {
  return {
    read(answer, instructions): Reading<string> {
      const reading = markdownText.read(answer, instructions);
      if (!reading.ok) return reading;
      const body = bodyOf(plainCitations(reading.value));
      const faults = [...sectionFaults(body, language, instructions), ...citationFaults(body, rules)];
      return faults.length === 0 ? { ok: true, value: body } : faulty(faults);
    },
  };
}

function bodyOf(text: string): string {
  const [first] = findHeadings(text);
  const isOwn = first !== undefined && text.slice(0, first.start).trim() === '';
  const rest = isOwn
    ? text
        .slice(first.start)
        .split('\n')
        .slice(1)
        .join('\n')
        .replace(/^(?:=+|-+)[ \t]*\n/, '')
    : text;
  const another = findHeadings(rest).find(({ level }) => level <= SECTION_LEVEL);
  return rest.slice(0, another?.start).trim();
}

export interface Joints {
  readonly lead: string;
  /** A sentence for the beginning of a section. */
  readonly transitions: readonly { readonly section: string; readonly sentence: string }[];
}

const MAX_TRANSITION_CHARS = 300;
const joints = z.object({
  lead: z.string().describe('One or two sentences under the title'),
  transitions: z.array(
    z.object({
      section: z.string().describe('Id of the section that it opens'),
      sentence: z.string().describe('One sentence that leads over to it'),
    }),
  ),
});

/** A lead, and transitions where they help: one that is too long, or cites what is not there, is left out. */
export function jointsFormat(language: string, rules: CitationRules): AnswerFormat<Joints> {
  const isSound = (text: string): boolean => text !== '' && citationFaults(text, rules).length === 0;
  return jsonAnswer('joints', joints, ({ lead, transitions }): Reading<Joints> => {
    const sound = transitions
      .map(({ section, sentence }) => ({ section, sentence: oneLine(sentence) }))
      .filter(({ sentence }) => sentence.length <= MAX_TRANSITION_CHARS && isSound(sentence));
    const text = oneLine(lead).replace(/^#+\s*/, '');
    const faults = [...sectionFaults(text, language), ...citationFaults(text, rules)];
    if (faults.length === 0) return { ok: true, value: { lead: text, transitions: sound } };
    return { ...faulty(faults), makeshift: { lead: '', transitions: sound } };
  });
}

function oneLine(text: string): string {
  return plainCitations(text).replaceAll(/\s+/g, ' ').trim();
}
