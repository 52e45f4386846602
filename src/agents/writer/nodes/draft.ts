import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { draftTurns } from '../prompts.ts';
import { citedArticle } from '../cited-article.ts';
import type { Told } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Writes the first draft along the outline. */
export function createDraft(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => ({
    text: await model.ask(
      {
        purpose: 'writer.draft',
        turns: draftTurns(told, state, runOf(runtime).variant),
        format: citedArticle(state),
        isWatched: true,
      },
      runOf(runtime),
    ),
  });
}
