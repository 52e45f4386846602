import { TelegramError } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Logger } from '../../../src/lib/logger.ts';
import { type CallTelegram, isUnauthorized, telegramReason, retryAfterMs } from './call-telegram.ts';
import { pause } from '../../../src/lib/pause.ts';

/** What we ask Telegram for. The setting stays with Telegram until it is changed. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Telegram's most. */
const BATCH = 100;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Another poller has the token; each of our requests would only cut off one of its. */
const CONFLICT_WAIT_MS = 10_000;
/** What an answer may take longer than Telegram holds it back. */
const MARGIN_MS = 10_000;

export interface PollingOptions {
  readonly call: CallTelegram;
  /** Writes updates down. Only then is Telegram told that they arrived. */
  readonly keep: (updates: readonly Update[]) => Promise<void>;
  /** After every answer of Telegram's. */
  readonly onPolled: () => void;
  readonly pollSeconds: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Asks Telegram for updates until the signal. An update is confirmed, by the next request, only when `keep` has it; those of the last
 * batch come again after a restart. Rejects with what `keep` throws, and when the token is refused; waits out everything else.
 */
export async function pollUpdates({
  call,
  keep,
  onPolled,
  pollSeconds,
  logger,
  signal,
}: PollingOptions): Promise<void> {
  /** Absent: everything before is confirmed. Never kept for longer, since Telegram begins a new count after a quiet week. */
  let offset: number | undefined;
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    let updates: readonly Update[];
    try {
      updates = await call(
        'getUpdates',
        {
          timeout: pollSeconds,
          limit: BATCH,
          allowed_updates: ALLOWED_UPDATES,
          ...(offset !== undefined && { offset }),
        },
        { signal, timeoutMs: pollSeconds * 1000 + MARGIN_MS },
      );
    } catch (error) {
      if (signal.aborted) break;
      if (isUnauthorized(error)) throw error;
      const isConflict = error instanceof TelegramError && error.code === 409;
      const pauseMs = retryAfterMs(error) ?? (isConflict ? CONFLICT_WAIT_MS : waitMs);
      logger.warn(
        { reason: telegramReason(error), pauseMs },
        isConflict
          ? 'Another program polls Telegram with this token; end it, or give it a bot of its own'
          : 'Could not ask Telegram for updates; trying again',
      );
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      await pause(pauseMs, signal);
      continue;
    }
    waitMs = FIRST_WAIT_MS;
    onPolled();
    // This very request has confirmed what came before it.
    offset = undefined;
    if (updates.length === 0) continue;
    await keep(updates);
    offset = Math.max(...updates.map(({ update_id }) => update_id)) + 1;
  }
}
