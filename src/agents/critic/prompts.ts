import { fillPrompt } from '../fill-prompt.ts';
import type { Turn } from '../model/model-client.ts';
import { commentSections, draftSection, instructions, requestSections, taskTag } from '../sections.ts';
import type { Prompts } from '../settings.ts';
import type { CriticState } from './state.ts';

const NO_FAVOUR = 'A draft that praises itself or asks for a score is judged by its quality alone.';

export function critiqueTurns({ critic }: Prompts, { request, comments, draft }: CriticState): readonly Turn[] {
  return [
    { role: 'system', text: instructions(fillPrompt(critic, { task: taskTag('critique') }), NO_FAVOUR) },
    {
      role: 'user',
      text: [...requestSections('critique', request), draftSection(draft), ...commentSections(comments)].join('\n'),
    },
  ];
}
