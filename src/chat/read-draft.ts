import { withFootnotes } from '../protocol/citations.ts';
import type { Critique } from '../protocol/critique.ts';
import type { DraftRef } from '../protocol/draft.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { OpenChangesOptions } from './open-changes.ts';
import { type NotAccepted, refused } from './reply.ts';

/** A draft as its card shows it, whole. */
export interface ReadDraft {
  readonly kind: 'draft';
  readonly topic: string;
  /** Markdown, with numbered links to its sources. */
  readonly text: string;
  /** Absent: nobody criticised it. */
  readonly critique?: Critique;
}

/** Finds a draft for somebody who wants to read it. */
export async function readDraft(
  articleId: string,
  draft: DraftRef,
  { readings, logger, storeBudgetMs }: OpenChangesOptions,
): Promise<ReadDraft | NotAccepted> {
  if (readings === undefined) return { kind: 'away', what: 'desk' };
  try {
    const found = await within(storeBudgetMs, 'PostgreSQL', readings.whole(articleId, draft));
    if (found === undefined) return refused({ code: 'no-such-article', articleId });
    const { topic, text, notes, critique } = found;
    return { kind: 'draft', topic, text: withFootnotes(text, notes), ...(critique !== null && { critique }) };
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read a draft');
    return { kind: 'away', what: 'desk' };
  }
}
