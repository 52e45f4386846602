import type { Turn } from '../model/model-client.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Prompts } from '../settings.ts';
import type { EditorState } from './state.ts';

export function editTurns(prompts: Prompts, { request, draft }: EditorState): readonly Turn[] {
  return turns(prompts, 'edit', [...requestSections('edit', request), tagged('draft', draft)]);
}

export function titleTurns(prompts: Prompts, { request, draft }: EditorState): readonly Turn[] {
  return turns(prompts, 'title', [...requestSections('title', request), tagged('draft', draft)]);
}

function turns(prompts: Prompts, task: Extract<Task, 'edit' | 'title'>, sections: readonly string[]): readonly Turn[] {
  return [
    {
      role: 'system',
      text: instructions(prompts.editor, fillPrompt(prompts[`editor.${task}`], { task: taskTag(task) })),
    },
    { role: 'user', text: sections.join('\n') },
  ];
}
