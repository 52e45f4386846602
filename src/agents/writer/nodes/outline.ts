import type { ChatModel } from '../../model/chat-model.ts';
import { type AnswerFormat, markdownText } from '../../model/answer-format.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { outlineTurns } from '../prompts.ts';
import type { WriterState } from '../state.ts';

/** A plan helps; a model that makes none still writes. */
const outlineText: AnswerFormat<string> = {
  read(answer) {
    const reading = markdownText.read(answer);
    return reading.ok || reading.code === 'refusal' || reading.code === 'cut' ? reading : { ...reading, makeshift: '' };
  },
};

/** Plans the article: its angle and sections. */
export function createOutline(model: ChatModel) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'outline'>> => ({
    outline: await model.ask(
      { purpose: 'writer.outline', turns: outlineTurns(state, runOf(runtime).variant), format: outlineText },
      runOf(runtime),
    ),
  });
}
