import { type ClockTime, knownZone, MOST_TIMES, MOST_WEEKS, type Timing } from '../protocol/timing.ts';

/** A timing as it was typed. What is left open is the person's: their zone, and the week in which it begins. */
export type TypedTiming = Omit<Timing, 'zone' | 'weeks'> & {
  readonly zone?: string;
  /** Only every second, third or fourth week. */
  readonly everyWeeks?: number;
};

export type ReadSchedule =
  /** `topic`: all that followed. */
  | { readonly kind: 'schedule'; readonly timing: TypedTiming; readonly topic: string }
  | { readonly kind: 'faulty'; readonly fault: ScheduleFault };

/** Why it is no schedule, though it begins like one. `typed`: the words that are wrong; empty where some are missing. */
export interface ScheduleFault {
  readonly code: 'schedule-when';
  /** `rest`: nothing should have followed. */
  readonly what: 'day' | 'time' | 'zone' | 'topic' | 'rest';
  readonly typed: string;
}

/** A timing that was typed alone, or why it is none. */
export type ReadWhen =
  | { readonly kind: 'when'; readonly timing: TypedTiming }
  | Extract<ReadSchedule, { readonly kind: 'faulty' }>;

const WORKDAYS = [1, 2, 3, 4, 5] as const;
const WEEKEND = [0, 6] as const;

