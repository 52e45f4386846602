import { END, START, StateGraph } from '@langchain/langgraph';
import type { AgentRun, Writer } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import type { Told } from '../settings.ts';
import { createDraft } from './nodes/draft.ts';
import { createOutline } from './nodes/outline.ts';
import { createPlan } from './nodes/plan.ts';
import { createRevise } from './nodes/revise.ts';
import { WriterState } from './state.ts';

/**
 *            ┌─ no draft yet ─▶ make_outline ─▶ write_draft ─▶ END
 *   START ───┤
 *            └─ a draft ──────▶ plan_revision ─▶ revise ─────▶ END
 */
function wire(model: ChatModel, told: Told) {
  return new StateGraph(WriterState, RunContext)
    .addNode('make_outline', createOutline(model, told))
    .addNode('write_draft', createDraft(model, told))
    .addNode('plan_revision', createPlan(model, told))
    .addNode('revise', createRevise(model, told))
    .addConditionalEdges(START, (state) => (state.draft === undefined ? 'make_outline' : 'plan_revision'), [
      'make_outline',
      'plan_revision',
    ])
    .addEdge('make_outline', 'write_draft')
    .addEdge('write_draft', END)
    .addEdge('plan_revision', 'revise')
    .addEdge('revise', END)
    .compile();
}

export function createWriter(model: ChatModel, told: Told): Writer {
  const graph = wire(model, told);
  /** Who wrote is who gave the last answer of the graph. */
  const authored = async (input: typeof WriterState.Update, run: AgentRun) => {
    let author = model.model;
    const onAnswer = (answeredBy: string): void => {
      author = answeredBy;
      run.onAnswer?.(answeredBy);
    };
    const state = await runGraph(graph, input, { ...run, onAnswer });
    return { ...state, author };
  };
  return {
    model: model.model,
    async write(input, run) {
      const { text, author, request } = await authored(input, run);
      const { template } = request;
      if (text === undefined) throw new Error('The writer graph ended without a text.');
      const isFound = template !== undefined && template !== input.request.template;
      return { text, model: author, ...(isFound && { template }) };
    },
    async revise(input, run) {
      const { revision, author } = await authored(input, run);
      if (revision === undefined) throw new Error('The writer graph ended without a revision.');
      return { ...revision, model: author };
    },
  };
}
