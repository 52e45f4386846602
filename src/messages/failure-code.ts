import type { ModelErrorCode } from '../agents/agent.ts';

/** Every code a `FailureRecord` may carry; what is not among them is told as `internal`. */
export type FailureCode =
  | ModelErrorCode
  | 'timeout'
  | 'storage-unavailable'
  | 'key-missing'
  | 'delivery-refused'
  | 'internal';

/** Why a chat takes no messages of ours. */
export type Undeliverable = 'archived' | 'not-a-member' | 'gone' | 'refused';

/** What happened, and what the person who reads it can do. */
export interface FailureWords {
  readonly what: string;
  readonly wayOut: string;
}

/** `withDraft`: the way out where there is a draft that could be delivered. Absent: it makes no difference. */
export interface FailureTexts extends FailureWords {
  readonly withDraft?: string;
}
