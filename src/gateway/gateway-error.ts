/**
 * `unavailable`: Temporal did not answer in time, nothing is promised, try again · `no-such-article`: no article has that id ·
 * `malformed`: the desk does not understand what was sent, nothing was taken; the fault is the bot's, or its worker is older.
 */
export type GatewayErrorCode = 'unavailable' | 'no-such-article' | 'malformed';

export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
