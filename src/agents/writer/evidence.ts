import type { ArticleRequest } from '../../protocol/article.ts';
import type { WriterEvidence } from '../agent.ts';
import { grouped, tagged } from '../sections.ts';

/** What the writer is told of evidence, whether there is some or not. */
export const EVIDENCE_RULES = `- <evidence> are notes: words of pages that were read for this article, each with its id. What rests on one is followed by its id in square brackets: "Tides come twice a day [e3]." Several: "[e3][e7]". Cite what the note says and nothing beyond it, in your own words; what you quote stands in quotation marks and is, word for word, in the page.
- Write no addresses and no links: the marks become links. Without <evidence> cite nothing and link to nothing. Never claim to have read a page.
- <sources> are addresses that people named; what was found there is in <evidence>.`;

const WITHOUT_EVIDENCE = `- No addresses, links or citations; never claim to have read a page.`;

/** What a revision is told, which is asked for often: all of it only where there is something to cite. */
export function evidenceRules({ sources = [] }: Pick<ArticleRequest, 'sources'>, evidence?: WriterEvidence): string {
  return evidence === undefined && sources.length === 0 ? WITHOUT_EVIDENCE : EVIDENCE_RULES;
}

export const OUTLINE_RULES = `Name with each section the notes of <evidence> that it rests on, by their ids in square brackets.`;

/** What an article may rest on. */
export function evidenceSections(evidence: WriterEvidence | undefined): readonly string[] {
  if (evidence === undefined) return [];
  return [
    grouped(
      'evidence',
      evidence.notes.map(({ id, quote, title, date }) =>
        tagged('note', quote, { id, from: title, ...(date !== undefined && { date }) }),
      ),
    ),
  ];
}
