import { z } from 'zod';
import { jsonAnswer } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import type { Prompts } from '../../settings.ts';
import { claimsTurns } from '../prompts.ts';
import type { FactCheckerState } from '../state.ts';

const shape = z.object({
  claims: z.array(z.string()).describe('Checkable claims of the draft, the most consequential first'),
});

/** Finds what can be checked; of more claims than `maxClaims` the first ones count. */
export function createExtractClaims(model: ChatModel, prompts: Prompts, maxClaims: number) {
  const format = jsonAnswer('claims', shape, ({ claims }): { ok: true; value: readonly string[] } => ({
    ok: true,
    value: [...new Set(claims.map((claim) => claim.trim()).filter((claim) => claim !== ''))].slice(0, maxClaims),
  }));
  return async (state: FactCheckerState, runtime: NodeRuntime): Promise<Pick<FactCheckerState, 'claims'>> => ({
    claims: await model.ask(
      { purpose: 'fact-checker.claims', turns: claimsTurns(prompts, state, maxClaims), format },
      runOf(runtime),
    ),
  });
}
