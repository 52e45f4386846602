import { ApiError } from './api-error.ts';

/** What Telegram lets a bot send. */
export interface FloodLimits {
  /** New messages. */
  readonly perChat: Limit;
  /** Edits included. */
  readonly perGroup: Limit;
  readonly overall: Limit;
}

interface Limit {
  readonly count: number;
  readonly perMs: number;
}

/** core.telegram.org/bots/faq, "My bot is hitting limits". */
export const TELEGRAM_LIMITS: FloodLimits = {
  perChat: { count: 1, perMs: 1000 },
  perGroup: { count: 20, perMs: 60_000 },
  overall: { count: 30, perMs: 1000 },
};

/** A request that comes this much early is let through: clocks and networks are not exact. */
const TOLERANCE_MS = 250;

/** Refuses what is over the limit with 429; what was refused does not count. */
export function createFloodGuard(
  limits: FloodLimits | undefined,
): (chatId: number, isGroup: boolean, what: 'message' | 'edit') => void {
  const times = new Map<string, number[]>();
  return (chatId, isGroup, what) => {
    if (limits === undefined) return;
    const now = performance.now();
    const windows: readonly (readonly [string, Limit])[] = [
      ['all', limits.overall],
      ...(what === 'message' ? [[`chat ${chatId}`, limits.perChat] as const] : []),
      ...(isGroup ? [[`group ${chatId}`, limits.perGroup] as const] : []),
    ];
    const waitMs = Math.max(
      ...windows.map(([name, { count, perMs }]) => {
        const recent = (times.get(name) ?? []).filter((time) => time > now - perMs + TOLERANCE_MS);
        times.set(name, recent);
        return recent.length < count ? 0 : (recent.at(-count) ?? now) + perMs - now;
      }),
    );
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    for (const [name] of windows) times.get(name)?.push(now);
  };
}