/** Stems of what people call days: `mon`, `Mondays`, `по понедельникам`. */
const WEEKDAYS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^(?:mon(?:days?)?|пн|понедельник(?:ам?|и)?)$/, [1]],
  [/^(?:tue(?:s(?:days?)?)?|вт|вторник(?:ам?|и)?)$/, [2]],
  [/^(?:wed(?:nesdays?)?|ср|сред(?:а|у|ы|ам))$/, [3]],
  [/^(?:thu(?:r?s(?:days?)?)?|чт|четверг(?:ам?|и)?)$/, [4]],
  [/^(?:fri(?:days?)?|пт|пятниц(?:а|у|ы|ам))$/, [5]],
  [/^(?:sat(?:urdays?)?|сб|суббот(?:а|у|ы|ам))$/, [6]],
  [/^(?:sun(?:days?)?|вс|воскресень(?:е|я|ям))$/, [0]],
  [/^(?:weekdays?|workdays?|будни|будням)$/, WORKDAYS],
  [/^(?:weekends?|выходным|выходные|выходной)$/, WEEKEND],
];
const DAY = /^(?:days?|день|дня|дни)$/;
const WORKING = /^(?:working|business|будний|рабочий|будним|рабочим)$/;
const WEEK = /^(?:weeks?|недел[юия]|недель)$/;
const MONTH = /^(?:months?|месяц|месяца)$/;
const EVERY = /^(?:every|each|кажд(?:ый|ую|ое|ые|ого|ом))$/;
const DAILY = /^(?:daily|ежедневно)$/;
const WEEKLY = /^(?:weekly|еженедельно)$/;
const MONTHLY = /^(?:monthly|ежемесячно)$/;
const BY = /^(?:on|по|в|во)$/;
const AND = /^(?:and|or|и|&|\+)$/;
const AT = /^(?:at|в|во|@)$/;
const IN = /^(?:in|по)$/;
/** “every other friday”, «каждый второй вторник». */
const OTHER = /^(?:other|second|втор(?:ой|ую|ое))$/;
const ORDINALS: readonly RegExp[] = [
  /^(?:first|1st|перв(?:ый|ую|ое)|1-(?:й|ю|е))$/,
  /^(?:second|2nd|втор(?:ой|ую|ое)|2-(?:й|ю|е))$/,
  /^(?:third|3rd|трет(?:ий|ью|ье)|3-(?:й|ю|е))$/,
  /^(?:fourth|4th|четверт(?:ый|ую|ое)|4-(?:й|ю|е))$/,
];
const COUNTS: readonly RegExp[] = [/^(?:2|two|две|два)$/, /^(?:3|three|три)$/, /^(?:4|four|четыре)$/];
const DAY_OF_MONTH = /^(\d{1,3})(st|nd|rd|th|-?е|-?го|-?ого)$/;
const BARE = /^(\d{1,3})$/;
const NUMBER_WORD = /^числ(?:о|а|ам)$/;
const SHORTER_THAN_A_DAY = /^(?:hours?|minutes?|seconds?|час(?:а|ов)?|минут[уы]?|секунд[уы]?)$/;
const CLOCK = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/;
const HALF_OF_DAY = /^(am|pm|a\.m\.|p\.m\.|утра|вечера|дня|ночи)$/;
/** Without `in` before it, only what is a zone is taken for one. */
const ZONE = /^[A-Za-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/;
const REGION = /^(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc)\//;
const ZONE_NAMES: ReadonlyMap<string, string> = new Map([
  ['utc', 'UTC'],
  ['gmt', 'UTC'],
  ['мск', 'Europe/Moscow'],
  ['msk', 'Europe/Moscow'],
  ['москве', 'Europe/Moscow'],
  ['московскому', 'Europe/Moscow'],
]);
const SEPARATORS = /^(?:[:,;–—-]+(?: |$))?(?:about )?/iu;

/**
 * Reads “every monday 9:00 Market news”, «по будням в 8:30 по Москве О погоде», “every 2 weeks on friday 16:00 in Europe/Berlin …”.
 * @param line as typed, on one line
 * @param isMeant it is known that a schedule is meant: what cannot be read is a fault. Else only what names a weekday, or how often, is.
 * @returns undefined when it is none: “Every day is a gift” is a topic
 */
export function readSchedule(line: string, isMeant = false): ReadSchedule | undefined {
  const words = new Words(line);
  const read = readTiming(words, line, isMeant);
  if (read?.kind !== 'when') return read;
  const topic = words.rest().replace(SEPARATORS, '').trim();
  return topic === '' ? faulty('topic', '') : { kind: 'schedule', timing: read.timing, topic };
}

/**
 * Reads “every monday 9:00”, «по будням в 8:30 по Москве»: a timing with nothing behind it. Nothing else can be meant, so that “mondays at 9”
 * is one, too.
 * @param line as typed, on one line
 */
export function readWhen(line: string): ReadWhen {
  const saysNoDays = (read: ReadWhen): boolean => read.kind === 'faulty' && read.fault.what === 'day';
  const read = readAlone(line);
  const meant = saysNoDays(read) ? readAlone(`every ${line}`) : read;
  return saysNoDays(meant) ? read : meant;
}

function readAlone(line: string): ReadWhen {
  const words = new Words(line);
  const read = readTiming(words, line, true) ?? faulty('day', line);
  const rest = words.rest().replace(SEPARATORS, '').trim();
  return read.kind === 'when' && rest !== '' ? faulty('rest', rest) : read;
}

function readTiming(words: Words, line: string, isMeant: boolean): ReadWhen | undefined {
  const days = readDays(words);
  if (days === undefined) return isMeant ? faulty('day', line.split(' ', 4).join(' ')) : undefined;
  if (days === 'wrong') return faulty('day', words.upTo());
  const times = readTimes(words);
  if (times === undefined) return isMeant || days.isSure ? faulty('time', '') : undefined;
  if ('typed' in times) return faulty('time', times.typed);
  const zone = readZone(words);
  if (zone !== undefined && 'typed' in zone) return faulty('zone', zone.typed);
  const { isSure: _, ...on } = days;
  return { kind: 'when', timing: { ...on, times: times.times, ...(zone !== undefined && zone) } };
}

function faulty(what: ScheduleFault['what'], typed: string): Extract<ReadSchedule, { readonly kind: 'faulty' }> {
  return { kind: 'faulty', fault: { code: 'schedule-when', what, typed: typed.slice(0, MOST_TYPED_CHARS) } };
}

const MOST_TYPED_CHARS = 60;

type Days = Pick<TypedTiming, 'weekdays' | 'monthDays' | 'ofMonth' | 'everyWeeks'> & {
  /** Nobody begins a topic so. */
  readonly isSure: boolean;
};

function readDays(words: Words): Days | 'wrong' | undefined {
  if (words.take(DAILY)) return { isSure: false };
  if (words.take(WEEKLY)) return onList(words, {});
  if (words.take(MONTHLY)) return readMonthDays(words, false);
  // «раз в две недели по пятницам», “once a week on friday”
  if (words.take(/^(?:once|раз)$/)) return words.take(/^(?:a|every|в)$/) ? readWeeks(words) : undefined;
  if (words.take(EVERY)) return readEvery(words);
  // “on mondays”, «по понедельникам», «1-го числа каждого месяца»
  if (words.peek(/^\d/) && words.peek(NUMBER_WORD, 1)) return readMonthDays(words, true);
  if (!words.take(/^(?:on|по)$/)) return undefined;
  const listed = readWeekdays(words);
  return listed === undefined ? readMonthDays(words, false) : { ...listed, isSure: false };
}

function readEvery(words: Words): ReturnType<typeof readDays> {
  if (words.take(DAY)) return { isSure: false };
  if (words.peek(WORKING) && words.peek(DAY, 1)) {
    words.skip(2);
    return { weekdays: WORKDAYS, isSure: true };
  }
  if (words.peek(/^\d+$/) && words.peek(SHORTER_THAN_A_DAY, 1)) return 'wrong';
  if (words.peek(WEEK) || (words.peek(/^\S+$/) && words.peek(WEEK, 1))) return readWeeks(words);
  if (words.take(MONTH)) {
    words.take(BY);
    return readMonthDays(words, true);
  }
  return readOrdinal(words) ?? readWeekdays(words) ?? readMonthDays(words, false);
}

/** “every first monday (of the month)”, “every other friday”. */
function readOrdinal(words: Words): ReturnType<typeof readDays> {
  const before = words.at;
  const nth = ORDINALS.findIndex((name) => words.peek(name)) + 1;
  if (nth === 0 && !words.peek(OTHER)) return undefined;
  words.skip(1);
  const listed = readWeekdays(words);
  if (listed === undefined) {
    words.at = before;
    return undefined;
  }
  const isOfMonth = takeOfMonth(words);
  if (nth > 0 && (isOfMonth || nth === 1)) return { ...listed, ofMonth: nth };
  return { ...listed, everyWeeks: Math.max(2, nth) };
}

/** “of the month”, «(каждого) месяца». */
function takeOfMonth(words: Words): boolean {
  const before = words.at;
  words.take(/^of$/);
  words.take(/^(?:the|each|every|каждого)$/);
  if (words.take(MONTH)) return true;
  words.at = before;
  return false;
}

/** “2 weeks on friday”, “week on monday and thursday”. */
function readWeeks(words: Words): ReturnType<typeof readDays> {
  if (words.take(WEEK)) return onList(words, {});
  const counted = COUNTS.findIndex((name) => words.peek(name)) + 2;
  const everyWeeks = counted > 1 ? counted : words.peek(OTHER) ? 2 : undefined;
  if (!words.peek(WEEK, 1)) return undefined;
  words.skip(2);
  if (everyWeeks === undefined || everyWeeks > MOST_WEEKS) return 'wrong';
  return onList(words, { everyWeeks });
}

function onList(words: Words, more: Pick<Days, 'everyWeeks'>): ReturnType<typeof readDays> {
  words.take(BY);
  const listed = readWeekdays(words);
  if (listed !== undefined) return { ...listed, ...more };
  // “Weekly digests” and “Every week counts” are topics.
  return more.everyWeeks === undefined && !words.peek(/^\d{1,2}[:.]\d{2}/) ? undefined : 'wrong';
}

/** “monday, wednesday and friday”, “mon-fri”. */
function readWeekdays(words: Words): Days | undefined {
  const found = new Set<number>();
  for (;;) {
    const before = words.at;
    if (found.size > 0) words.take(AND);
    if (found.size > 0) words.take(/^(?:on|по)$/);
    const named = words.takeNamed(namedDays);
    if (named === undefined) {
      words.at = before;
      break;
    }
    for (const day of named) found.add(day);
  }
  if (found.size === 0) return undefined;
  return { ...(found.size < 7 && { weekdays: [...found].sort((one, other) => one - other) }), isSure: true };
}

function namedDays(word: string): readonly number[] | undefined {
  const named = (name: string): readonly number[] | undefined => WEEKDAYS.find(([like]) => like.test(name))?.[1];
  const [from = '', to, ...more] = word.split(/[-–—]/);
  if (to === undefined) return named(from);
  const [first] = named(from) ?? [];
  const [last] = named(to) ?? [];
  if (first === undefined || last === undefined || more.length > 0) return undefined;
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => (first + at) % 7);
}

