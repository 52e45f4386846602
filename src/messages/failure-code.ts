import type { ModelErrorCode } from '../agents/agent.ts';

/** Every code a `FailureRecord` may carry; what is not among them is told as `internal`. */
export type FailureCode = ModelErrorCode | 'timeout' | 'storage-unavailable' | 'delivery-refused' | 'internal';

/** What happened, and what the person who reads it can do. */
export interface FailureWords {
  readonly what: string;
  readonly wayOut: string;
}
