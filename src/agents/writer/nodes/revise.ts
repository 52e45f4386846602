import type { ChatModel } from '../../model/chat-model.ts';
import { articleText } from '../../model/answer-format.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { reviseTurns } from '../prompts.ts';
import { orderOf } from '../order.ts';
import type { WriterState } from '../state.ts';

/** Makes a better draft out of an earlier one and what was said of it. */
export function createRevise(model: ChatModel) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => ({
    text: await model.ask(
      { purpose: 'writer.revise', turns: reviseTurns(state), format: articleText(orderOf(state)), isWatched: true },
      runOf(runtime),
    ),
  });
}
