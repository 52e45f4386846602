import { z } from 'zod';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { editTurns } from '../prompts.ts';
import type { Edited, EditorState } from '../state.ts';
import { cleanTitle } from '../heading.ts';

const shape = z.object({
  title: z.string().describe('At most 12 words, without Markdown'),
  summary: z.string().describe('Two or three sentences for a list or a preview'),
  text: z.string().describe('The whole article in Markdown, beginning with "# " and the title'),
});

const format = jsonAnswer('edit', shape, ({ title, summary, text }): Reading<Edited> => {
  const edited = { title: cleanTitle(title), summary: summary.trim(), text: text.trim() };
  const empty = Object.entries(edited).filter(([, value]) => value === '');
  if (empty.length === 0) return { ok: true, value: edited };
  return { ok: false, fault: `${empty.map(([name]) => name).join(', ')}: must not be empty.` };
});

/** Edits the draft; the second time with what the first edit did to the facts. */
export function createEdit(model: ChatModel) {
  return async (state: EditorState, runtime: NodeRuntime): Promise<Pick<EditorState, 'edited' | 'edits'>> => ({
    edited: await model.ask({ purpose: 'editor.edit', turns: editTurns(state), format }, runOf(runtime)),
    edits: state.edits + 1,
  });
}
