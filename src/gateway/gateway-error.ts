/**
 * `unavailable`: Temporal or PostgreSQL did not answer in time, nothing is promised, try again · `no-such-article`: no article has that id ·
 * `conflict`: the event's id belongs to an article that somebody else asked for · `malformed`: the desk does not understand what was sent,
 * nothing was taken; the fault is the bot's, or its worker is older.
 */
export type GatewayErrorCode = 'unavailable' | 'no-such-article' | 'conflict' | 'malformed';

export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
