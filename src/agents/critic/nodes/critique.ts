import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import type { Told } from '../../settings.ts';
import { critiqueFormat } from '../critique-format.ts';
import { critiqueTurns } from '../prompts.ts';
import type { RubricWeights } from '../rubric.ts';
import type { CriticState } from '../state.ts';

/** Judges a draft. A score that is missing, not a number or out of range is sent back and never counts. */
export function createCritique(model: ChatModel, told: Told, weights: RubricWeights) {
  return async ({ input }: CriticState, runtime: NodeRuntime): Promise<Pick<CriticState, 'critique'>> => ({
    critique: await model.ask(
      { purpose: 'critic.critique', turns: critiqueTurns(told, input), format: critiqueFormat(input, weights) },
      runOf(runtime),
    ),
  });
}
