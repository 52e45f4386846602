import { ConfigError } from '../../../src/config/config-error.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { keepRunning } from '../../../src/process/keep-running.ts';
import { APP_TOKEN_CODES, tokenRefusal } from '../messenger/token-codes.ts';
import type { SlackReceiver } from './slack-receiver.ts';
import type { TokenWatch } from './watch-token.ts';

/** A connection that broke is opened again almost at once: meanwhile Slack tells people that we do not answer. */
const RECONNECT = { initialDelayMs: 250, maximumDelayMs: 30_000 };

export interface KeepListeningOptions {
  readonly receiver: SlackReceiver;
  /** As it begins a sentence of the log. */
  readonly what: string;
  /** That of the one workspace, where there is only one. */
  readonly token?: TokenWatch;
  readonly whenTokenIsLost: 'stop' | 'wait';
  /** Waits between attempts. Default: a quarter of a second to half a minute. */
  readonly retry?: { readonly initialDelayMs: number; readonly maximumDelayMs: number };
  readonly logger: Logger;
}

/** Slack's way in, opened again whenever it breaks. */
export interface Listening {
  /** Once. Resolves when the signal has aborted; rejects with a {@link ConfigError} when only a person can put it right. */
  readonly listen: (signal: AbortSignal) => Promise<void>;
  /** Resolves when Slack was heard or is being tried for; rejects when a token or port will not do, which is told to whoever opens. */
  readonly begun: Promise<void>;
}

export function keepListening(options: KeepListeningOptions): Listening {
  const { receiver, what, token, whenTokenIsLost, retry = RECONNECT, logger } = options;
  const begun = Promise.withResolvers<void>();
  begun.promise.catch(() => undefined);
  let hasBegun = false;
  const begin = (): void => {
    hasBegun = true;
    begun.resolve();
  };
  const run = async (until: AbortSignal): Promise<void> => {
    try {
      await receiver.run(until, begin);
    } catch (error) {
      const fault = withWayOut(error);
      // It is tried again, and meanwhile the rest can work.
      if (!(fault instanceof ConfigError)) begin();
      throw fault;
    }
  };
  return {
    begun: begun.promise,
    async listen(signal) {
      // A token that was taken away ends the listening as well.
      const over = new AbortController();
      const until = AbortSignal.any([signal, over.signal]);
      const isHopeless = (error: unknown): boolean =>
        error instanceof ConfigError && (!hasBegun || whenTokenIsLost === 'stop');
      const ways = [
        keepRunning({ what, run, logger, signal: until, isHopeless, ...retry }),
        token?.watch(until, whenTokenIsLost) ?? Promise.resolve(),
      ];
      try {
        await Promise.all(ways);
      } catch (error) {
        begun.reject(error);
        throw error;
      } finally {
        begin();
        over.abort();
        await Promise.allSettled(ways);
      }
    },
  };
}

/** A refused token of the connection is one that only a person can put right. */
function withWayOut(error: unknown): unknown {
  const refusal = tokenRefusal(error, APP_TOKEN_CODES);
  return refusal === undefined ? error : new ConfigError([{ where: 'environment SLACK_APP_TOKEN', what: refusal }]);
}
