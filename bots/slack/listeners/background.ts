import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { settled } from '../../../src/lib/settled.ts';

/** Work that nobody waits for. */
export interface Background {
  /** A failure is logged. @param what could not be done then: `answer a click` */
  later(what: string, work: Promise<unknown>): void;
  /** Waits for what is under way, but not long. */
  settle(): Promise<void>;
}

const SETTLE_MS = 3000;

export function createBackground(logger: Logger): Background {
  const underWay = new Set<Promise<void>>();
  return {
    later(what, work) {
      const done = work.then(
        () => undefined,
        (error: unknown) => logger.warn({ reason: reasonOf(error) }, `Could not ${what}`),
      );
      underWay.add(done);
      void done.finally(() => underWay.delete(done));
    },

    settle: () => settled(Promise.all(underWay), SETTLE_MS),
  };
}
