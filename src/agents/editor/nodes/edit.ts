import { z } from 'zod';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import { articleFaults, faultWords } from '../../model/reading/article-faults.ts';
import { cleanArticle } from '../../model/reading/clean-answer.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import type { Told } from '../../settings.ts';
import { editTurns } from '../prompts.ts';
import type { Edited, EditorState } from '../state.ts';
import { cleanTitle } from '../heading.ts';

const shape = z.object({
  title: z.string().describe('At most 12 words, without Markdown'),
  summary: z.string().describe('Two or three sentences for a list or a preview'),
  text: z.string().describe('The whole article in Markdown, beginning with "# " and the title'),
});

/** Faults of a text that is no whole article of its own: its length and its title are looked at elsewhere. */
const OF_THE_TEXT: ReadonlySet<string> = new Set(['refusal', 'placeholder', 'prompt-echo', 'wrong-language']);

function formatFor({ request }: EditorState) {
  return jsonAnswer('edit', shape, ({ title, summary, text }): Reading<Edited> => {
    const { text: article, unfinished } = cleanArticle(text);
    const edited = { title: cleanTitle(title), summary: summary.trim(), text: article };
    const empty = Object.entries(edited).filter(([, value]) => value === '');
    if (unfinished || empty.length > 0)
      return { ok: false, fault: `[empty] ${empty.map(([name]) => name).join(', ') || 'text'}: must not be empty.` };
    const faults = articleFaults(article, { language: request.language, isCommented: true }).filter(({ code }) =>
      OF_THE_TEXT.has(code),
    );
    return faults.length === 0 ? { ok: true, value: edited } : { ok: false, fault: `text: ${faultWords(faults)}` };
  });
}

/** Edits the draft. */
export function createEdit(model: ChatModel, told: Told) {
  return async (state: EditorState, runtime: NodeRuntime): Promise<Pick<EditorState, 'edited'>> => ({
    edited: await model.ask(
      { purpose: 'editor.edit', turns: editTurns(told, state), format: formatFor(state) },
      runOf(runtime),
    ),
  });
}
