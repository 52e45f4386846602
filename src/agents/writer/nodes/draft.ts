import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { draftTurns } from '../prompts.ts';
import { citedArticle } from '../cited-article.ts';
import type { Prompts } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Writes the first draft along the outline. */
export function createDraft(model: ChatModel, prompts: Prompts) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => ({
    text: await model.ask(
      { purpose: 'writer.draft', turns: draftTurns(prompts, state), format: citedArticle(state), isWatched: true },
      runOf(runtime),
    ),
  });
}
