/** A moment of a day. */
export interface ClockTime {
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
}

/** When something happens again and again, by the clock of a place. */
export interface Timing {
  /** 0 (Sunday) to 6, ascending and each once. With {@link monthDays} absent, too: every day. */
  readonly weekdays?: readonly number[];
  /** 1 to 31, ascending and each once; a month that has no such day is left out. Never with {@link weekdays}. */
  readonly monthDays?: readonly number[];
  /** Only the first, second, third or fourth such weekday of a month: 1 to 4. Only with {@link weekdays}. */
  readonly ofMonth?: number;
  /** Only every second, third or fourth week. Only with {@link weekdays}. */
  readonly weeks?: EveryWeeks;
  /** One to {@link MOST_TIMES}, ascending and each once. */
  readonly times: readonly ClockTime[];
  /** IANA: `Europe/Berlin`. */
  readonly zone: string;
}

export interface EveryWeeks {
  /** 2 to {@link MOST_WEEKS}. */
  readonly every: number;
  /** Number of a week in which it happens, modulo `every`; weeks begin on Monday. */
  readonly phase: number;
}

export const MOST_TIMES = 4;
export const MOST_WEEKS = 4;

/** A moment at which a timing is due, as the clock there shows it. */
export interface Slot {
  /** `2026-12-07T09:00`: the same for both when the clock goes back and shows it twice. */
  readonly key: string;
  /** False in a week that is left out. */
  readonly isDue: boolean;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The rarest there is (a 31st, every fourth week) comes well within a year. */
const FAR_DAYS = 400;

/** The next moments after one, the soonest first. An hour that a change of the clocks leaves out is left out. @param count at most so many */
export function nextTimes(timing: Timing, after: Date, count: number): readonly Date[] {
  const found: Date[] = [];
  const first = dayAt(after, timing.zone);
  for (let day = first; day <= first + FAR_DAYS && found.length < count; day += 1) {
    if (!fallsOn(timing, day) || !isItsWeek(timing, day)) continue;
    for (const time of timing.times) {
      const at = momentOf(day, time, timing.zone);
      if (at !== undefined && at > after && found.length < count) found.push(at);
    }
  }
  return found;
}

/** Which of a timing's moments this is. Undefined: none of them. */
export function slotOf(timing: Timing, at: Date): Slot | undefined {
  const wall = wallAt(at, timing.zone);
  const day = Math.floor(wall / DAY_MS);
  const minutes = minutesAt(at, timing.zone);
  if (!timing.times.some(({ hour, minute }) => hour * 60 + minute === minutes) || !fallsOn(timing, day))
    return undefined;
  return { key: keyOf(wall), isDue: isItsWeek(timing, day) };
}

/** What a clock there shows, as keys of slots write it: later ones come later in the alphabet. */
export function clockAt(at: Date, zone: string): string {
  return keyOf(wallAt(at, zone));
}

/** The number of the week in which a moment lies, there. */
export function weekAt(at: Date, zone: string): number {
  return weekOf(dayAt(at, zone));
}

/** As IANA writes it: `europe/berlin` is `Europe/Berlin`. Undefined: there is no such zone. */
export function knownZone(typed: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** `day`: since 1970-01-01. */
function fallsOn({ weekdays, monthDays, ofMonth }: Timing, day: number): boolean {
  const date = new Date(day * DAY_MS);
  const dayOfMonth = date.getUTCDate();
  if (monthDays !== undefined) return monthDays.includes(dayOfMonth);
  if (ofMonth !== undefined && Math.ceil(dayOfMonth / 7) !== ofMonth) return false;
  return weekdays === undefined || weekdays.includes(date.getUTCDay());
}

function isItsWeek({ weeks }: Timing, day: number): boolean {
  return weeks === undefined || weekOf(day) % weeks.every === weeks.phase;
}

/** 1970-01-01 was a Thursday. */
function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

function keyOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16);
}

/** The day that it is there, as a number since 1970-01-01. */
export function dayAt(at: Date, zone: string): number {
  return Math.floor(wallAt(at, zone) / DAY_MS);
}

/** When a clock there shows that, the first time if it does twice. Undefined: it never does. */
function momentOf(day: number, { hour, minute }: ClockTime, zone: string): Date | undefined {
  const wall = wallOf(day, hour * 60 + minute);
  const [first] = clocksAround(wall, zone)
    .filter((at) => wallAt(new Date(at), zone) === wall)
    .sort((one, other) => one - other);
  return first === undefined ? undefined : new Date(first);
}

/** The same for minutes of a day, 0 to 1440 (the next midnight); of what a change of the clocks leaves out, when they change. */
export function momentAt(day: number, minutes: number, zone: string): Date {
  const shown = momentOf(day, { hour: 0, minute: minutes }, zone);
  if (shown !== undefined) return shown;
  const wall = wallOf(day, minutes);
  let [late = wall, early = wall] = clocksAround(wall, zone);
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (wallAt(new Date(middle), zone) < wall) early = middle;
    else late = middle;
  }
  return new Date(late);
}

/** 0 to 1439: how much of the day a clock there shows. */
export function minutesAt(at: Date, zone: string): number {
  const wall = wallAt(at, zone);
  return (wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS;
}

function wallOf(day: number, minutes: number): number {
  return day * DAY_MS + minutes * MINUTE_MS;
}

/** When that would be by the clocks before, and after, any change on that day. */
function clocksAround(wall: number, zone: string): readonly number[] {
  return [wall - DAY_MS, wall + DAY_MS].map((near) => wall - (wallAt(new Date(near), zone) - near));
}

/** What a clock there shows, as milliseconds since a clock there would have shown 1970-01-01T00:00. */
function wallAt(at: Date, zone: string): number {
  const shown = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)] as const),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const toSecond = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return toSecond + (((at.getTime() % 1000) + 1000) % 1000);
}

/** One takes a tenth of a millisecond to make, and there are some hundred zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}
