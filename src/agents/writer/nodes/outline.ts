import type { ChatModel } from '../../model/chat-model.ts';
import { markdownText } from '../../model/answer-format.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { outlineTurns } from '../prompts.ts';
import type { WriterState } from '../state.ts';

/** Plans the article: its angle and sections. */
export function createOutline(model: ChatModel) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'outline'>> => ({
    outline: await model.ask(
      { purpose: 'writer.outline', turns: outlineTurns(state, runOf(runtime).variant), format: markdownText },
      runOf(runtime),
    ),
  });
}
