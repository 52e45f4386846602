import type { Client } from '@temporalio/client';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { endLostPublications, type LostPublications } from './end-lost-publications.ts';
import { noteStoppedRuns, type StoppedRuns } from './note-stopped-runs.ts';
import { recoverRequests, type RecoverRequestsOptions } from './recover-requests.ts';

const EVERY_MS = 30_000;
/** One run; what it does not get done is left to the next. */
const RUN_BUDGET_MS = 20_000;

export interface KeepSettlingOptions {
  readonly client: Client;
  readonly requests: RecoverRequestsOptions['requests'];
  readonly publications: LostPublications;
  readonly schedules: StoppedRuns;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Settles what a crash has left, and what an operator has ended from outside, at once and every half minute, until the signal. Never
 * rejects: what fails is logged, and done the next time.
 */
export async function keepSettling(
  { client, requests, publications, schedules, log }: KeepSettlingOptions,
  signal: AbortSignal,
): Promise<void> {
  async function settle(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await client.withDeadline(Date.now() + RUN_BUDGET_MS, run);
    } catch (error) {
      if (!signal.aborted) log.warn({ reason: reasonOf(error) }, `Could not look for ${what}`);
    }
  }

  while (!signal.aborted) {
    await settle('articles that nobody started yet', () => recoverRequests({ client, requests }));
    await settle('articles that nobody publishes any more', () => endLostPublications({ client, publications }));
    await settle('moments of schedules that an operator ended', () => noteStoppedRuns(client, schedules));
    await pause(EVERY_MS, signal);
  }
}
