import { GatewayError } from '../gateway/gateway-error.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import type { EditedText } from '../protocol/decision.ts';
import { type DraftRef, draftHash } from '../protocol/draft.ts';
import { type DraftStore, sha256 } from '../storage/draft-store.ts';
import { cleanText, isSeen } from '../lib/clean-text.ts';
import type { Away } from './reply.ts';

/** Longest edited text, in characters: some 15,000 words. The final edit reads it in one prompt and writes it in one answer. */
export const MAX_EDITED_CHARS = 100_000;
/** PostgreSQL: foreign_key_violation. Only an article that exists can have drafts. */
const FOREIGN_KEY_VIOLATION = '23503';

/** Why a text cannot become the next draft. */
export type EditFault =
  | { readonly code: 'empty-text' | 'text-unchanged' }
  | { readonly code: 'text-too-long'; readonly length: number };

export interface StoreEditedOptions {
  readonly drafts: Pick<DraftStore, 'storeEdited'>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** The text as it becomes the next draft, or why it cannot. @param replaces the draft that it would follow */
export function cleanEdit(typed: string, replaces: DraftRef): string | EditFault {
  const text = withoutBlankEnds(cleanText(typed));
  if (!isSeen(text)) return { code: 'empty-text' };
  if (text.length > MAX_EDITED_CHARS) return { code: 'text-too-long', length: text.length };
  // Drafts by agents may end in a line feed, which no form gives back.
  if ([text, `${text}\n`].some((same) => draftHash(sha256(same)) === replaces.hash)) return { code: 'text-unchanged' };
  return text;
}

/**
 * Stores a person's text before their decision is sent. A text that is stored and whose decision is not taken stays unused.
 * @throws {GatewayError} `no-such-article`.
 */
export async function storeEdited(
  actor: Actor,
  edit: { readonly draftId: string; readonly articleId: string; readonly text: string },
  { drafts, logger, storeBudgetMs }: StoreEditedOptions,
): Promise<EditedText | Away> {
  const { draftId, articleId } = edit;
  try {
    const stored = drafts.storeEdited({ ...edit, authorName: actor.displayName });
    const { hash } = await within(storeBudgetMs, 'PostgreSQL', stored);
    return { draftId, hash };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION)
      throw new GatewayError('no-such-article', 'Could not store an edited text: there is no such article.', {
        cause: error,
      });
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not store an edited text');
    return { kind: 'away', what: 'store' };
  }
}

/** Without empty lines before and any whitespace behind; the first line keeps its indent. */
function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}
