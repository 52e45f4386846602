import type { ReadSources } from './activities.ts';
import type { Actor } from './actor.ts';
import type { Decision } from './decision.ts';
import type { DraftRecord } from './draft.ts';

/**
 * A new edition of a delivered article: an article of its own, whose first draft is the text that was delivered. Part of its input, and
 * immutable like it.
 */
export interface Revision {
  /** The article that was the first edition. */
  readonly first: string;
  /** The article whose delivered text it begins with. */
  readonly articleId: string;
  /** 2, 3, …: what is delivered at its end is this edition. */
  readonly edition: number;
  /** That text, with its citations as the writer marks them: draft 1. */
  readonly draft: Pick<DraftRecord, 'draftId' | 'hash' | 'author'>;
  /** What had been read for the earlier edition: it may be cited here, too. Absent: nothing. */
  readonly research?: ReadSources;
  readonly asked: RevisionAsked;
}

/** Why there is a new edition. */
export type RevisionAsked =
  /** Somebody wants it otherwise: a comment on draft 1, which names one of its sections. `at`: ISO 8601. */
  | {
      readonly kind: 'comment';
      readonly decision: Extract<Decision, { readonly kind: 'request-changes' }>;
      readonly at: string;
      readonly section: { readonly id: string; readonly heading: string };
    }
  /** Somebody takes over what the final edit had proposed: draft 2 has it. */
  | {
      readonly kind: 'proposal';
      /** The same for every redelivery of one click. */
      readonly id: string;
      readonly by: Actor;
      readonly draft: Pick<DraftRecord, 'draftId' | 'hash'>;
    };

export function askedBy(asked: RevisionAsked): Actor {
  return asked.kind === 'comment' ? asked.decision.by : asked.by;
}
