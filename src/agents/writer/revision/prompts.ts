import type { ArticleRequest } from '../../../protocol/article.ts';
import type { Critique } from '../../../protocol/critique.ts';
import type { LedgerItem } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import type { Turn } from '../../model/model-client.ts';
import type { Original, WriterEvidence } from '../../agent.ts';
import { evidenceRules, evidenceSections } from '../evidence.ts';
import { fillPrompt } from '../../fill-prompt.ts';
import { houseStyle, templateText } from '../../house.ts';
import { grouped, instructions, requestSections, type Task, tagged, taskTag } from '../../sections.ts';
import type { Told } from '../../settings.ts';
import type { SectionChanges } from './assemble.ts';
import type { Order } from './orders.ts';
import { keptId } from './superseded.ts';

export interface RevisionMaterial {
  readonly request: ArticleRequest;
  readonly draft: readonly Section[];
  readonly orders: readonly Order[];
  readonly kept: readonly LedgerItem[];
}

/** @param fixed ids of the sections that are not to be touched */
export function planTurns(
  told: Told,
  { request, draft, orders, kept }: RevisionMaterial,
  fixed: ReadonlySet<string>,
): readonly Turn[] {
  const summaries = draft.map((section) => summary(section, fixed.has(section.id) ? { fixed: 'yes' } : {}));
  return turns(told, 'plan', request, [
    ...requestSections('plan', request),
    grouped('overview', summaries),
    grouped('orders', orders.map(orderSection)),
    ...keptSection(kept),
  ]);
}

export function reviseTurns(
  told: Told,
  { request, draft, orders, kept }: RevisionMaterial,
  { rewritten, added, removed }: SectionChanges,
  {
    critique,
    setbacks = [],
    evidence,
    original,
  }: {
    readonly critique?: Critique | undefined;
    readonly setbacks?: readonly Critique[] | undefined;
    readonly evidence?: WriterEvidence | undefined;
    readonly original?: Original | undefined;
  },
): readonly Turn[] {
  const mine = new Set(rewritten);
  const overview = draft.flatMap((section) => [
    ...(removed.includes(section.id) ? [] : [mine.has(section.id) ? named(section) : summary(section)]),
    ...added
      .filter(({ after }) => after === section.id)
      .map(({ id, heading }) => tagged('section_summary', '', { id, heading, new: 'yes' })),
  ]);
  const sections = [
    ...draft.filter(({ id }) => mine.has(id)).map(({ id, text }) => tagged('draft_section', text, { id })),
    ...added.map(({ id, heading }) => tagged('draft_section', `## ${heading}\n\n`, { id, new: 'yes' })),
  ];
  const material = [
    ...requestSections('revise', request),
    ...evidenceSections(evidence),
    grouped('overview', overview),
    grouped('draft', sections),
    ...(original === undefined ? [] : [originalSections(original, mine)]),
    grouped('orders', orders.map(orderSection)),
    ...strengthsSection(critique),
    ...(setbacks.length === 0 ? [] : [grouped('setbacks', setbacks.map(attemptSection))]),
    ...keptSection(kept),
  ];
  return turns(told, 'revise', request, material, [
    original === undefined ? evidenceRules(request, evidence) : TRANSLATION_RULES,
  ]);
}

/** Beside whatever is ordered. */
const TRANSLATION_RULES = `The draft is a translation into <language>; each <original_section> of <original> has the text of the section with its id. Whatever an order asks for, the section says what its original says, all of it and nothing else: every heading, paragraph, item and cell, numbers and units, code, addresses and marks of notes are as there.`;

function originalSections({ language, sections }: Original, mine: ReadonlySet<string>): string {
  const shown = sections.filter(({ id }) => mine.has(id));
  return grouped(
    'original',
    shown.map(({ id, text }) => tagged('original_section', text.trim(), { id, from: language })),
  );
}

/** A section whose text stands elsewhere in the question. */
function named({ id, heading }: Section): string {
  return tagged('section_summary', '', { id, heading, yours: 'yes' });
}

/** So much of a section that one knows what it is about. */
const SUMMARY_CHARS = 80;

function summary({ id, heading, text }: Section, marks: Readonly<Record<string, string>> = {}): string {
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

function turns(
  { prompts, house }: Told,
  task: Extract<Task, 'plan' | 'revise'>,
  request: ArticleRequest,
  sections: readonly string[],
  rules: readonly string[] = [],
): readonly Turn[] {
  const who = fillPrompt(prompts[`writer.${task}`], {
    task: taskTag(task),
    template: templateText(house, request),
    house_style: houseStyle(house, request),
  });
  return [
    { role: 'system', text: instructions(who, ...rules) },
    { role: 'user', text: sections.join('\n') },
  ];
}
