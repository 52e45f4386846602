import { END, START, StateGraph } from '@langchain/langgraph';
import type { Logger } from '../../lib/logger.ts';
import type { Editor } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import type { Told } from '../settings.ts';
import { createWriteExtras } from './extras/write-extras.ts';
import { createEdit } from './nodes/edit.ts';
import { createGuard, type GuardOptions } from './guard/guard-thread.ts';
import { createGuardNode } from './nodes/guard.ts';
import { createMakeTitle } from './nodes/make-title.ts';
import { EditorState } from './state.ts';

/**
 *           ┌─ text stands ─▶ make_title ─▶ END
 *   START ──┤
 *           └─ else ─▶ edit_text ─▶ guard ─▶ END
 */
function wire(model: ChatModel, told: Told, options: GuardOptions) {
  const guard = createGuard(options);
  return new StateGraph(EditorState, RunContext)
    .addNode('make_title', createMakeTitle(model, told, guard))
    .addNode('edit_text', createEdit(model, told))
    .addNode('guard', createGuardNode(guard, options.logger))
    .addConditionalEdges(START, (state) => (state.keepText ? 'make_title' : 'edit_text'), ['make_title', 'edit_text'])
    .addEdge('make_title', END)
    .addEdge('edit_text', 'guard')
    .addEdge('guard', END)
    .compile();
}

export function createEditor(model: ChatModel, told: Told, logger: Logger): Editor {
  const graph = wire(model, told, { logger });
  return {
    model: model.model,
    async edit(input, run) {
      const { result } = await runGraph(graph, input, run);
      if (result === undefined) throw new Error('The editor graph ended without a text.');
      return result;
    },
    extras: createWriteExtras(model, told),
  };
}
