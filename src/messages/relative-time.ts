import type { InterfaceLanguage } from '../protocol/article.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `3 hours ago`, `вчера`: how long ago something was, in the largest unit that fits; less than a minute is `now`. */
export function createTimeAgo(language: InterfaceLanguage): (at: Date, now?: Date) => string {
  const times = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return (at, now = new Date()) => {
    // Clocks of several machines differ a little: nothing is ever in the future.
    const ms = Math.max(0, now.getTime() - at.getTime());
    if (ms < MINUTE_MS) return times.format(0, 'second');
    if (ms < HOUR_MS) return times.format(-Math.floor(ms / MINUTE_MS), 'minute');
    if (ms < DAY_MS) return times.format(-Math.floor(ms / HOUR_MS), 'hour');
    return times.format(-Math.floor(ms / DAY_MS), 'day');
  };
}
