import type { Logger } from '../../../lib/logger.ts';
import type { Guard } from '../guard/guard-thread.ts';
import { underTitle } from '../heading.ts';
import { keepHeadings } from '../keep-headings.ts';
import type { EditorState } from '../state.ts';

/** Lets of the edit pass what a copy editor may do; all else stands as approved, and is proposed. */
export function createGuardNode(guard: Guard, logger: Logger) {
  return async ({
    request,
    draft,
    edited,
    keepHeadings: isKept,
  }: EditorState): Promise<Pick<EditorState, 'result'>> => {
    if (edited === undefined) throw new Error('The editor graph guards an edit before there is one.');
    const text = isKept === true ? keepHeadings(draft, underTitle(edited.title, edited.text).text) : edited.text;
    const result = await guard({ request, draft, edited: { ...edited, text }, keepText: false });
    const { proposals = [] } = result.edit ?? {};
    if (proposals.length > 0)
      logger.info(
        { purpose: 'editor.edit', reasons: proposals.map(({ reason }) => reason) },
        'the edit went further than a copy edit may: those sentences stand as approved',
      );
    return { result };
  };
}
