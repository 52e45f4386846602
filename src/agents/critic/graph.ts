import { END, START, StateGraph } from '@langchain/langgraph';
import type { Critic } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import { createCritique } from './nodes/critique.ts';
import { CriticState } from './state.ts';

/**
 *   START ─▶ criticise ─▶ END
 */
function wire(model: ChatModel) {
  return new StateGraph(CriticState, RunContext)
    .addNode('criticise', createCritique(model))
    .addEdge(START, 'criticise')
    .addEdge('criticise', END)
    .compile();
}

export function createCritic(model: ChatModel): Critic {
  const graph = wire(model);
  return {
    model: model.model,
    async critique(input, run) {
      const { critique } = await runGraph(graph, input, run);
      if (critique === undefined) throw new Error('The critic graph ended without a critique.');
      return critique;
    },
  };
}
