import type { Stage } from '../../protocol/article.ts';
import type { ScheduleAct, SchedulePause } from '../../protocol/schedule.ts';
import type { Timing } from '../../protocol/timing.ts';
import { createTimeAgo } from '../relative-time.ts';
import { format, words } from './words.ts';

const ago = createTimeAgo('en');

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const NTH = ['first', 'second', 'third', 'fourth'];
const SCHEDULES = { one: 'schedule', many: 'schedules' };

/** `every Monday and Thursday`, `on the 1st of the month`. */
function days({ weekdays, monthDays, ofMonth, weeks }: Timing): string {
  if (monthDays !== undefined) return `on the ${format.both(monthDays.map(ordinal))} of the month`;
  if (weekdays === undefined) return 'every day';
  const named = format.both(fromMonday(weekdays).map((day) => DAYS[day] ?? ''));
  if (ofMonth !== undefined) return `on the ${NTH[ofMonth - 1] ?? ''} ${named} of the month`;
  if (weeks !== undefined) return `every ${weeks.every} weeks on ${named}`;
  if (weekdays.join('') === '12345') return 'on weekdays';
  return weekdays.join('') === '06' ? 'on weekends' : `every ${named}`;
}

function fromMonday(weekdays: readonly number[]): readonly number[] {
  return [...weekdays].sort((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
}

function ordinal(day: number): string {
  const ending = day > 3 && day < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

function clocks({ times }: Timing): string {
  return format.both(times.map(({ hour, minute }) => `${hour}:${String(minute).padStart(2, '0')}`));
}

function timing(when: Timing): string {
  return `${days(when)} at ${clocks(when)} (${when.zone})`;
}

function moment(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** Within a sentence: `Monday 7 December at 09:00`. */
function said(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** Articles that are asked for again and again. */
export const schedules = {
  title: 'Your schedules',
  titleOfAll: 'Schedules of everybody',
  /** @param example makes one */
  none: (example: string): string => `There are no schedules yet. ${example} makes one.`,
  exampleTopic: 'every monday 9:00 Market news',
  /** `every Monday at 9:00 (Europe/Berlin)` */
  timing,
  /** `Mon, 7 Dec, 09:00` */
  moment,
  next: (moments: readonly string[]): string => `Next: ${moments.join(' · ')}`,
  paused: {
    person: 'Paused',
    refusals: 'Paused itself, because its article could not begin several times in a row',
  } as Readonly<Record<SchedulePause, string>>,
  last: {
    started: 'Last: began',
    refused: 'Last: did not begin',
    waiting: 'Last: left out, because the article before it was not over',
    late: 'Last: too late to begin',
    stopped: 'Last: stopped by an operator',
  },
  madeBy: (name: string): string => `by ${name}`,
  buttons: {
    pause: 'Pause',
    resume: 'Resume',
    skip: 'Skip the next',
    run: 'Run now',
    delete: 'Delete',
  } as Readonly<Record<ScheduleAct, string>>,
  /** Asked before it is deleted, where a platform asks. */
  deleteSure: 'Nothing will begin by it any more. Articles that it has begun go on.',

  made: (topic: string, when: Timing, first: Date | undefined, scheduleId: string): string =>
    `Scheduled ${timing(when)}: ${format.ended(topic)}${first === undefined ? '' : ` The first begins on ${said(first, when.zone)}.`} Schedule ${scheduleId}.`,
  changed(act: ScheduleAct, topic: string, when: Timing, next: Date | undefined): string {
    const then = next === undefined ? '' : ` Next: ${said(next, when.zone)}.`;
    switch (act) {
      case 'pause':
        return `Paused: ${topic}. Nothing begins by it until it is resumed.`;
      case 'resume':
        return `It goes on: ${format.ended(topic)}${then}`;
      case 'skip':
        return `Skipped: ${format.ended(topic)}${then}`;
      case 'run':
        return `An article begins now: ${format.ended(topic)}`;
      case 'delete':
        return `Deleted: ${topic}, ${timing(when)}. Articles that it has begun go on.`;
      default:
        return act satisfies never;
    }
  },

  /** Why words say no timing. `typed`: what is wrong; empty: it is missing. */
  notWhen: (what: 'day' | 'time' | 'zone' | 'topic' | 'rest', typed: string): string =>
    ({
      day: `“${typed}” says no days that Copydesk knows: a schedule begins once a day at most, on days of the week or of the month, or every 2 to 4 weeks.`,
      time: typed === '' ? 'At what time?' : `“${typed}” is no time of day.`,
      zone: `There is no time zone “${typed}”.`,
      topic: 'What should it be about?',
      rest: `“${typed}” is neither a time nor a time zone.`,
    })[what],
  /** @param wrong as `notWhen` says it @param example made of a command and a topic */
  when: (wrong: string, example: string, forTopic: string): string =>
    `Nothing was scheduled. ${wrong} For example: ${example}. To have one article about all of it, type: ${forTopic}`,
  limit: (scope: 'person' | 'channel', most: number): string =>
    scope === 'person'
      ? `Nothing was scheduled: you have ${format.count(most, SCHEDULES)}, and may have no more. Delete one of them first.`
      : `Nothing was scheduled: there may be ${format.count(most, SCHEDULES)} in this chat, and there are.`,
  off: 'There are no schedules here.',
  files: 'Nothing was scheduled: a file is read once, so a schedule takes none. Give an address instead.',
  noSuch: (scheduleId: string): string => `There is no schedule ${scheduleId}.`,
  noneOfYours: 'You have no schedules.',
  isPaused: 'It is paused, so nothing would begin that could be skipped.',
  /** @param slot as it was asked for: `2026-12-07T09:00` */
  noSuchSlot: (slot: string): string =>
    `Nothing begins by it at ${slot.replace('T', ' ')}, so there is nothing to skip.`,
  which: (candidates: readonly { readonly scheduleId: string; readonly topic: string }[], example: string): string =>
    `Which schedule do you mean?\n${candidates.map(({ scheduleId, topic }) => `• ${scheduleId} — ${topic}`).join('\n')}\nPlease add its id, for example: ${example}`,
  waits: (articleId: string, topic: string): string =>
    `Its last article is not over yet: ${topic} (article ${articleId}). Another one begins when that is done.`,
  leftPlace: 'You are not in that channel any more.',
  signedOut:
    'You have no token that may start articles any more, and have not opened the page for a long time. Open it, or ask for a new token; then its articles begin again.',
  placeShut: 'Nobody can write in that channel any more, or Copydesk is not in it.',

  /** Of a moment that has come; to the maker. */
  news: {
    started: (topic: string, articleId: string): string =>
      `Your schedule has begun an article: ${topic} (article ${articleId}).`,
    refused: (topic: string, when: Timing, why: string): string =>
      `The article of your schedule did not begin: ${topic}, ${timing(when)}. ${why}`,
    pausedItself: (resume: string): string =>
      `This has happened several times in a row, so the schedule has paused itself. When it can begin again: ${resume}`,
    waiting: (topic: string, when: Timing, last: string, articleId: string): string =>
      `The article of your schedule did not begin: ${topic}, ${timing(when)}. The last one is not over yet: ${last} (article ${articleId}). This is not said again before one begins.`,
    late: (topic: string, when: Timing, at: Date): string =>
      `The article of your schedule did not begin: ${topic}, ${said(at, when.zone)}. Copydesk was away for too long; the next one begins when it is due.`,
    stopped: (topic: string, when: Timing, at: Date): string =>
      `The article of your schedule did not begin: ${topic}, ${said(at, when.zone)}. An operator stopped it; the next one begins when it is due.`,
  },

  /** There is an article like the one that is asked for. @param example starts it all the same; absent: buttons do */
  alike: (
    other: {
      readonly topic: string;
      readonly articleId: string;
      readonly requesterName: string;
      readonly stage: Stage | undefined;
      readonly startedAt: Date;
    },
    example?: string,
  ): string =>
    [
      `There is an article like this one here: ${other.topic} (${[...(other.stage === undefined ? [] : [words.stages[other.stage].toLowerCase()]), other.requesterName, ago(other.startedAt)].join(', ')}; article ${other.articleId}).`,
      `Nothing was started.${example === undefined ? '' : ` To start yours all the same: ${example}`}`,
    ].join('\n'),
  startAnyway: 'Start all the same',
  openOther: 'Open the other one',
  noSuchOrder: 'There is nothing to start: it was not your order, or it is too old. Please ask for the article again.',
};
