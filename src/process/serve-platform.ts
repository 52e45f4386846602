import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import type { RunningProcess } from './run-process.ts';

export interface ServePlatformOptions {
  /** The way out, which runs already. */
  readonly platform: RunningProcess;
  /** The way in. Runs until its signal aborts; rejects when it broke. */
  readonly listen: (signal: AbortSignal) => Promise<void>;
  /** What was taken in and is still being done, once nothing comes in any more. */
  readonly settle?: () => Promise<void>;
  readonly logger: Logger;
}

/** Both ways of a chat platform as one life: who delivers nothing any more takes nothing in, and the other way round. */
export function servePlatform({ platform, listen, settle, logger }: ServePlatformOptions): RunningProcess {
  const ending = new AbortController();
  let isDelivering = true;
  const deliver = platform.done.finally(() => {
    isDelivering = false;
    ending.abort();
  });
  const takeIn = async (): Promise<void> => {
    try {
      await listen(ending.signal);
    } finally {
      await settle?.();
      await platform
        .stop()
        .catch((error: unknown) => logger.debug({ reason: reasonOf(error) }, 'Deliveries broke off'));
    }
  };
  const done = whenBoth(takeIn(), deliver);
  // Whoever opened it hears of it by awaiting; until then it must not end the process.
  done.catch(() => undefined);
  return {
    done,
    isHealthy: () => isDelivering && platform.isHealthy(),
    async stop() {
      ending.abort();
      await done;
    },
  };
}

/** Rejects, when both have settled, with the first failure. */
async function whenBoth(one: Promise<void>, other: Promise<void>): Promise<void> {
  await Promise.allSettled([one, other]);
  await Promise.all([one, other]);
}
