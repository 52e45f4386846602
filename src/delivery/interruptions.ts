import type { DeliveryError } from './messenger.ts';

/* Why the work on a thread ends before everything is shown. */

/** The database did not take it. The lease ends by itself. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Somebody else has the thread, or may have: nothing more is sent or written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The article has gone on since it was read: read again, then go on. */
export class HasNews extends Error {
  override readonly name = 'HasNews';
}

/** The rest has to wait. */
export class ComeBack extends Error {
  override readonly name = 'ComeBack';
  readonly inMs: number;

  constructor(inMs: number) {
    super(`Come back in ${inMs} ms`);
    this.inMs = inMs;
  }
}

/** The platform takes no message there. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: DeliveryError;

  constructor(refusal: DeliveryError) {
    super(refusal.message, { cause: refusal });
    this.refusal = refusal;
  }
}

/** Whatever else is thrown is a mistake of ours: what has to be shown cannot be made, or a messenger threw what it must not. */
export function isFault(error: unknown): error is Error {
  const isExpected =
    error instanceof StoreFailed ||
    error instanceof LeaseLost ||
    error instanceof HasNews ||
    error instanceof ComeBack ||
    error instanceof Refused;
  return error instanceof Error && !isExpected;
}
