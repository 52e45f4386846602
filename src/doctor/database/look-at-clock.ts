import type { Pool } from 'pg';
import { fault, type Finding, ok, warning } from '../doctor.ts';

/** Leases and reminders bear this much. */
const NOTICED_MS = 2000;
/** Slack refuses requests, and TLS and Temporal tokens, that are minutes away; long before that reminders come at odd times. */
const TOO_MUCH_MS = 60_000;

/** Whether this machine and PostgreSQL agree on what time it is. */
export async function lookAtClock(pool: Pick<Pool, 'query'>): Promise<Finding> {
  const before = Date.now();
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  const after = Date.now();
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL does not say what time it is');
  return judgeClock({ before, after, theirs: row.now.getTime() });
}

/** @param moments in milliseconds since 1970: ours before and after the question, theirs in between. */
export function judgeClock({
  before,
  after,
  theirs,
}: {
  readonly before: number;
  readonly after: number;
  readonly theirs: number;
}): Finding {
  const aheadMs = theirs > after ? after - theirs : theirs < before ? before - theirs : 0;
  const awayMs = Math.abs(aheadMs);
  if (awayMs <= NOTICED_MS) return ok('this machine and PostgreSQL agree on the time');
  const what = `the clock of this machine is ${spanOf(awayMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of PostgreSQL`;
  const wayOut = 'Let NTP set both: timedatectl set-ntp true (Linux), or System Settings → Date & Time (macOS).';
  return awayMs > TOO_MUCH_MS ? fault(what, wayOut) : warning(what, wayOut);
}

function spanOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : `${Math.round(seconds / 3600)} hours`;
}
