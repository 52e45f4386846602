import { z } from 'zod';
import { type AgentRun, type ComparisonInput, ModelError } from '../agent.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { houseStyle, templateText } from '../house.ts';
import { jsonAnswer } from '../model/answer-format.ts';
import type { ChatModel } from '../model/chat-model.ts';
import type { Turn } from '../model/model-client.ts';
import { withoutOrders } from '../orders-to-models.ts';
import { commentSections, instructions, requestSections, tagged, taskTag } from '../sections.ts';
import type { Told } from '../settings.ts';
import { NO_FAVOUR, originalText, shownRequest } from './prompts.ts';

const format = jsonAnswer(
  'comparison',
  z.object({
    why: z.string().describe('What decides, in a sentence'),
    better: z.enum(['first', 'second', 'same']).describe('The draft that you would rather print'),
  }),
  ({ better }) => ({ ok: true, value: better }),
);

/** Where no verdict is to be had the draft that stands stays, and the article goes on. */
const NO_VERDICT: ReadonlySet<string> = new Set(['model-answer-unusable', 'model-refused', 'model-context-exceeded']);

/** Two calls at most: the draft that stands is read first at first, so that a model which always prefers that one is asked once. */
export function createCompare(model: ChatModel, told: Told) {
  return async (input: ComparisonInput, run: AgentRun): Promise<boolean> => {
    const ask = (first: string, second: string): Promise<'first' | 'second' | 'same'> =>
      model.ask({ purpose: 'critic.compare', turns: compareTurns(told, input, first, second), format }, run);
    try {
      if ((await ask(input.standing, input.draft)) !== 'second') return false;
      return (await ask(input.draft, input.standing)) === 'first';
    } catch (error) {
      if (error instanceof ModelError && NO_VERDICT.has(error.code)) return false;
      throw error;
    }
  };
}

function compareTurns(
  { prompts, house }: Told,
  { request, comments, original }: ComparisonInput,
  first: string,
  second: string,
): readonly Turn[] {
  const who = fillPrompt(prompts['critic.compare'], {
    task: taskTag('compare'),
    template: templateText(house, request),
    house_style: houseStyle(house, request),
  });
  return [
    { role: 'system', text: instructions(who, NO_FAVOUR) },
    {
      role: 'user',
      text: [
        ...requestSections('compare', shownRequest(request)),
        ...(original === undefined ? [] : [originalText(original)]),
        tagged('first_draft', withoutOrders(first)),
        tagged('second_draft', withoutOrders(second)),
        ...commentSections(comments),
      ].join('\n'),
    },
  ];
}
