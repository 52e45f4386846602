import { format } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `2 days`: in the largest unit that fits. */
export function waited(ms: number): string {
  if (ms >= DAY_MS) return format.count(Math.floor(ms / DAY_MS), { one: 'day', many: 'days' });
  if (ms >= HOUR_MS) return format.count(Math.floor(ms / HOUR_MS), { one: 'hour', many: 'hours' });
  return format.count(Math.max(1, Math.floor(ms / MINUTE_MS)), { one: 'minute', many: 'minutes' });
}
