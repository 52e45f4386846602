import { reasonOf } from '../lib/reason-of.ts';
import type { Logger } from '../lib/logger.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import type { ChangesButton } from '../protocol/button-codec.ts';
import type { ReadingStore } from '../storage/reading-store.ts';
import { type NotAccepted, refused } from './reply.ts';

/** What changed in a draft since the one that the person saw last. */
export interface Changes {
  readonly kind: 'changes';
  readonly articleId: string;
  readonly topic: string;
  readonly version: number;
  /** Markdown. */
  readonly text: string;
  /** Both are outlines. */
  readonly outline?: true;
  readonly earlier: { readonly version: number; readonly text: string; readonly isOwn: boolean };
}

export interface OpenChangesOptions {
  readonly readings: ReadingStore | undefined;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Finds what a person wants to see, and notes that they have seen it: what they open next begins where this ends. */
export async function openChanges(
  actor: Actor,
  { articleId, draft }: ChangesButton,
  { readings, logger, storeBudgetMs }: OpenChangesOptions,
): Promise<Changes | NotAccepted> {
  if (readings === undefined) return { kind: 'away', what: 'store' };
  try {
    const found = await within(storeBudgetMs, 'PostgreSQL', readings.find(articleId, draft, actor));
    if (found === undefined) return refused({ code: 'no-such-article', articleId });
    const { topic, text, outline, earlier } = found;
    if (earlier === undefined) return refused({ code: 'first-draft' });
    // Whoever opens it twice sees the same twice.
    await within(storeBudgetMs, 'PostgreSQL', readings.note(articleId, draft.version, actor));
    return { kind: 'changes', articleId, topic, version: draft.version, text, ...(outline && { outline }), earlier };
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read what changed in a draft');
    return { kind: 'away', what: 'desk' };
  }
}
