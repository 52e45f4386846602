import type { ChatModel } from '../../model/chat-model.ts';
import { markdownText } from '../../model/answer-format.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { draftTurns } from '../prompts.ts';
import type { WriterState } from '../state.ts';

/** Writes the first draft along the outline. */
export function createDraft(model: ChatModel) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => ({
    text: await model.ask({ purpose: 'writer.draft', turns: draftTurns(state), format: markdownText }, runOf(runtime)),
  });
}
