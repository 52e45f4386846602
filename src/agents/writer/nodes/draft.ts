import type { ChatModel } from '../../model/chat-model.ts';
import { articleText } from '../../model/answer-format.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { draftTurns } from '../prompts.ts';
import { orderOf } from '../order.ts';
import type { WriterState } from '../state.ts';

/** Writes the first draft along the outline. */
export function createDraft(model: ChatModel) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => ({
    text: await model.ask(
      { purpose: 'writer.draft', turns: draftTurns(state), format: articleText(orderOf(state)), isWatched: true },
      runOf(runtime),
    ),
  });
}
