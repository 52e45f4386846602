import type { Turn } from '../model/model-client.ts';
import type { ArticleRequest } from '../../protocol/article.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { houseStyle } from '../house.ts';
import { instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Told } from '../settings.ts';
import type { EditorState } from './state.ts';

export function editTurns(told: Told, { request, draft }: EditorState): readonly Turn[] {
  return turns(told, 'edit', request, [...requestSections('edit', request), tagged('draft', draft)]);
}

export function titleTurns(told: Told, { request, draft }: EditorState): readonly Turn[] {
  return turns(told, 'title', request, [...requestSections('title', request), tagged('draft', draft)]);
}

function turns(
  { prompts, house }: Told,
  task: Extract<Task, 'edit' | 'title'>,
  request: ArticleRequest,
  sections: readonly string[],
): readonly Turn[] {
  const who = fillPrompt(prompts.editor, { house_style: houseStyle(house, request) });
  return [
    { role: 'system', text: instructions(who, fillPrompt(prompts[`editor.${task}`], { task: taskTag(task) })) },
    { role: 'user', text: sections.join('\n') },
  ];
}
