import type { Wait, WorkingTime } from '../protocol/patience.ts';
import { clockAt, dayAt, minutesAt, momentAt } from '../protocol/timing.ts';

/** The working time of somebody, by the clock of where they are. */
export interface Calendar {
  /** Whether they may be written to. */
  isWorking(at: Date): boolean;
  /** The moment itself, or when work begins again. */
  next(at: Date): Date;
  /** When so much working time has gone by. */
  after(at: Date, wait: Wait): Date;
  /** `2026-11-30`: the day that it is there. */
  dayOf(at: Date): string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** Two years without a day on which anybody works are a fault of the settings. */
const MOST_DAYS_OFF = 731;
const ISO_DAY_CHARS = 10;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param isHoliday by `2026-12-25` @param zone IANA */
export function createCalendar(
  working: WorkingTime,
  zone: string,
  isHoliday: (day: string) => boolean = () => false,
): Calendar {
  const awake = withoutQuiet(working);

  /** `day`: since 1970-01-01. */
  function isWorkday(day: number): boolean {
    const date = new Date(day * DAY_MS);
    const iso = date.toISOString().slice(0, ISO_DAY_CHARS);
    return working.weekdays.includes(date.getUTCDay()) && !working.daysOff.includes(iso) && !isHoliday(iso);
  }

  /** The first working day from there. */
  function workday(day: number): number {
    for (let one = day; one < day + MOST_DAYS_OFF; one += 1) if (isWorkday(one)) return one;
    throw new Error(`Nobody works for ${MOST_DAYS_OFF} days in ${zone}: look at working_days and days_off.`);
  }

  /** Working time of that day, in epoch milliseconds; what a change of the clocks makes longer or shorter is so. */
  function spansOf(day: number): readonly Span[] {
    return awake
      .map(({ from, to }) => ({ from: momentAt(day, from, zone).getTime(), to: momentAt(day, to, zone).getTime() }))
      .filter(({ from, to }) => from < to);
  }

  /** What is left of the working time of the first day that has any, from a moment on. */
  function leftAt(at: number): readonly [Span, ...Span[]] {
    for (let day = workday(dayAt(new Date(at), zone)); ; day = workday(day + 1)) {
      const [first, ...rest] = spansOf(day)
        .filter(({ to }) => to > at)
        .map(({ from, to }) => ({ from: Math.max(from, at), to }));
      if (first !== undefined) return [first, ...rest];
    }
  }

  const next = (at: Date): Date => new Date(leftAt(at.getTime())[0].from);

  function afterMinutes(at: Date, minutes: number): Date {
    let left = minutes * MINUTE_MS;
    let now = at.getTime();
    for (;;) {
      for (const { from, to } of leftAt(now)) {
        if (left <= to - from) return new Date(from + left);
        left -= to - from;
        now = to;
      }
    }
  }

  function afterDays(at: Date, days: number): Date {
    const begin = next(at);
    let day = dayAt(begin, zone);
    for (let gone = 0; gone < days; gone += 1) day = workday(day + 1);
    return next(momentAt(day, minutesAt(begin, zone), zone));
  }

  return {
    isWorking: (at) => next(at).getTime() === at.getTime(),
    next,
    after: (at, { unit, count }) => (unit === 'days' ? afterDays(at, count) : afterMinutes(at, count)),
    dayOf: (at) => clockAt(at, zone).slice(0, ISO_DAY_CHARS),
  };
}

/** In minutes of a day. */
function withoutQuiet({ from, to, quiet }: WorkingTime): readonly Span[] {
  if (quiet === undefined) return [{ from, to }];
  const loud =
    quiet.from < quiet.to
      ? [
          { from: 0, to: quiet.from },
          { from: quiet.to, to: DAY_MINUTES },
        ]
      : [{ from: quiet.to, to: quiet.from }];
  return loud
    .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter((span) => span.from < span.to);
}
