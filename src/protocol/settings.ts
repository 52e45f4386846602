/**
 * The rules of one article, as `config/workflows.yaml` had them when it started. Plain data: it is part of the workflow's input.
 * Units are in the names.
 */
export interface ArticleSettings {
  /** Drafts by agents in one round; a request for changes opens a new round. */
  readonly maxIterations: number;
  /** 0 to 10. A draft that scores at least this goes to the gate. */
  readonly qualityThreshold: number;
  readonly timeouts: {
    readonly writeMinutes: number;
    readonly critiqueMinutes: number;
    readonly factCheckMinutes: number;
    readonly editMinutes: number;
    /** An activity that has not said for this long that it lives is taken for dead. */
    readonly heartbeatSeconds: number;
    /** One `deliver` call: all posts that had gathered. */
    readonly deliverMinutes: number;
  };
  readonly retry: RetrySettings;
  /** Attempts are not limited: a platform that is down delays its messages and loses none. */
  readonly deliverRetry: Omit<RetrySettings, 'maximumAttempts'>;
  readonly approval: ApprovalSettings;
}

export interface RetrySettings {
  readonly initialIntervalSeconds: number;
  readonly maximumIntervalSeconds: number;
  readonly maximumAttempts: number;
  readonly backoffCoefficient: number;
}

export interface ApprovalSettings {
  /** `final`: people decide once the loop is done · `every_draft`: after each critique · `none`: the best draft is delivered without asking. */
  readonly gate: 'final' | 'every_draft' | 'none';
  /** See {@link Approver}. Never empty: an empty list would mean nobody, and is refused at start-up. */
  readonly approvers: readonly Approver[];
}

/**
 * `requester` (who asked for the article) · `anyone` (in the thread) · `slack:U024BE7LH` (that person) ·
 * `slack:group:S0614TZR7` (everyone in that user group).
 */
export type Approver = string;
