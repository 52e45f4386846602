import type { Logger } from '../../../src/lib/logger.ts';
import { pause } from '../../../src/lib/pause.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { SessionStore } from './session-store.ts';

export interface EndingSessionsOptions {
  readonly sessions: Pick<SessionStore, 'endExpired'>;
  readonly logger: Logger;
  /** How often to look, in milliseconds. Default: every minute. */
  readonly everyMs?: number;
}

const EVERY_MS = 60_000;

/** Ends sessions whose time is over also where nobody comes back: the audit has when. Every web process runs it, until the signal. Never rejects. */
export async function keepEndingSessions(
  { sessions, logger, everyMs = EVERY_MS }: EndingSessionsOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await sessions.endExpired();
    } catch (error) {
      if (!signal.aborted) logger.warn({ reason: reasonOf(error) }, 'Could not end sessions whose time is over');
    }
    await pause(everyMs, signal);
  }
}
