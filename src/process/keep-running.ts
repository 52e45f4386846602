import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { pause } from '../lib/pause.ts';

const INITIAL_DELAY_MS = 1_000;
const MAXIMUM_DELAY_MS = 60_000;
const HEALTHY_AFTER_MS = 60_000;

export interface KeepRunningOptions {
  /** As it begins a sentence of the log: `Slack's socket`. No secret. */
  readonly what: string;
  /**
   * Runs until it fails, or until its signal aborts. That signal is of this one run: it also aborts when the run is over, so that
   * nothing it has left behind goes on beside the next one.
   */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** Ends it for good. */
  readonly signal: AbortSignal;
  /** Errors that another start will not mend are thrown at once: a wrong token. */
  readonly isHopeless?: (error: unknown) => boolean;
  /** Before the first restart, doubled with each further one. Default: one second. */
  readonly initialDelayMs?: number;
  /** Default: one minute. */
  readonly maximumDelayMs?: number;
  /** A run that lasted this long was well: the delays begin anew. Default: one minute. */
  readonly healthyAfterMs?: number;
}

/**
 * Starts something again whenever it ends, by an error or by itself, with a line in the log and a growing, jittered pause before
 * each start. Resolves when `signal` has aborted and the run under way, which is told by its signal, has ended. Rejects only with
 * what is hopeless.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<void> {
  const { what, run, logger, signal, isHopeless, healthyAfterMs = HEALTHY_AFTER_MS } = options;
  const { initialDelayMs = INITIAL_DELAY_MS, maximumDelayMs = MAXIMUM_DELAY_MS } = options;
  let delayMs = initialDelayMs;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const over = new AbortController();
    let reason = 'it ended by itself';
    try {
      await run(AbortSignal.any([signal, over.signal]));
    } catch (error) {
      if (isHopeless?.(error) === true && !signal.aborted) throw error;
      reason = reasonOf(error);
    } finally {
      over.abort(new Error(`${what} is not running any more`));
    }
    if (signal.aborted) return;

    if (performance.now() - startedAt >= healthyAfterMs) delayMs = initialDelayMs;
    const retryInMs = jittered(delayMs);
    delayMs = Math.min(delayMs * 2, maximumDelayMs);
    logger.warn({ what, reason, retryInMs }, `${what} stopped running; starting it again`);
    await pause(retryInMs, signal);
  }
}

/** Between half of it and all of it: processes that lost the same server do not come back in step. */
function jittered(ms: number): number {
  return Math.round(ms * (0.5 + Math.random() / 2));
}
