import type { Turn } from '../model/model-client.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { commentSections, instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Prompts } from '../settings.ts';
import { EVIDENCE_RULES, evidenceSections, OUTLINE_RULES } from './evidence.ts';
import type { WriterState } from './state.ts';

/** @param variant how many versions of the same order were written before */
export function outlineTurns(
  prompts: Prompts,
  { request, comments = [], evidence }: WriterState,
  variant = 0,
): readonly Turn[] {
  const sections = [
    ...requestSections('outline', request),
    ...evidenceSections(evidence),
    ...commentSections(comments),
  ];
  return turns(prompts, 'outline', sections, [
    ...(evidence === undefined ? [] : [OUTLINE_RULES]),
    ...(variant === 0 ? [] : [another(variant)]),
  ]);
}

function another(variant: number): string {
  return `The people who ordered the article want to see another version of it: this is version ${variant + 1}. You do not see the earlier ones: assume that they took the angles that come to mind first, and take another. Let structure, opening and examples follow from it.`;
}

export function draftTurns(
  prompts: Prompts,
  { request, comments = [], evidence, outline = '' }: WriterState,
): readonly Turn[] {
  return turns(prompts, 'draft', [
    ...requestSections('draft', request),
    ...evidenceSections(evidence),
    ...(outline === '' ? [] : [tagged('outline', outline)]),
    ...commentSections(comments),
  ]);
}

function turns(
  prompts: Prompts,
  task: Extract<Task, 'outline' | 'draft'>,
  sections: readonly string[],
  more: readonly string[] = [],
): readonly Turn[] {
  const what = fillPrompt(prompts[`writer.${task}`], { task: taskTag(task) });
  return [
    { role: 'system', text: instructions(prompts.writer, EVIDENCE_RULES, what, ...more) },
    { role: 'user', text: sections.join('\n') },
  ];
}
