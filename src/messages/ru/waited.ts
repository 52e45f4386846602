import { format } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `2 дня`: в винительном падеже. */
export function waited(ms: number): string {
  if (ms >= DAY_MS) return format.count(Math.floor(ms / DAY_MS), { one: 'день', few: 'дня', many: 'дней' });
  if (ms >= HOUR_MS) return format.count(Math.floor(ms / HOUR_MS), { one: 'час', few: 'часа', many: 'часов' });
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  return format.count(minutes, { one: 'минуту', few: 'минуты', many: 'минут' });
}
