import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export interface UntilReachableOptions {
  /** `Temporal at localhost:7233`: for the log; no secret. */
  readonly what: string;
  readonly logger: Logger;
  /** Gives up waiting; the promise rejects with its reason. */
  readonly signal: AbortSignal;
  /** Errors that waiting will not mend are thrown at once. */
  readonly isHopeless?: (error: unknown) => boolean;
}

/** Tries until it succeeds: what a process needs may come up after it, or be away for a while. */
export async function untilReachable<T>(
  connect: () => Promise<T>,
  { what, logger, signal, isHopeless }: UntilReachableOptions,
): Promise<T> {
  for (let attempt = 1, waitMs = FIRST_WAIT_MS; ; attempt += 1, waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    signal.throwIfAborted();
    try {
      return await orAborted(connect(), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isHopeless?.(error) === true) throw error;
      logger.warn({ attempt, reason: reasonOf(error) }, `Waiting for ${what}`);
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** An attempt may take minutes when nobody answers at all: who wants to end does not wait for it. */
function orAborted<T>(attempt: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error('Gave up waiting', { cause: signal.reason }));
    signal.addEventListener('abort', giveUp, { once: true });
    attempt.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
