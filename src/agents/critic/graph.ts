import { END, START, StateGraph } from '@langchain/langgraph';
import type { Critic } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import type { Told } from '../settings.ts';
import { placedDifferences, withDifferences } from '../translation/placed-differences.ts';
import { unmetOrders, withUnmet } from '../unmet-orders.ts';
import { createCompare } from './compare.ts';
import { createCritique } from './nodes/critique.ts';
import { EVEN_WEIGHTS, type RubricWeights } from './rubric.ts';
import { CriticState } from './state.ts';

/**
 *   START ─▶ criticise ─▶ END
 */
function wire(model: ChatModel, told: Told, weights: RubricWeights) {
  return new StateGraph(CriticState, RunContext)
    .addNode('criticise', createCritique(model, told, weights))
    .addEdge(START, 'criticise')
    .addEdge('criticise', END)
    .compile();
}

/** @param weights of the criteria; absent: all count the same */
export function createCritic(model: ChatModel, told: Told, weights: RubricWeights = EVEN_WEIGHTS): Critic {
  const graph = wire(model, told, weights);
  return {
    model: model.model,
    isBetter: createCompare(model, told),
    async critique(input, run) {
      const { critique } = await runGraph(graph, { input }, run);
      if (critique === undefined) throw new Error('The critic graph ended without a critique.');
      const draft = input.draft.map(({ text }) => text).join('');
      const judged = withUnmet(critique, unmetOrders(input.request, draft, input.comments));
      return input.original === undefined
        ? judged
        : withDifferences(judged, placedDifferences(input.original, input.draft));
    },
  };
}
