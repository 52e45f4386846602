import type { ArticleInput } from '../protocol/article.ts';
import type { SectionRecord } from '../protocol/section.ts';
import type { DecisionRecord } from '../protocol/desk-state.ts';

/** The port to what was asked for, written down before its workflow starts. Rejects with whatever the store throws. */
export interface RequestStore {
  /**
   * Writes the article down with its first thread, or finds it. It is no longer abandoned.
   * @param quotas hold exactly, also for those who ask at the same moment; an article that has its place already is never refused
   * @param proposed draft 2 of a new edition that begins with a proposal
   * @returns undefined when the id belongs to an article that another person asked for, or to an edition that is wanted otherwise.
   */
  open(
    input: ArticleInput,
    quotas?: Quotas,
    proposed?: ProposedDraft,
  ): Promise<OpenedRequest | QuotaReached | undefined>;
  /** The person was told that it was not taken. Without effect once its workflow has been heard of. */
  abandon(articleId: string): Promise<void>;
  /**
   * Those whose workflow has not been heard of for so long; for as long again, nobody else gets them.
   * @param limit at most so many, the longest forgotten first.
   */
  takeForgotten(options: { readonly seconds: number; readonly limit: number }): Promise<readonly ForgottenRequest[]>;
  /** Its workflow runs, so that it was taken after all. */
  adopt(articleId: string): Promise<void>;
  /** Removes it, unless it was opened or abandoned again, or its workflow was heard of. @param abandonedAt as it was found */
  remove(articleId: string, abandonedAt: string): Promise<void>;
  /** Those among the articles that are not over. */
  underWay(articleIds: readonly string[]): Promise<readonly string[]>;
  /** What was decided about a draft; for whoever made a decision of these ids, their own, be it one of several votes. */
  decisionOn(articleId: string, version: number, ids: readonly string[]): Promise<DecisionRecord | undefined>;
  /** Articles at which several people vote, and somebody of these keys has, or may have without its being written down yet: at most 200. */
  votedOnBy(keys: readonly string[]): Promise<readonly string[]>;
  /** Its workflow is gone, and nobody else will say so: it is cancelled. */
  end(articleId: string): Promise<void>;
}

/** A delivered text in which one sentence is as the editor had proposed. */
export interface ProposedDraft {
  readonly authorName: string;
  readonly text: string;
  /** Of `text`, hex. */
  readonly sha256: string;
  readonly sections: readonly SectionRecord[];
}

/**
 * How many articles may be at work at once, when another one is asked for: those that models work on. What waits for people (at the gate,
 * paused, stuck) does not count, though it may go on at any time. Absent: any number.
 */
export interface Quotas {
  readonly perPerson?: number;
  /** Of the channel in which they were asked for. */
  readonly perChannel?: number;
}

/** As many articles are at work as may be. */
export interface QuotaReached {
  readonly kind: 'quota-reached';
  readonly scope: 'person' | 'channel';
  readonly most: number;
  /** The newest of them, at most five. */
  readonly atWork: readonly { readonly articleId: string; readonly topic: string }[];
}

export interface OpenedRequest {
  /** As it was first written down: a redelivery may come with other settings. */
  readonly input: ArticleInput;
  /** Its workflow has been heard of. */
  readonly isHeardOf: boolean;
}

export interface ForgottenRequest {
  readonly input: ArticleInput;
  /** To the microsecond, as the store names it. Absent: it was not. */
  readonly abandonedAt?: string;
}
