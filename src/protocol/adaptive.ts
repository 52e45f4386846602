/** Steps that are only taken when something holds: `adaptive` in `config/workflows.yaml`. */
export interface AdaptiveRule {
  /** All of them have to hold. Empty: it always does. */
  readonly when: readonly Condition[];
  /** {@link FACT_CHECK}, or the name of an agent under `agents.external`. */
  readonly run: string;
  readonly at: CheckPoint;
  /** On how many drafts of an article it is run at most. Absent: on every one. */
  readonly atMost?: number;
}

/** `after-draft`: before the critique · `after-critique` · `before-gate`: the loop is over, and this draft goes to people. */
export const CHECK_POINTS = ['after-draft', 'after-critique', 'before-gate'] as const;
export type CheckPoint = (typeof CHECK_POINTS)[number];

export type Condition =
  /** The critique doubts facts. */
  | { readonly kind: 'facts-questionable' }
  /** A person wrote the draft. */
  | { readonly kind: 'edited' }
  | { readonly kind: 'score-below'; readonly score: number }
  | MatchCondition;

/** Looked at where the texts are, which is not the workflow. */
export interface MatchCondition {
  readonly kind: 'matches';
  readonly subject: 'topic' | 'weakness';
  /** In RE2's syntax: it takes time linear in the text. Case does not count. */
  readonly pattern: string;
}

/** What the shipped rule runs: the fact-checker of `config/agents.yaml`. */
export const FACT_CHECK = 'fact_check';
/** Names the search for what was found wrong before; no rule may be called so. */
export const RECHECK = 'recheck';
