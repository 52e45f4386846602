import type { Actor } from '../protocol/actor.ts';
import type { Assigned } from '../protocol/assignment.ts';
import type { Stage } from '../protocol/article.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Approver } from '../protocol/settings.ts';

/** One line of a list. */
export interface ArticleSummary {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  /** 2, 3, …: which edition it is, or is to become. Absent: the first. */
  readonly edition?: number;
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
  /** Of its latest criticised draft. Absent: there is none. */
  readonly score?: number;
  /** Who was asked to decide. Absent: nobody in particular. */
  readonly assigned?: Pick<Assigned, 'key' | 'name'>;
  /** Who sees to the decision that it waits for, as people call them. Absent: nobody has said so. */
  readonly claimedBy?: string;
  /** What models cost so far. Absent: nobody told a price, or nobody asked. */
  readonly usd?: number;
}

export interface ListFilter {
  readonly requester?: Actor;
  /** Waits for this person, as in {@link Home}: what anyone may decide waits for members of the channels that `channels` names. */
  readonly waitingFor?: Actor;
  /** `channelKey` of where it lives. */
  readonly home?: string;
  /** Lives in this person's workspace, or on their platform, which has none. */
  readonly near?: Actor;
  readonly stages?: readonly Stage[];
  /** Only articles that are not over. */
  readonly running?: boolean;
  /** Only articles that are. */
  readonly over?: boolean;
  /** Has these words in its topic, or is the article of this id. */
  readonly words?: string;
  /** Comes after this article in the order of the list, whatever has been added since. */
  readonly after?: string;
  /** Default: newest first. */
  readonly oldestFirst?: boolean;
  /** With what it cost. Default: without. */
  readonly withCost?: boolean;
  /** After so many. Default: none. */
  readonly offset?: number;
  /** At most so many. */
  readonly limit: number;
}

/** What concerns one person: at most ten articles of each. Every article is in the first section that it fits. */
export interface Home {
  /** They may decide, or get it going again. Newest first, as in the next two. */
  readonly waitingForMe: readonly ArticleSummary[];
  /** Under way. */
  readonly askedByMe: readonly ArticleSummary[];
  /** Of others on the same platform and in the same workspace, under way. Who may not see them is not shown them: the caller knows. */
  readonly running: readonly ArticleSummary[];
  /** As `running`, in the last seven days: delivered ones first, then what ended last. */
  readonly finishedLastWeek: readonly ArticleSummary[];
}

/** The port to lists of articles: exact, and current to the moment. Rejects with whatever the store throws. */
export interface ArticleList {
  /** Threads of the person's workspace in whose channels something waits that `anyone` may decide: one of each channel, newest first, at most 50. */
  placesForAnyone(actor: Actor): Promise<readonly Thread[]>;
  list(filter: ListFilter): Promise<readonly ArticleSummary[]>;
  /** What anyone may decide waits for members of its channel: those that `actor.channels` names. */
  home(actor: Actor): Promise<Home>;
}
