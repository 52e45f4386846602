import type { Actor } from '../protocol/actor.ts';
import type { Assigned } from '../protocol/assignment.ts';
import type { Stage } from '../protocol/article.ts';
import type { BudgetStop } from '../protocol/budget.ts';
import type { FailureRecord } from '../protocol/desk-state.ts';
import type { Subject } from '../protocol/gate.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Approver } from '../protocol/settings.ts';
import type { TranslationOf } from '../protocol/translation.ts';
import type { Tally } from '../protocol/voting.ts';

/** One line of a list. */
export interface ArticleSummary {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  /** 2, 3, …: which edition it is, or is to become. Absent: the first. */
  readonly edition?: number;
  /** What it is a translation of. Absent: it is none. */
  readonly translation?: TranslationOf;
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
  /** Of its latest criticised draft; of what waits, of the draft that is to be decided on. Absent: there is none. */
  readonly score?: number;
  /** Who was asked to decide. Absent: nobody in particular. */
  readonly assigned?: Pick<Assigned, 'key' | 'name'>;
  /** Who sees to the decision that it waits for, as people call them. Absent: nobody has said so. */
  readonly claimedBy?: string;
  /** What models cost so far. Absent: nobody told a price, or nobody asked. */
  readonly usd?: number;
  /** In an {@link Inbox}: what the article waits for. */
  readonly waits?: Waits;
}

export interface Waits {
  /** Since when people are waited for. */
  readonly since: Date;
  readonly missing: Missing;
  /** When others were told that nobody decides. */
  readonly escalatedAt?: Date;
}

/** What an article needs of people to go on. */
export type Missing =
  /**
   * A decision. `votes`: how far people are, where it takes several. `waitingFor`: rules of those who can still say something; who was
   * asked comes first.
   */
  | {
      readonly kind: 'decision';
      readonly about?: Pick<Subject, 'kind' | 'version'>;
      readonly votes?: Votes;
      readonly waitingFor: readonly Approver[];
      /** Of people whom they name, by the rules. Absent: nobody looked. */
      readonly names?: Readonly<Record<string, string>>;
      /** Who was asked, and has said nothing yet. */
      readonly assigned?: Pick<Assigned, 'key' | 'name'>;
    }
  /** Somebody has to say how to go on after a step has failed. */
  | { readonly kind: 'way-on'; readonly step?: FailureRecord['step'] }
  /** A budget is spent. */
  | ({ readonly kind: 'money' } & Pick<BudgetStop, 'spentUsd' | 'capUsd'>);

export interface Votes extends Pick<Tally, 'approvals' | 'rejections' | 'done'> {
  /** How many of the rejections there are. */
  readonly rejected: number;
}

/** Part of what waits for a person, and how much that is in all. */
export interface Inbox extends Count {
  readonly articles: readonly ArticleSummary[];
}

export interface Count {
  /** At most `MOST_COUNTED`. */
  readonly total: number;
  /** There are more than that. */
  readonly isMore: boolean;
}

/** Which part of an inbox: what has waited longest comes first. */
export interface InboxFilter extends Pick<ListFilter, 'stages' | 'words' | 'offset' | 'limit'> {
  /** Comes after this article, which has waited since then, whether it still waits or not. */
  readonly after?: { readonly articleId: string; readonly since: Date };
  /** People for whom the person decides, each by all keys of theirs: what waits for them is in it, too. Default: nobody. */
  readonly insteadOf?: readonly (readonly string[])[];
  /** Default: what has waited longest. */
  readonly newestFirst?: boolean;
}

export interface ListFilter {
  readonly requester?: Actor;
  /** `channelKey` of where it lives, or is shown, too. */
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
  /** They may decide, or get it going again: the first of their inbox. */
  readonly waitingForMe: Inbox;
  /** Under way, newest first, as the next. */
  readonly askedByMe: readonly ArticleSummary[];
  /** Of others on the same platform and in the same workspace, under way. Who may not see them is not shown them: the caller knows. */
  readonly running: readonly ArticleSummary[];
  /** As `running`, in the last seven days: delivered ones first, then what ended last. */
  readonly finishedLastWeek: readonly ArticleSummary[];
}

/** The port to lists of articles: exact, and current to the moment. Rejects with whatever the store throws. */
export interface ArticleList {
  /**
   * Threads of the person's workspace in whose channels something waits that `anyone` may decide, as it lives there or is shown there for that:
   * one of each channel, newest first, at most 50.
   */
  placesForAnyone(actor: Actor): Promise<readonly Thread[]>;
  list(filter: ListFilter): Promise<readonly ArticleSummary[]>;
  /** What waits for a person, with what it cost: who has spoken is not asked again. As to `actor.channels`, see {@link home}. */
  inbox(actor: Actor, filter: InboxFilter): Promise<Inbox>;
  /** What anyone may decide waits for members of its channel, and of where it is shown for that: those that `actor.channels` names. */
  home(actor: Actor): Promise<Home>;
}
