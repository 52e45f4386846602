import { END, START, StateGraph } from '@langchain/langgraph';
import type { AgentRun, Writer, WrittenText } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import { createDraft } from './nodes/draft.ts';
import { createOutline } from './nodes/outline.ts';
import { createRevise } from './nodes/revise.ts';
import { WriterState } from './state.ts';

/**
 *            ┌─ no draft yet ─▶ make_outline ─▶ write_draft ─▶ END
 *   START ───┤
 *            └─ a draft ──────▶ revise ──────────────────────▶ END
 */
function wire(model: ChatModel) {
  return new StateGraph(WriterState, RunContext)
    .addNode('make_outline', createOutline(model))
    .addNode('write_draft', createDraft(model))
    .addNode('revise', createRevise(model))
    .addConditionalEdges(START, (state) => (state.draft === undefined ? 'make_outline' : 'revise'), [
      'make_outline',
      'revise',
    ])
    .addEdge('make_outline', 'write_draft')
    .addEdge('write_draft', END)
    .addEdge('revise', END)
    .compile();
}

export function createWriter(model: ChatModel): Writer {
  const graph = wire(model);
  const textOf = async (input: typeof WriterState.Update, run: AgentRun): Promise<WrittenText> => {
    // The text is the last answer of the graph.
    let author = model.model;
    const onAnswer = (answeredBy: string): void => {
      author = answeredBy;
      run.onAnswer?.(answeredBy);
    };
    const { text } = await runGraph(graph, input, { ...run, onAnswer });
    if (text === undefined) throw new Error('The writer graph ended without a text.');
    return { text, model: author };
  };
  return { model: model.model, write: textOf, revise: textOf };
}