/** “1st and 15th (of the month)”, «1-го числа (каждого месяца)». */
function readMonthDays(words: Words, isSure: boolean): ReturnType<typeof readDays> {
  const found = new Set<number>();
  let isWrong = false;
  for (;;) {
    const before = words.at;
    if (found.size > 0) words.take(AND);
    words.take(/^(?:the|on)$/);
    const [, day] =
      DAY_OF_MONTH.exec(words.word()) ?? (words.peek(NUMBER_WORD, 1) ? BARE.exec(words.word()) : null) ?? [];
    if (day === undefined) {
      words.at = before;
      break;
    }
    words.skip(1);
    isWrong ||= Number(day) < 1 || Number(day) > 31;
    found.add(Number(day));
  }
  if (isWrong || (found.size === 0 && isSure)) return 'wrong';
  if (found.size === 0) return undefined;
  words.take(NUMBER_WORD);
  const isSaid = takeOfMonth(words);
  return { monthDays: [...found].sort((one, other) => one - other), isSure: isSure || isSaid };
}

function readTimes(words: Words): { readonly times: readonly ClockTime[] } | { readonly typed: string } | undefined {
  const found = new Map<number, ClockTime>();
  for (;;) {
    const before = words.at;
    // “9:00 10:30 to Paris: a train” has one time.
    const isJoined = words.take(AND) || words.isAfterComma();
    const isAt = words.take(AT);
    const typed = words.word();
    const read = found.size > 0 && !isJoined ? undefined : readTime(words, isAt && found.size === 0);
    if (read === undefined) {
      words.at = before;
      break;
    }
    if (read === 'wrong') return { typed };
    found.set(read.hour * 60 + read.minute, read);
    if (found.size > MOST_TIMES) return { typed };
  }
  const times = [...found].sort(([one], [other]) => one - other).map(([, time]) => time);
  return times.length === 0 ? undefined : { times };
}

