import { cleanLine } from '../../../lib/clean-text.ts';
import { withoutCitations } from '../../../protocol/citations.ts';
import type { Extra } from '../../../protocol/extras.ts';
import type { AgentRun, ExtrasInput } from '../../agent.ts';
import { fillPrompt } from '../../fill-prompt.ts';
import { houseStyle } from '../../house.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import type { Turn } from '../../model/model-client.ts';
import { withoutOrders } from '../../orders-to-models.ts';
import { grouped, instructions, requestSections, tagged, taskTag } from '../../sections.ts';
import type { Told } from '../../settings.ts';
import { extrasFormat } from './extras-format.ts';

/** What goes with an article, in one call. */
export function createWriteExtras(model: ChatModel, told: Told) {
  return async (input: ExtrasInput, run: AgentRun): Promise<readonly Extra[]> => {
    if (input.wanted.length === 0) return [];
    const turns = extrasTurns(told, input);
    return await model.ask({ purpose: 'editor.extras', turns, format: extrasFormat(input) }, run);
  };
}

function extrasTurns({ prompts, house }: Told, { request, draft, wanted }: ExtrasInput): readonly Turn[] {
  const who = fillPrompt(prompts['editor.extras'], {
    task: taskTag('extras'),
    house_style: houseStyle(house, request),
  });
  const extras = wanted.map(({ name, maxChars, image = '', alt = '' }) =>
    tagged('extra', cleanLine(`${image} ${alt}`), { name, max: String(maxChars) }),
  );
  return [
    { role: 'system', text: instructions(who) },
    {
      role: 'user',
      text: [
        ...requestSections('extras', request),
        tagged('draft', withoutOrders(withoutCitations(draft))),
        grouped('extras', extras),
      ].join('\n'),
    },
  ];
}
