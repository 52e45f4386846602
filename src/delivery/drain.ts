import { aboutArticle } from '../lib/article-context.ts';
import { createBell } from '../lib/bell.ts';
import type { Logger } from '../lib/logger.ts';
import { NO_TELEMETRY, type Telemetry } from '../lib/telemetry.ts';
import type { FollowerStore } from '../storage/follower-store.ts';
import type { FollowerWork } from '../storage/follower-work.ts';
import type { NamedTemplate } from './content.ts';
import { createDrainThread, type FeedDesk } from './drain-thread.ts';
import type { Messenger } from './messenger.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createWakeUps } from './wake-ups.ts';
import { watchedMessenger } from './watched-messenger.ts';

export type { FeedDesk };

export interface DrainOptions {
  readonly messenger: Messenger;
  readonly followers: FollowerStore;
  readonly desk: FeedDesk;
  /** Default: one of its own. */
  readonly scheduler?: Scheduler;
  /** Address of an article's run in Temporal's Web UI, when people can open it. */
  readonly runUrl?: (articleId: string) => string;
  /** Kinds of text, for what they are called. Default: by their ids. */
  readonly templates?: readonly NamedTemplate[];
  /** Whether a finished article comes with its receipt. Default: yes. */
  readonly withReceipt?: boolean;
  /** Whether people can open articles on the page. Default: no. */
  readonly hasPage?: boolean;
  /** BCP 47 tags of languages in which articles are offered by buttons. Default: none. */
  readonly languages?: readonly string[];
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
  readonly tuning?: DrainTuning;
}

/** Times in milliseconds. */
export interface DrainTuning {
  /** Threads written to at the same time, those that wait for a turn among them. Default: 50. */
  readonly concurrency?: number;
  /** How long a process that dies keeps its threads from the others. Default: 15 s, and longer than a call may take. */
  readonly leaseMs?: number;
  /** How often to look although nobody called. Default: 2 s. */
  readonly pollMs?: number;
  /** How long a thread waits for its turn before it makes room. Default: 1.5 s. */
  readonly patienceMs?: number;
  /** The first pause before something is tried again, doubled with each failure. Default: 1 s. */
  readonly retryMs?: number;
  /** Failures of ours until a thread counts as broken. Default: 5. */
  readonly maxAttempts?: number;
}

/** What one process does to show its platform's followers what articles say. Any number may run at once. */
export interface Drain {
  /** Until the signal; then what is under way is finished. Never rejects: whatever fails in one thread is that thread's, and an outage of the database is waited out. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether followers were looked for lately, and the database answered. */
  isHealthy(): boolean;
  /** Looks for followers that are due now. */
  wake(): void;
}

const LEASE_MS = 15_000;
const LEASE_MARGIN_MS = 5000;

export function createDrain(options: DrainOptions): Drain {
  const { messenger, followers, log, telemetry = NO_TELEMETRY, tuning = {} } = options;
  const { platform } = messenger;
  const {
    concurrency = 50,
    leaseMs = Math.max(LEASE_MS, messenger.settleMs + LEASE_MARGIN_MS),
    pollMs = 2000,
    patienceMs = 1500,
    retryMs = 1000,
    maxAttempts = 5,
  } = tuning;
  if (leaseMs <= messenger.settleMs)
    throw new RangeError(
      `A lease of ${leaseMs} ms is over before a call is (${messenger.settleMs} ms): nothing could be edited.`,
    );
  telemetry.note({ kind: 'chat', platform });
  const drainThread = createDrainThread({
    ...options,
    messenger: watchedMessenger(messenger, telemetry),
    scheduler: options.scheduler ?? createScheduler(),
    leaseMs,
    patienceMs,
    retryMs,
    maxAttempts,
  });
  let isHealthy = true;
  let ring = (): void => undefined;

  return {
    isHealthy: () => isHealthy,
    wake: () => ring(),

    async run(signal) {
      const bell = createBell();
      ring = bell.ring;
      const running = new Set<Promise<void>>();
      /** For threads that this process has given back and that are due again. */
      const wakeUps = createWakeUps(bell.ring);
      let mayBeMore = false;
      followers.listen(messenger.platform, { onNews: bell.ring, signal });

      const drainOne = async (work: FollowerWork, claimedAt: number): Promise<void> => {
        const startedAt = performance.now();
        try {
          const { articleId } = work;
          const dueInMs = await telemetry.span({ name: `drain ${platform}`, articleId, kind: 'consumer' }, () =>
            drainThread(work, claimedAt, signal),
          );
          if (dueInMs !== null) wakeUps.set(work.followerId, dueInMs);
        } catch (error) {
          // Most likely the database went away. Its lease ends by itself, whatever it was.
          log.warn(
            { article: work.articleId, reason: String(error) },
            'A thread was left as it is, until its lease is over',
          );
          wakeUps.set(work.followerId, claimedAt + leaseMs - Date.now());
        } finally {
          telemetry.note({ kind: 'drain', platform, durationMs: performance.now() - startedAt });
        }
      };

      while (!signal.aborted) {
        const now = Date.now();
        const limit = concurrency - running.size;
        mayBeMore = limit === 0;
        if (limit > 0) {
          try {
            const claimed = await followers.claim(messenger.platform, { limit, leaseMs });
            isHealthy = true;
            mayBeMore = claimed.length === limit;
            for (const work of claimed) {
              const one = aboutArticle(work.articleId, () => drainOne(work, now)).finally(() => {
                running.delete(one);
                if (mayBeMore) bell.ring();
              });
              running.add(one);
            }
          } catch (error) {
            if (isHealthy)
              log.warn({ reason: String(error) }, 'Followers cannot be read; it is tried again until they can');
            isHealthy = false;
          }
        }
        await bell.rung(pollMs, signal);
      }
      await Promise.all(running);
      wakeUps.clear();
    },
  };
}
