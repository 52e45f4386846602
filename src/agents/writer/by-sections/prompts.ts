import type { ArticleRequest } from '../../../protocol/article.ts';
import type { Comment, WriterEvidence } from '../../agent.ts';
import type { Turn } from '../../model/model-client.ts';
import { commentSections, grouped, requestSections, tagged } from '../../sections.ts';
import type { Told } from '../../settings.ts';
import { evidenceSections, OUTLINE_RULES } from '../evidence.ts';
import { another, templateSections, writerTurns } from '../prompts.ts';
import type { OutlinePlan, PlannedSection } from './outline-plan.ts';

export interface SectionMaterial {
  readonly request: ArticleRequest;
  readonly comments?: readonly Comment[] | undefined;
  readonly evidence?: WriterEvidence | undefined;
}

/** @param earlier the outline that people sent back @param variant how many versions of the same order were made before */
export function headingsTurns(
  told: Told,
  { request, comments = [], evidence }: SectionMaterial,
  earlier: string | undefined,
  variant = 0,
): readonly Turn[] {
  const sections = [
    ...requestSections('headings', request),
    ...templateSections(told, request),
    ...evidenceSections(evidence),
    ...(earlier === undefined ? [] : [tagged('outline', earlier)]),
    ...commentSections(comments),
  ];
  return writerTurns(told, 'headings', request, sections, [
    ...(evidence === undefined ? [] : [OUTLINE_RULES]),
    ...(variant === 0 ? [] : [another(variant)]),
  ]);
}

/** One section, with its own notes, and what its neighbours are about. */
export function sectionTurns(
  told: Told,
  { request, comments = [], evidence }: SectionMaterial,
  plan: OutlinePlan,
  own: PlannedSection,
): readonly Turn[] {
  return writerTurns(told, 'section', request, [
    ...requestSections('section', request),
    ...evidenceSections(notesFor(own, evidence)),
    tagged('outline', [plan.title, plan.angle].join('\n\n')),
    overview(plan, request, own),
    ...commentSections(comments),
  ]);
}

export function jointsTurns(
  told: Told,
  { request, comments = [] }: SectionMaterial,
  plan: OutlinePlan,
  bodies: readonly string[],
): readonly Turn[] {
  const sections = plan.sections.map(({ id, heading }, at) =>
    tagged('draft_section', `## ${heading}\n\n${ends(bodies[at] ?? '')}`, { id }),
  );
  return writerTurns(told, 'lead', request, [
    ...requestSections('lead', request),
    tagged('outline', [plan.title, plan.angle].join('\n\n')),
    grouped('draft', sections),
    ...commentSections(comments),
  ]);
}

function overview(plan: OutlinePlan, { lengthWords }: ArticleRequest, own: PlannedSection): string {
  const share = lengthWords === undefined ? undefined : Math.round(lengthWords / plan.sections.length);
  const summaries = plan.sections.map(({ id, heading, plan: shows }) =>
    tagged('section_summary', shows, {
      id,
      heading,
      ...(id === own.id && { yours: 'yes', ...(share !== undefined && { words: String(share) }) }),
    }),
  );
  return grouped('overview', summaries);
}

/** Those that its plan names; one that names none may cite any. */
function notesFor({ noteIds }: PlannedSection, evidence: WriterEvidence | undefined): WriterEvidence | undefined {
  if (evidence === undefined) return undefined;
  const own = evidence.notes.filter(({ id }) => noteIds.includes(id));
  return own.length === 0 ? evidence : { ...evidence, notes: own };
}

const END_CHARS = 300;

/** How a section begins and ends: enough to lead over to it. */
function ends(body: string): string {
  if (body.length <= 2 * END_CHARS) return body;
  return `${body.slice(0, END_CHARS).toWellFormed()} … ${body.slice(-END_CHARS).toWellFormed()}`;
}
