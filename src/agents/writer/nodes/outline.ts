import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { citedOutline } from '../cited-article.ts';
import { outlineTurns } from '../prompts.ts';
import { readOutline } from '../read-outline.ts';
import type { Told } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Plans the article: its angle and sections, and what kind of text it is where nobody said so. */
export function createOutline(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'outline' | 'request'>> => {
    const { request } = state;
    const answer = await model.ask(
      {
        purpose: 'writer.outline',
        turns: outlineTurns(told, state, runOf(runtime).variant),
        format: citedOutline(state),
      },
      runOf(runtime),
    );
    const { outline, template } = readOutline(answer, told.house);
    const isOpen = !told.house.templates.some(({ id }) => id === request.template);
    return { outline, request: isOpen && template !== undefined ? { ...request, template } : request };
  };
}
