import { GatewayError } from '../gateway/gateway-error.ts';
import type { Logger } from '../lib/logger.ts';
import { within } from '../lib/within.ts';
import type { Messages } from '../messages/messages.ts';
import type { EditedText } from '../protocol/decision.ts';
import { type DraftRef, draftHash } from '../protocol/draft.ts';
import { type DraftStore, sha256 } from '../storage/draft-store.ts';
import { cleanText } from './clean-text.ts';
import { type Asker, refused, type Told } from './told.ts';

/** Longest edited text, in characters: some 15,000 words. The final edit reads it in one prompt and writes it in one answer. */
export const MAX_EDITED_CHARS = 100_000;
/** PostgreSQL: foreign_key_violation. Only an article that exists can have drafts. */
const FOREIGN_KEY_VIOLATION = '23503';

export interface StoreEditedOptions {
  readonly drafts: Pick<DraftStore, 'storeEdited'>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/**
 * Stores a person's text before their decision is sent. A text that is stored and whose decision is not taken stays unused.
 * @throws {GatewayError} `no-such-article`.
 */
export async function storeEdited(
  { actor }: Asker,
  edit: { readonly id: string; readonly articleId: string; readonly replaces: DraftRef; readonly text: string },
  { drafts, logger, storeBudgetMs }: StoreEditedOptions,
  t: Messages,
): Promise<EditedText | Told> {
  const { articleId } = edit;
  const text = withoutBlankEnds(cleanText(edit.text));
  if (text === '') return refused(t.chat.edit.empty);
  if (text.length > MAX_EDITED_CHARS) return refused(t.chat.edit.tooLong(text.length, MAX_EDITED_CHARS));
  // Drafts by agents may end in a line feed, which no form gives back.
  if ([text, `${text}\n`].some((same) => draftHash(sha256(same)) === edit.replaces.hash))
    return refused(t.chat.edit.unchanged);
  // By its hash too: who could not hand in a text, changes it and tries again means the later one.
  const draftId = `${articleId}/edit-${edit.id}-${draftHash(sha256(text))}`;
  try {
    const stored = drafts.storeEdited({ draftId, articleId, text, authorName: actor.displayName });
    const { hash } = await within(storeBudgetMs, 'PostgreSQL', stored);
    return { draftId, hash };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION)
      throw new GatewayError('no-such-article', 'Could not store an edited text: there is no such article.', {
        cause: error,
      });
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ articleId, reason }, 'Could not store an edited text');
    return refused(t.chat.edit.notStored);
  }
}

/** Without empty lines before and any whitespace behind; the first line keeps its indent. */
function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}