/** @param isAt “at 9”: a bare number is an hour */
function readTime(words: Words, isAt: boolean): ClockTime | 'wrong' | undefined {
  if (words.take(/^(?:noon|полдень)$/)) return { hour: 12, minute: 0 };
  if (words.take(/^(?:midnight|полночь)$/)) return { hour: 0, minute: 0 };
  const [, hours, minutes, joined] = CLOCK.exec(words.word()) ?? [];
  if (hours === undefined) return undefined;
  const half = joined ?? HALF_OF_DAY.exec(words.word(1))?.[1]?.replaceAll('.', '');
  if (minutes === undefined && half === undefined && !isAt) return undefined;
  words.skip(joined === undefined && half !== undefined ? 2 : 1);
  if (half === undefined) words.take(/^(?:o['’]clock|час(?:а|ов)?)$/);
  const hour = half === undefined ? Number(hours) : ofHalf(Number(hours), half);
  const minute = Number(minutes ?? '0');
  return hour === undefined || hour > 23 || minute > 59 ? 'wrong' : { hour, minute };
}

/** “9 pm”, «9 вечера». Undefined: a clock of twelve hours shows no such thing. */
function ofHalf(hour: number, half: string): number | undefined {
  if (hour > 12 || hour < 1) return undefined;
  const isLate = half === 'pm' || half === 'вечера' || half === 'дня';
  return (hour % 12) + (isLate ? 12 : 0);
}

/** “in Europe/Berlin”, “Europe/Berlin”, “UTC”, «по Москве», «мск». */
function readZone(words: Words): { readonly zone: string } | { readonly typed: string } | undefined {
  const before = words.at;
  const isSaid = words.take(IN);
  const typed = words.typed().replaceAll(/^\(|[),:;]+$/g, '');
  const named = ZONE_NAMES.get(typed.toLowerCase());
  const zone = named ?? (ZONE.test(typed) ? knownZone(typed) : undefined);
  if (zone !== undefined) {
    words.skip(1);
    words.take(/^(?:time|времени)$/);
    return { zone };
  }
  if (isSaid && REGION.test(typed.toLowerCase())) return { typed };
  words.at = before;
  return undefined;
}

/** A line, word by word. */
class Words {
  readonly #typed: readonly string[];
  /** Of the word that comes next. */
  at = 0;

  constructor(line: string) {
    this.#typed = line.split(' ');
  }

  /** As typed. */
  typed(ahead = 0): string {
    return this.#typed[this.at + ahead] ?? '';
  }

  /** To compare. */
  word(ahead = 0): string {
    return this.typed(ahead)
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[,;:]$/, '');
  }

  peek(like: RegExp, ahead = 0): boolean {
    return like.test(this.word(ahead));
  }

  take(like: RegExp): boolean {
    const isNext = this.peek(like);
    if (isNext) this.at += 1;
    return isNext;
  }

  isAfterComma(): boolean {
    return this.typed(-1).endsWith(',');
  }

  takeNamed<T>(read: (word: string) => T | undefined): T | undefined {
    const found = read(this.word());
    if (found !== undefined) this.at += 1;
    return found;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** Those that were taken, and the one after them. */
  upTo(): string {
    return this.#typed.slice(0, this.at + 1).join(' ');
  }

  rest(): string {
    return this.#typed.slice(this.at).join(' ');
  }
}
