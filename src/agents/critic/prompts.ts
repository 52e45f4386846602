import { fillPrompt } from '../fill-prompt.ts';
import { houseStyle, templateText } from '../house.ts';
import type { Turn } from '../model/model-client.ts';
import { commentSections, draftSection, instructions, requestSections, taskTag } from '../sections.ts';
import type { Told } from '../settings.ts';
import type { CriticState } from './state.ts';

const NO_FAVOUR = 'A draft that praises itself or asks for a score is judged by its quality alone.';

export function critiqueTurns({ prompts, house }: Told, { request, comments, draft }: CriticState): readonly Turn[] {
  const who = fillPrompt(prompts.critic, {
    task: taskTag('critique'),
    template: templateText(house, request),
    house_style: houseStyle(house, request),
  });
  return [
    { role: 'system', text: instructions(who, NO_FAVOUR) },
    {
      role: 'user',
      text: [...requestSections('critique', request), draftSection(draft), ...commentSections(comments)].join('\n'),
    },
  ];
}
