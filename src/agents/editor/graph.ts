import { END, START, StateGraph } from '@langchain/langgraph';
import type { Logger } from '../../lib/logger.ts';
import type { Editor } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import { checkFacts } from './nodes/check-facts.ts';
import { createEdit } from './nodes/edit.ts';
import { createKeepDraft } from './nodes/keep-draft.ts';
import { createMakeTitle } from './nodes/make-title.ts';
import { EditorState } from './state.ts';

/** An edit that changes facts is sent back once; then the draft stands. */
const MAX_EDITS = 2;

/**
 *           ┌─ text stands ─▶ make_title ──────────────────────────────▶ END
 *   START ──┤
 *           └─ else ─▶ edit_text ─▶ check_facts ─┬─ facts kept ────────▶ END
 *                          ▲                     ├─ changed again ─▶ keep_draft ─▶ END
 *                          └──── changed ────────┘
 */
function wire(model: ChatModel, logger: Logger) {
  return new StateGraph(EditorState, RunContext)
    .addNode('make_title', createMakeTitle(model))
    .addNode('edit_text', createEdit(model))
    .addNode('check_facts', checkFacts)
    .addNode('keep_draft', createKeepDraft(logger))
    .addConditionalEdges(START, (state) => (state.keepText ? 'make_title' : 'edit_text'), ['make_title', 'edit_text'])
    .addEdge('make_title', END)
    .addEdge('edit_text', 'check_facts')
    .addConditionalEdges('check_facts', afterCheck, ['edit_text', 'keep_draft', END])
    .addEdge('keep_draft', END)
    .compile();
}

function afterCheck(state: EditorState): 'edit_text' | 'keep_draft' | typeof END {
  if (state.fault === undefined) return END;
  return state.edits < MAX_EDITS ? 'edit_text' : 'keep_draft';
}

export function createEditor(model: ChatModel, logger: Logger): Editor {
  const graph = wire(model, logger);
  return {
    model: model.model,
    async edit(input, run) {
      const { result } = await runGraph(graph, { ...input, edits: 0 }, run);
      if (result === undefined) throw new Error('The editor graph ended without a text.');
      return result;
    },
  };
}
