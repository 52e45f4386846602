import type { Logger } from '../../../lib/logger.ts';
import { isFaithfulSummary, isFaithfulTitle, openingOf } from '../guard/faithful.ts';
import { guardEdit } from '../guard/guard-edit.ts';
import { loadLanguage } from '../guard/language.ts';
import { bodyOf, hasTitle, titleOf, underTitle } from '../heading.ts';
import type { Edited, EditorState, Result } from '../state.ts';

/** Lets of the edit pass what a copy editor may do; all else stands as approved, and is proposed. */
export function createGuard(logger: Logger) {
  return async ({ request, draft, edited }: EditorState): Promise<Pick<EditorState, 'result'>> => {
    if (edited === undefined) throw new Error('The editor graph guards an edit before there is one.');
    const language = await loadLanguage(request.language);
    const wanted = underTitle(edited.title, edited.text);
    const { text, ...edit } = guardEdit(draft, hasTitle(draft) ? wanted.text : bodyOf(wanted.text), language);
    if (edit.proposals.length > 0)
      logger.info(
        { purpose: 'editor.edit', reasons: edit.proposals.map(({ reason }) => reason) },
        'the edit went further than a copy edit may: those sentences stand as approved',
      );
    return {
      result: { ...(await faithful({ request, draft, text, edited: { ...edited, title: wanted.title } })), edit },
    };
  };
}

/** Title and summary are not sentences of the article; they may say nothing that weighs and that the draft does not say. */
export async function faithful({
  request,
  draft,
  text,
  edited,
}: Pick<EditorState, 'request' | 'draft'> & { readonly text: string; readonly edited: Edited }): Promise<Result> {
  const language = await loadLanguage(request.language);
  const title = hasTitle(text)
    ? titleOf(text)
    : isFaithfulTitle(edited.title, draft, language)
      ? edited.title
      : request.topic;
  const summary = isFaithfulSummary(edited.summary, draft, language) ? edited.summary : openingOf(text, language);
  return { summary: summary === '' ? title : summary, ...underTitle(title, text) };
}
