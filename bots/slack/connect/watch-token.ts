import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../../../src/config/config-error.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { BOT_TOKEN_CODES, tokenRefusal } from '../messenger/token-codes.ts';

/** Whether the bot token still works: a token that was revoked says nothing by itself. */
export interface TokenWatch {
  /** False also while nobody could tell yet. */
  isAccepted(): boolean;
  /** There is reason to doubt it. */
  checkNow(): void;
  /**
   * Asks again and again until the signal comes.
   * @throws {ConfigError} when the token is refused and `whenLost` is `stop`; with `wait` it is asked for until it works again.
   */
  watch(signal: AbortSignal, whenLost: 'stop' | 'wait'): Promise<void>;
}

export interface WatchTokenOptions {
  /** `auth.test`, rejecting with what Slack's client throws. */
  readonly check: () => Promise<unknown>;
  readonly logger: Logger;
  readonly everyMs?: number;
}

const EVERY_MS = 5 * 60_000;
/** While it is refused, or Slack could not be asked. */
const AGAIN_MS = 15_000;

/**
 * Asks once, and then as long as {@link TokenWatch.watch} runs.
 * @throws {ConfigError} when Slack refuses the token at once.
 */
export async function watchToken({ check, logger, everyMs = EVERY_MS }: WatchTokenOptions): Promise<TokenWatch> {
  let accepted = false;
  let doubt = Promise.withResolvers<void>();

  /** The fault when Slack refuses the token. */
  async function ask(): Promise<ConfigError | undefined> {
    try {
      await check();
      if (!accepted) logger.info({}, 'Slack accepts the bot token');
      accepted = true;
      return undefined;
    } catch (error) {
      const refusal = tokenRefusal(error, BOT_TOKEN_CODES);
      if (refusal === undefined) {
        logger.warn({ reason: reasonOf(error) }, 'Could not ask Slack whether the bot token works');
        return undefined;
      }
      accepted = false;
      return new ConfigError([{ where: 'environment SLACK_BOT_TOKEN', what: refusal }]);
    }
  }

  const refused = await ask();
  if (refused !== undefined) throw refused;

  return {
    isAccepted: () => accepted,
    checkNow: () => doubt.resolve(),

    async watch(signal, whenLost) {
      while (!signal.aborted) {
        const waiting = new AbortController();
        const pauseMs = accepted ? everyMs : Math.min(everyMs, AGAIN_MS);
        await Promise.race([
          doubt.promise,
          sleep(pauseMs, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => undefined),
        ]);
        waiting.abort();
        doubt = Promise.withResolvers<void>();
        if (signal.aborted) return;
        const fault = await ask();
        if (fault === undefined) continue;
        if (whenLost === 'stop') throw fault;
        logger.error(
          { reason: fault.message },
          'Slack refuses the bot token: nothing goes in or out until it is put right',
        );
      }
    },
  };
}
