import type { CritiqueInput } from '../../agent.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import type { Told } from '../../settings.ts';
import { critiqueFormat } from '../critique-format.ts';
import { critiqueTurns } from '../prompts.ts';
import { type RubricWeights, TRANSLATION_WEIGHTS } from '../rubric.ts';
import type { CriticState } from '../state.ts';

/** Judges a draft, and a translation by a rubric of its own. A score that is missing, not a number or out of range is sent back and never counts. */
export function createCritique(model: ChatModel, told: Told, weights: RubricWeights) {
  const rubricFor = ({ original }: CritiqueInput): RubricWeights =>
    original === undefined ? weights : TRANSLATION_WEIGHTS;
  return async ({ input }: CriticState, runtime: NodeRuntime): Promise<Pick<CriticState, 'critique'>> => ({
    critique: await model.ask(
      {
        purpose: 'critic.critique',
        turns: critiqueTurns(told, input),
        format: critiqueFormat(input, rubricFor(input)),
      },
      runOf(runtime),
    ),
  });
}
