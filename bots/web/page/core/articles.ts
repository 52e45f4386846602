import type { Stage } from '../../../../src/protocol/article.ts';

/** An article in a list, as `GET /articles` tells. */
export interface ArticleLine {
  readonly articleId: string;
  readonly topic: string;
  readonly stage: Stage;
  readonly edition: number;
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
  /** What is decided about. */
  readonly gate?: { readonly subject: 'draft' | 'outline'; readonly version: number };
}

/** A page of articles. */
export interface ArticlePage {
  readonly articles: readonly ArticleLine[];
  /** Of the next page. */
  readonly next?: string;
}
