import { z } from 'zod';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { cleanTitle } from '../heading.ts';
import type { Told } from '../../settings.ts';
import { titleTurns } from '../prompts.ts';
import type { Guard } from '../guard/guard-thread.ts';
import type { Edited, EditorState } from '../state.ts';

const shape = z.object({
  title: z.string().describe('At most 12 words, without Markdown'),
  summary: z.string().describe('Two or three sentences for a list or a preview'),
});

const format = jsonAnswer('title', shape, ({ title, summary }): Reading<Omit<Edited, 'text'>> => {
  const made = { title: cleanTitle(title), summary: summary.trim() };
  return made.title === '' || made.summary === ''
    ? { ok: false, fault: 'title and summary must not be empty.' }
    : { ok: true, value: made };
});

/** Gives a person's text a summary, and a title if it has none. */
export function createMakeTitle(model: ChatModel, told: Told, guard: Guard) {
  return async (state: EditorState, runtime: NodeRuntime): Promise<Pick<EditorState, 'result'>> => {
    const made = await model.ask({ purpose: 'editor.title', turns: titleTurns(told, state), format }, runOf(runtime));
    const { request, draft } = state;
    return { result: await guard({ request, draft, edited: { ...made, text: draft }, keepText: true }) };
  };
}
