import { z } from 'zod';
import type { CheckedClaim } from '../../../protocol/fact-report.ts';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { byIds } from '../claim-ids.ts';
import { comparableQuote } from '../comparable-quote.ts';
import type { Prompts } from '../../settings.ts';
import { recheckTurns } from '../prompts.ts';
import type { FactCheckerState } from '../state.ts';

const shape = z.object({
  claims: z
    .array(z.object({ id: z.string().describe('Of the claim'), stillSaid: z.boolean() }))
    .describe('One per claim'),
});

/** Looks for what was found wrong before. What stands there word for word is still said, whatever the model answers. */
export function createLookAgain(model: ChatModel, prompts: Prompts) {
  return async (state: FactCheckerState, runtime: NodeRuntime): Promise<Pick<FactCheckerState, 'stillSaid'>> => {
    const { wrong, draft } = state;
    const format = jsonAnswer('recheck', shape, ({ claims }): Reading<readonly boolean[]> => {
      const matched = byIds(
        wrong.map(({ claim }) => claim),
        claims,
      );
      return matched.ok ? { ok: true, value: matched.value.map(([, { stillSaid }]) => stillSaid) } : matched;
    });
    const answers = await model.ask(
      { purpose: 'fact-checker.recheck', turns: recheckTurns(prompts, state), format },
      runOf(runtime),
    );
    const isThere = ({ claim }: CheckedClaim): boolean => comparableQuote(draft).includes(comparableQuote(claim));
    return { stillSaid: wrong.filter((claim, at) => answers[at] === true || isThere(claim)) };
  };
}
