import type { DecisionKind } from './decision.ts';

/** A point where people decide. Plain data: it is part of the desk's state and outlives every run of the workflow. */
export interface Gate {
  /** `g1`, `g2`, …: unique within the article. Buttons name it. */
  readonly id: string;
  readonly subject: Subject;
  /** Who has to agree. Today: the first vote of anybody whom the policy names decides. */
  readonly rule: GateRule;
  /** One per decision about this gate, in the order in which they counted. */
  readonly votes: readonly Vote[];
  /** Moments at which something becomes due, soonest first. Empty: the gate waits for people alone. */
  readonly deadlines: readonly Deadline[];
}

/** What is decided on. `hash`: first 8 hex digits of the SHA-256 of its text, so that no decision touches another text. */
export interface Subject {
  /** `outline`: what is approved is what the article is to be built like, and never the article. */
  readonly kind: 'draft' | 'outline';
  readonly version: number;
  readonly hash: string;
}

export type GateRule = 'any-approver';

export interface Vote {
  /** Id of the decision. */
  readonly decisionId: string;
  readonly kind: DecisionKind;
}

export interface Deadline {
  readonly kind: 'remind' | 'escalate' | 'expire';
  /** Absolute, ISO 8601: a clock that was stopped finds it passed. */
  readonly at: string;
}

/** What has become of a gate at a moment. */
export type Resolution =
  | { readonly kind: 'open' }
  | { readonly kind: 'decided'; readonly by: Vote }
  | { readonly kind: 'due'; readonly deadline: Deadline };

/** Pure. @param nowMs epoch milliseconds, workflow time */
export function resolve({ votes, deadlines }: Gate, nowMs: number): Resolution {
  const [vote] = votes;
  if (vote !== undefined) return { kind: 'decided', by: vote };
  const due = deadlines.find(({ at }) => Date.parse(at) <= nowMs);
  return due === undefined ? { kind: 'open' } : { kind: 'due', deadline: due };
}

/** Milliseconds until something becomes due; undefined when nothing ever does by itself. */
export function nextDueMs({ deadlines }: Gate, nowMs: number): number | undefined {
  const [next] = deadlines.map(({ at }) => Date.parse(at)).toSorted((one, other) => one - other);
  return next === undefined ? undefined : Math.max(0, next - nowMs);
}
