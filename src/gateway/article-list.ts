import type { Actor } from '../protocol/actor.ts';
import type { Stage } from '../protocol/article.ts';
import type { Approver } from '../protocol/settings.ts';

/** One line of a list. */
export interface ArticleSummary {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  /** `actorKey` of who asked for it. */
  readonly requester: string;
  /** Who decides about it. */
  readonly approvers: readonly Approver[];
  /** An article of which the workflow has not been heard yet is `drafting`. */
  readonly stage: Stage;
  readonly startedAt: Date;
  /** When something last happened. */
  readonly updatedAt: Date;
  readonly closedAt?: Date;
}

export interface ListFilter {
  readonly requester?: Actor;
  readonly stages?: readonly Stage[];
  /** Only articles that are not over. */
  readonly running?: boolean;
  /** At most so many, newest first. */
  readonly limit: number;
}

/** What concerns one person: at most ten articles of each. Every article is in the first section that it fits. */
export interface Home {
  /** They may decide, or get it going again. Newest first, as in the next two. */
  readonly waitingForMe: readonly ArticleSummary[];
  /** Under way. */
  readonly askedByMe: readonly ArticleSummary[];
  /** Of others on the same platform, under way. */
  readonly running: readonly ArticleSummary[];
  /** On the same platform, in the last seven days: delivered ones first, then what ended last. */
  readonly finishedLastWeek: readonly ArticleSummary[];
}

/** The port to lists of articles: exact, and current to the moment. Rejects with whatever the store throws. */
export interface ArticleList {
  list(filter: ListFilter): Promise<readonly ArticleSummary[]>;
  /** Whom `anyone` names sees the thread; so what anyone may decide waits only for people on its platform. */
  home(actor: Actor): Promise<Home>;
}
