import type { RetentionPolicy } from '../src/config/retention-schema.ts';
import type { Logger } from '../src/lib/logger.ts';
import { pause } from '../src/lib/pause.ts';
import { reasonOf } from '../src/lib/reason-of.ts';
import type { Telemetry } from '../src/lib/telemetry.ts';
import { limitsOf, type RetentionStore } from '../src/storage/retention-store.ts';

export interface ForgettingOptions {
  readonly retention: Pick<RetentionStore, 'forget' | 'abandoned' | 'closeLost'>;
  /** Ends an article of people who have gone; false: Temporal knows of none. Rejects with what Temporal's client throws. */
  readonly cancel: (articleId: string) => Promise<boolean>;
  readonly policy: RetentionPolicy;
  readonly telemetry: Pick<Telemetry, 'note'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

const EVERY_MS = 10 * 60_000;
/** Whoever starts has other things to do at first. */
const FIRST_AFTER_MS = 60_000;
/** Each is one transaction, of milliseconds. */
const AT_ONCE = 20;
/** In ten minutes. */
const MOST_CANCELLED = 100;
/** Whoever works at articles comes first. */
const BETWEEN_MS = 200;

/** Deletes what was kept for long enough, a little at a time, after a minute and every ten minutes then, until the signal. Every worker does. Never rejects. */
export async function keepForgetting(options: ForgettingOptions, signal: AbortSignal): Promise<void> {
  await pause(FIRST_AFTER_MS, signal);
  while (!signal.aborted) {
    await forget(options, signal);
    await pause(EVERY_MS, signal);
  }
}

/** Once: all that is due. What cannot be deleted is logged, and does not keep the others from it. Never rejects. */
export async function forget(
  { retention, cancel, policy, telemetry, logger }: ForgettingOptions,
  signal: AbortSignal,
): Promise<void> {
  for (const [what, days] of limitsOf(policy)) {
    let total = 0;
    try {
      // They are deleted the next time, when they have ended.
      if (what === 'uninstalled')
        for (const articleId of await retention.abandoned(days, MOST_CANCELLED))
          if (!(await cancel(articleId))) await retention.closeLost(articleId);
      while (!signal.aborted) {
        const count = await retention.forget(what, days, AT_ONCE);
        if (count === 0) break;
        telemetry.note({ kind: 'forgotten', what, count });
        total += count;
        await pause(BETWEEN_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted)
        logger.warn(
          { what, reason: reasonOf(error) },
          'Could not delete what was kept for long enough; it is tried again',
        );
    }
    if (total > 0) logger.info({ what, count: total, days }, 'What was kept for long enough is deleted');
  }
}
