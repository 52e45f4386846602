import { citedIds, plainCitations } from '../../../protocol/citations.ts';
import { type AnswerFormat, faulty, markdownText, type Reading } from '../../model/answer-format.ts';
import { type AnswerFault, sectionFaults } from '../../model/reading/article-faults.ts';
import { TEMPLATE_LINE } from '../read-outline.ts';
import { citationFaults } from '../citation-faults.ts';
import { type CitedOrder, citationRulesOf } from '../cited-article.ts';
import { MOST_SECTIONS, readPlan, withHeadings } from './outline-plan.ts';

const FEWEST_SECTIONS = 2;

/** An outline with a title and a heading for each section. One that was written as a list is given them; what it names has to be there. */
export function outlineFormat(order: CitedOrder): AnswerFormat<string> {
  const rules = { ...citationRulesOf(order), quotable: undefined };
  return {
    read(answer, instructions): Reading<string> {
      const reading = markdownText.read(answer, instructions);
      if (!reading.ok) return reading;
      const line = TEMPLATE_LINE.exec(reading.value)?.[0] ?? '';
      const text = titled(withHeadings(plainCitations(reading.value.slice(line.length))), order.request.topic);
      const wrong = [...sectionFaults(text, order.request.language, instructions), ...citationFaults(text, rules)];
      if (wrong.length > 0) return faulty(wrong);
      const faults = planFaults(text, order.evidence !== undefined);
      const value = `${line}${text}`;
      if (faults.length === 0) return { ok: true, value };
      return { ...faulty(faults), ...(readPlan(text).sections.length > 0 && { makeshift: value }) };
    },
  };
}

function planFaults(text: string, hasEvidence: boolean): readonly AnswerFault[] {
  const { sections } = readPlan(text);
  const headings = new Set(sections.map(({ heading }) => heading.toLowerCase()));
  return [
    ...(sections.length < FEWEST_SECTIONS
      ? [{ code: 'no-headings', words: 'Each section needs a "## " heading, and there have to be at least two.' }]
      : []),
    ...(sections.length === MOST_SECTIONS ? [{ code: 'too-many', words: 'There are too many sections.' }] : []),
    ...(headings.size < sections.length ? [{ code: 'twice', words: 'Two sections have the same heading.' }] : []),
    ...(hasEvidence && citedIds(text).length === 0
      ? [{ code: 'no-evidence', words: 'No section names a note. Name those that each rests on, such as [e1].' }]
      : []),
  ];
}

function titled(text: string, topic: string): string {
  return readPlan(text).title === '' ? `# ${topic}\n\n${text}` : text;
}
