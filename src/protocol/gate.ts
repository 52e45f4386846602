import type { DecisionKind } from './decision.ts';

/** A point where people decide. Plain data: it is part of the desk's state and outlives every run of the workflow. */
export interface Gate {
  /** `g1`, `g2`, …: unique within the article. Buttons name it. */
  readonly id: string;
  readonly subject: Subject;
  /** What people have said, one of each of them, oldest first, as long as it has not come to a decision. */
  readonly votes: readonly Vote[];
  /** Who sees to it. Absent: nobody has said so. */
  readonly claim?: Claim;
  /** Moments at which something becomes due, soonest first. Empty: the gate waits for people alone. */
  readonly deadlines: readonly Deadline[];
  /** ISO 8601, workflow time: since when people are waited for. Absent: they are not, since it is paused or stuck; they are from when it goes on. */
  readonly since?: string;
  /** {@link deadlines} are those that the rules ask for, but for what has passed. */
  readonly isPlanned?: true;
  /** ISO 8601, workflow time: when others were told that people are waited for. */
  readonly escalatedAt?: string;
}

/** What is decided on. `hash`: first 8 hex digits of the SHA-256 of its text, so that no decision touches another text. */
export interface Subject {
  /** `outline`: what is approved is what the article is to be built like, and never the article. */
  readonly kind: 'draft' | 'outline';
  readonly version: number;
  readonly hash: string;
}

/** What one person says about the subject of a gate. */
export interface Vote {
  /** Id of the decision. */
  readonly decisionId: string;
  readonly kind: VoteKind;
  /** All keys by which a rule may name the person, and groups that vouch for them: it was asked when they voted. */
  readonly keys: readonly string[];
  readonly groups: readonly string[];
  /** They are a member of the channel where the article lives. */
  readonly isMember: boolean;
  readonly byName: string;
  /** ISO 8601, workflow time. */
  readonly at: string;
  /** Key of who is away, and for whom it is said. Absent: they say it for themselves. */
  readonly standsFor?: string;
}

/** Somebody has said that they see to it. It keeps nobody else from deciding. */
export interface Claim {
  /** All that they are. */
  readonly keys: readonly string[];
  readonly byName: string;
  /** ISO 8601, workflow time. */
  readonly at: string;
}

/** What several people may have to say together. */
export type VoteKind = Extract<DecisionKind, 'approve' | 'reject'>;

export interface Deadline {
  readonly kind: 'escalate' | 'expire';
  /** Absolute, ISO 8601: a clock that was stopped finds it passed. */
  readonly at: string;
}

/** The first deadline that has passed. Pure. @param nowMs epoch milliseconds, workflow time */
export function dueDeadline({ deadlines }: Gate, nowMs: number): Deadline | undefined {
  return deadlines.find(({ at }) => Date.parse(at) <= nowMs);
}

/** Milliseconds until something becomes due; undefined when nothing ever does by itself. */
export function nextDueMs({ deadlines }: Gate, nowMs: number): number | undefined {
  const [next] = deadlines.map(({ at }) => Date.parse(at)).toSorted((one, other) => one - other);
  return next === undefined ? undefined : Math.max(0, next - nowMs);
}
