import { type Telegram, TelegramError } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { createScrub } from '../../../src/lib/scrub.ts';

type Method = keyof Methods;
type AnySignal = NonNullable<Parameters<Telegram['callApi']>[2]>['signal'];

/** No call of ours is worth more patience, but for `getUpdates`. */
const CALL_TIMEOUT_MS = 10_000;

export interface CallOptions {
  /** Default: {@link CALL_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One request to the Bot API, once; telegraf itself would wait for 500 s. Rejects with what telegraf throws. */
export type CallTelegram = <M extends Method>(
  method: M,
  payload: Opts<M>,
  options?: CallOptions,
) => Promise<ReturnType<Methods[M]>>;

export function createCallTelegram(telegram: Telegram): CallTelegram {
  return async (method, payload, { timeoutMs = CALL_TIMEOUT_MS, signal } = {}) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ending = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    // Node's own signal does all that telegraf's shim of it promises.
    return await telegram.callApi(method, payload, { signal: ending as unknown as AnySignal & object });
  };
}

/** The token is wrong or was revoked: no further call will succeed. */
export function isUnauthorized(error: unknown): boolean {
  // 404: the server does not take it for a token at all.
  return error instanceof TelegramError && (error.code === 401 || error.code === 404);
}

/** Telegram understood, and will not do it however often it is asked: the message is gone, the person blocked the bot, … */
export function isRefusal(error: unknown): boolean {
  return error instanceof TelegramError && (error.code === 400 || error.code === 403);
}

/** How long Telegram asks to wait, milliseconds. */
export function retryAfterMs(error: unknown): number | undefined {
  const seconds = error instanceof TelegramError ? error.parameters?.retry_after : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}

const scrub = createScrub([]);

/** For the log: Telegram's words, never its error object, which holds the whole request; nor the address, which holds the token. */
export function telegramReason(error: unknown): string {
  if (error instanceof TelegramError) return scrub(`${error.code}: ${error.description}`);
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return scrub(reason).replaceAll(/\/bot[^/\s]+\//g, '/bot[redacted]/');
}
