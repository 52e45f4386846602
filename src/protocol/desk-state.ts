import type { Stage, Step } from './article.ts';
import type { DecisionKind, PlainControlKind } from './decision.ts';
import type { DraftRecord } from './draft.ts';
import type { Thread } from './thread.ts';

/** Why the loop stopped and the draft went to the gate. */
export type StopReason = 'threshold' | 'max-iterations' | 'every-draft' | 'edited' | 'person';

/** A decision that counted. Comment and reason lie in the table `decisions`. */
export interface DecisionRecord {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly version: number;
  readonly byName: string;
  /** ISO 8601, workflow time. */
  readonly at: string;
}

/** An activity whose attempts are used up; the article waits for a person. */
export interface FailureRecord {
  readonly step: Step | 'delivering' | 'recording';
  /** From `activities/failures.ts`: `model-unavailable`, `model-unauthorized`, … */
  readonly code: string;
  /** For operators and the thread alike; holds no secret. */
  readonly message: string;
  /** The platform's own word, when it refused a message: `is_archived`. */
  readonly reason?: string;
}

/** A message in the thread that has buttons, so that they can be taken away. */
export type LiveCard =
  | { readonly key: string; readonly kind: 'draft'; readonly version: number }
  | { readonly key: string; readonly kind: 'gate'; readonly version: number; readonly stopReason: StopReason }
  | { readonly key: string; readonly kind: 'failure'; readonly failure: FailureRecord };

/** What happens next, as far as people are concerned; `Stage` adds what may hold it up. */
export type Phase = 'drafting' | 'gate' | 'finishing' | 'delivered' | 'rejected' | 'cancelled';

/** Everything the desk knows: plain data, carried over by continue-as-new. */
export interface DeskState {
  readonly phase: Phase;
  readonly drafts: readonly DraftRecord[];
  /** Version of the first draft of the current round: a request for changes opens a new round. */
  readonly roundFrom: number;
  /** Drafts by agents written in this round. */
  readonly iteration: number;
  /** Version of the latest draft whose card is in the thread. */
  readonly shown: number;
  /** Version that waits at the gate, or that was approved. */
  readonly chosen?: number;
  readonly stopReason?: StopReason;
  readonly decisions: readonly DecisionRecord[];
  /** Ids of controls that were applied. */
  readonly controls: readonly string[];
  readonly paused: boolean;
  readonly failure?: FailureRecord;
  /** The platform will not take a message; everything said since waits behind it. */
  readonly undeliverable?: FailureRecord;
  readonly cards: readonly LiveCard[];
  /** Numbers what is asked of activities, so that a cancelled call and its successor never share a key. */
  readonly steps: number;
  /** Numbers the posts. */
  readonly posts: number;
  /** Where the article lives since it moved. Absent: in the thread of its input. */
  readonly home?: { readonly thread: Thread; readonly cardKey: string };
}

/** What the query `status` answers. */
export interface ArticleStatus {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  readonly stage: Stage;
  readonly step?: Step;
  readonly iteration: number;
  readonly maxIterations: number;
  /** One per criticised draft, in order. */
  readonly scores: readonly number[];
  readonly drafts: readonly DraftRecord[];
  /** The draft decisions are about right now. */
  readonly current?: DraftRecord;
  readonly stopReason?: StopReason;
  /** Names or rules of those whose decision is awaited; empty unless at the gate or stuck. */
  readonly waitingFor: readonly string[];
  readonly failure?: FailureRecord;
  readonly lastDecision?: DecisionRecord;
  /** What whoever asks may do now: the actor that the query named, or an operator. */
  readonly controls: readonly PlainControlKind[];
}
