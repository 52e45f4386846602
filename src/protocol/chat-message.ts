import type { Stage, Step } from './article.ts';
import type { FailureRecord, StopReason } from './desk-state.ts';
import type { ControlKind, DecisionKind, PlainControlKind, Refusal } from './decision.ts';

/**
 * What the article says in its thread, told apart by `kind`. Texts are by reference: `deliver` loads them and hands the
 * messenger a `ChatContent` (src/delivery/chat-content.ts).
 */
export type ChatMessage =
  | StatusMessage
  | DraftMessage
  | { readonly kind: 'critique'; readonly version: number; readonly critiqueId: string }
  | { readonly kind: 'fact-report'; readonly version: number; readonly factReportId: string }
  | GateMessage
  /** Attempts are used up; `options` are what a person may choose, empty once somebody has. */
  | { readonly kind: 'failure'; readonly failure: FailureRecord; readonly options: readonly PlainControlKind[] }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** The finished article, whole, as message and as file. */
  | { readonly kind: 'final'; readonly version: number };

export interface DraftMessage {
  readonly kind: 'draft';
  readonly draftId: string;
  readonly version: number;
  readonly buttons: boolean;
  /** Id of the decision about it. */
  readonly decidedBy?: string;
}

/** The draft to decide on, and why the loop stopped. */
export interface GateMessage extends Omit<DraftMessage, 'kind'> {
  readonly kind: 'gate';
  readonly stopReason: StopReason;
}

/** The status card. What never changes (topic, requester, limits) is in the table `articles`. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly stage: Stage;
  readonly step?: Step;
  readonly iteration: number;
  readonly scores: readonly number[];
  readonly stopReason?: StopReason;
  /** Id of the latest decision. */
  readonly decidedBy?: string;
}

/** Short sentences about what people did. */
export type Notice =
  | { readonly code: 'paused' | 'resumed' | 'cancelled' | 'finishing' | 'retrying' | 'moved'; readonly byName: string }
  /** To the requester in person: the platform refuses the article's thread. `where` is the channel, `failure` what the platform said. */
  | { readonly code: 'undeliverable'; readonly where: string; readonly failure: string }
  /** A decision that came as a signal could not be answered when it was made. */
  | {
      readonly code: 'did-not-count';
      readonly byName: string;
      readonly asked: DecisionKind | ControlKind;
      readonly refusal: Refusal;
    };

/** Key of the article's first message, the status card; an article that moves gets another one, `card-<number>`. */
export const STATUS_CARD_KEY = 'card';

/** One thing to post. Each `key` has one effect, however often `deliver` runs. */
export interface Post {
  /** Unique within the article: a number, or the key of a status card. */
  readonly key: string;
  /** The key of an earlier post whose message is replaced. Absent: a new message. */
  readonly edits?: string;
  readonly message: ChatMessage;
}
