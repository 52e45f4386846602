import type { Stage } from '../../../../src/protocol/article.ts';
import type { TranslationOf } from '../../../../src/protocol/translation.ts';

/** An article in a list, as `GET /articles` tells. */
export interface ArticleLine {
  readonly articleId: string;
  readonly topic: string;
  readonly stage: Stage;
  readonly edition: number;
  /** What it is a translation of. */
  readonly translation?: TranslationOf;
  readonly requester: { readonly key: string; readonly name: string };
  /** ISO 8601, as in the next two. */
  readonly createdAt: string;
  /** When something last happened. */
  readonly updatedAt: string;
  readonly closedAt?: string;
  /** The best so far, 0 to 10. */
  readonly score?: number;
  readonly costUsd?: number;
  /** Who is waited for, in words. */
  readonly waitingFor?: readonly string[];
  readonly claimedBy?: string;
  /** In an inbox. `since`: ISO 8601 · `missing`: in words. */
  readonly waits?: { readonly since: string; readonly missing: string; readonly escalatedAt?: string };
}

export interface Count {
  readonly total: number;
  /** There are more than that. */
  readonly isMore: boolean;
}

/** A page of articles. */
export interface ArticlePage {
  readonly articles: readonly ArticleLine[];
  /** Of what waits: how many there are on all pages. */
  readonly count?: Count;
  /** Of the next page. */
  readonly next?: string;
}
