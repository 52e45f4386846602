import type { QuotaReached } from './request-store.ts';

/**
 * `unavailable`: Temporal or PostgreSQL did not answer in time, nothing is promised, try again · `no-such-article`: no article has that id ·
 * `conflict`: the event's id belongs to an article that somebody else asked for · `malformed`: the desk does not understand what was sent,
 * nothing was taken; the fault is the bot's, or its worker is older · `quota-reached`: a {@link QuotaError}, nothing was taken.
 */
export type GatewayErrorCode = 'unavailable' | 'no-such-article' | 'conflict' | 'malformed' | 'quota-reached';

export class GatewayError extends Error {
  override readonly name: string = 'GatewayError';
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** As many articles are at work as may be. */
export class QuotaError extends GatewayError {
  override readonly name = 'QuotaError';
  readonly quota: QuotaReached;

  constructor(quota: QuotaReached) {
    super('quota-reached', `Could not start the article: ${quota.most} of this ${quota.scope}'s are at work already.`);
    this.quota = quota;
  }
}
