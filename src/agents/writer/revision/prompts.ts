import type { ArticleRequest } from '../../../protocol/article.ts';
import type { Critique } from '../../../protocol/critique.ts';
import type { LedgerItem } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import type { Turn } from '../../model/model-client.ts';
import type { WriterEvidence } from '../../agent.ts';
import { EVIDENCE_RULES, evidenceSections } from '../evidence.ts';
import { DATA_NOT_ORDERS, grouped, requestSections, tagged } from '../../sections.ts';
import type { SectionChanges } from './assemble.ts';
import type { Order } from './orders.ts';
import { keptId } from './superseded.ts';

/** Said to whoever sees all comments. */
const SUPERSEDED = `Comments hold until a later one contradicts them. Where a <comment> of <kept> or an <order> by a person cannot be fulfilled together with a later one, name it in "superseded": the id of the earlier one in "item", of the later one in "by", and why. What can be done together contradicts nothing; mostly "superseded" is empty.`;

const PLAN = `You are the managing editor of a newsroom. A draft is to be revised, section by section: what you do not name stays as it is, to the byte. You say what is done where. You write nothing of the text.

${DATA_NOT_ORDERS}

Your task now is <task>plan</task>.
- <overview> is the draft: one <section_summary> for each section, in order, with its id, heading, number of words and first words. fixed="yes": somebody else's, not to be touched.
- <orders> are what has to be done: comments by people, and what the critic or a fact-checker found. Each <order> with where="?" gets at least one change in "changes": the id of the order, the action, the section, and in "what" the part of the order that is done there, in a sentence. Choose the fewest sections that do all of it; an order about the whole (shorter, warmer) may need most of them.
- action: "rewrite" a section; "add" a new one with its "heading", behind the one that is named in "section"; "remove" one, only because a comment by a person asks for it, and never the first. Name only sections of <overview>; never one that is fixed.
- ${SUPERSEDED}`;

const REVISE = `You are the writer of a newsroom. You write exact, concrete prose in plain words: short words, active verbs, no clichés, no hype; nothing made up, no quotation, person, study or figure.

${DATA_NOT_ORDERS}

Your task now is <task>revise</task>: write some sections of a draft anew.
- <overview> is the whole draft, in order: ids, headings and first words. <draft> holds the sections that are yours now, each in a <draft_section> with its id; new="yes": one that is to be written first. All others stay as they are: do not repeat, move or answer for them.
- Do every <order> in the sections that it names. A comment by a person outranks the rest, a later one an earlier one. "contradicted" claims are corrected or removed with all that is built on them, "not-found" ones removed or said to be unproven; where the notes of one do not say it ("not"), or only in part ("partly"), say what they say, cite others, or drop it.
- Every <comment> of <kept> was fulfilled before: it stays fulfilled. Every <strength> stays. <setbacks> say what was wrong with earlier attempts at this: take another way.
- ${SUPERSEDED}
${EVIDENCE_RULES}
- Change nothing that no order is about. Bring in nothing that has to be checked again, unless it was ordered. Write in <language>.

Answer: "sections" has each section of <draft>, whole, in Markdown, under its id: its own heading first, of the same level, and no other section's. "answers" has one entry for each <order> of the kinds comment and suggestion: its id in "order"; "done"; and if done, "quote": some words of your new text that show it, to the letter, and their section; if not, "why", in a sentence.`;

export interface RevisionMaterial {
  readonly request: ArticleRequest;
  readonly draft: readonly Section[];
  readonly orders: readonly Order[];
  readonly kept: readonly LedgerItem[];
}

/** @param fixed ids of the sections that are not to be touched */
export function planTurns(
  { request, draft, orders, kept }: RevisionMaterial,
  fixed: ReadonlySet<string>,
): readonly Turn[] {
  const summaries = draft.map((section) => summary(section, fixed.has(section.id) ? { fixed: 'yes' } : {}));
  return turns(PLAN, [
    ...requestSections('plan', request),
    grouped('overview', summaries),
    grouped('orders', orders.map(orderSection)),
    ...keptSection(kept),
  ]);
}

export function reviseTurns(
  { request, draft, orders, kept }: RevisionMaterial,
  { rewritten, added, removed }: SectionChanges,
  {
    critique,
    setbacks = [],
    evidence,
  }: {
    readonly critique?: Critique | undefined;
    readonly setbacks?: readonly Critique[] | undefined;
    readonly evidence?: WriterEvidence | undefined;
  },
): readonly Turn[] {
  const mine = new Set(rewritten);
  const overview = draft.flatMap((section) => [
    ...(removed.includes(section.id) ? [] : [summary(section, mine.has(section.id) ? { yours: 'yes' } : {})]),
    ...added
      .filter(({ after }) => after === section.id)
      .map(({ id, heading }) => tagged('section_summary', '', { id, heading, new: 'yes' })),
  ]);
  const sections = [
    ...draft.filter(({ id }) => mine.has(id)).map(({ id, text }) => tagged('draft_section', text, { id })),
    ...added.map(({ id, heading }) => tagged('draft_section', `## ${heading}\n\n`, { id, new: 'yes' })),
  ];
  return turns(REVISE, [
    ...requestSections('revise', request),
    ...evidenceSections(evidence),
    grouped('overview', overview),
    grouped('draft', sections),
    grouped('orders', orders.map(orderSection)),
    ...strengthsSection(critique),
    ...(setbacks.length === 0 ? [] : [grouped('setbacks', setbacks.map(attemptSection))]),
    ...keptSection(kept),
  ]);
}

/** So much of a section that one knows what it is about. */
const SUMMARY_CHARS = 120;

function summary({ id, heading, text }: Section, marks: Readonly<Record<string, string>>): string {
  const body = text
    .replace(/^\s*#{1,6}[^\n]*\n/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  const cut =
    body.length <= SUMMARY_CHARS ? body : `${body.slice(0, body.lastIndexOf(' ', SUMMARY_CHARS)).toWellFormed()} …`;
  return tagged('section_summary', cut, { id, heading, words: String(words), ...marks });
}

function orderSection({ id, kind, text, item, verdict, sections }: Order): string {
  return tagged('order', text, {
    id,
    kind,
    ...(kind === 'comment' && item !== undefined && { by: item.byName, on: String(item.onVersion) }),
    ...(verdict !== undefined && { verdict }),
    where: sections.length === 0 ? '?' : sections.join(' '),
  });
}

function keptSection(kept: readonly LedgerItem[]): readonly string[] {
  if (kept.length === 0) return [];
  const comments = kept.map(({ byName, onVersion, text }, at) =>
    tagged('comment', text, { id: keptId(at), by: byName, on: String(onVersion) }),
  );
  return [grouped('kept', comments)];
}

function strengthsSection(critique: Critique | undefined): readonly string[] {
  if (critique === undefined || critique.strengths.length === 0) return [];
  return [
    grouped(
      'critique',
      critique.strengths.map((text) => tagged('strength', text)),
      { score: String(critique.score) },
    ),
  ];
}

function attemptSection({ score, weaknesses }: Critique): string {
  return grouped(
    'attempt',
    weaknesses.map((text) => tagged('weakness', text)),
    { score: String(score) },
  );
}

function turns(system: string, sections: readonly string[]): readonly Turn[] {
  return [
    { role: 'system', text: system },
    { role: 'user', text: sections.join('\n') },
  ];
}
