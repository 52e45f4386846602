const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * `2026-11-29`, `2026-11-29T09:00Z` (UTC, unless it says otherwise), or how long ago: `90m`, `24h`, `3d`.
 * @param flag behind which it was typed, for whoever typed something else
 * @throws TypeError that says what is wrong with it
 */
export function readMoment(flag: string, typed: string, now: Date): Date {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(typed) ?? [];
  const ms = UNIT_MS[unit];
  const moment =
    ms !== undefined
      ? new Date(now.getTime() - Number(count) * ms)
      : new Date(
          /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(typed)
            ? `${typed}Z`
            : /^\d{4}-\d{2}-\d{2}/.test(typed)
              ? typed
              : Number.NaN,
        );
  if (Number.isNaN(moment.getTime()))
    throw new TypeError(
      `${flag} must be a date such as 2026-11-29, a moment such as 2026-11-29T09:00Z, or 24h, is ${typed}.`,
    );
  return moment;
}
