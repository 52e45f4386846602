import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { citedOutline } from '../cited-article.ts';
import { outlineTurns } from '../prompts.ts';
import type { Prompts } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Plans the article: its angle and sections. */
export function createOutline(model: ChatModel, prompts: Prompts) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'outline'>> => ({
    outline: await model.ask(
      {
        purpose: 'writer.outline',
        turns: outlineTurns(prompts, state, runOf(runtime).variant),
        format: citedOutline(state),
      },
      runOf(runtime),
    ),
  });
}
