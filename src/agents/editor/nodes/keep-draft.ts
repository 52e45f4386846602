import type { Logger } from '../../../lib/logger.ts';
import { bringsNewNumbers } from '../facts-guard.ts';
import { bodyOf, underTitle } from '../heading.ts';
import type { EditorState } from '../state.ts';

/** The draft's own text under the new title, when the model would not leave its facts alone. */
export function createKeepDraft(logger: Logger) {
  return ({ draft, edited, fault }: EditorState): Pick<EditorState, 'result'> => {
    if (edited === undefined) throw new Error('The editor graph keeps the draft before there is an edit.');
    logger.warn({ purpose: 'editor.edit', fault }, 'the edit changed facts twice, the text of the draft stands');
    const { title, summary } = edited;
    return { result: { summary, ...underTitle(title, bringsNewNumbers(draft, title) ? draft : bodyOf(draft)) } };
  };
}
