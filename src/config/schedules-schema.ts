import { z } from 'zod';
import { knownZone } from '../protocol/timing.ts';
import { choice, group, number, shown } from './fields.ts';

/** What schedules may be, and when one lets a moment pass. */
export interface ScheduleRules {
  /** IANA: of whom no platform tells one, and who says none. */
  readonly zone: string;
  /** Schedules of one person, and in one channel. */
  readonly perPerson: number;
  readonly perChannel: number;
  /** Whether an article begins while the schedule's last one is not over. */
  readonly whileWaiting: 'skip' | 'start';
  /** How late an article may still begin. */
  readonly catchUpMinutes: number;
  /** After so many refusals in a row a schedule pauses itself. 0: never. */
  readonly pauseAfterRefusals: number;
}

/** When somebody who asks for an article is asked whether they mean another one. */
export interface SimilarRules {
  /** How old the other one may be. 0: nobody is asked. */
  readonly days: number;
  /** The share of their words that two topics have in common, over 0 to 1. */
  readonly likeness: number;
}

const MACHINE = 'machine';

const zone = z
  .string({ error: ({ input }) => `must be a time zone such as Europe/Berlin, or machine, is ${shown(input)}` })
  .refine((name) => name === MACHINE || knownZone(name) !== undefined, {
    error: ({ input }) => `must be a time zone such as Europe/Berlin, or machine, is ${shown(input)}`,
  })
  .meta({
    description:
      'Time zone of schedules whose maker says none and of whom no platform tells one (Slack does). machine: that of this machine.',
  });

/** `schedules` of `config/copydesk.yaml`. */
export const schedules = group(
  {
    time_zone: zone.default(MACHINE),
    per_person: number({
      from: 0,
      to: 1000,
      whole: true,
      about: 'Schedules that one person may have. 0: none.',
    }).default(10),
    per_channel: number({
      from: 0,
      to: 1000,
      whole: true,
      about: 'Schedules that there may be in one channel or chat. 0: none.',
    }).default(20),
    while_waiting: choice(
      ['skip', 'start'],
      'What happens when a moment comes and the last article of the schedule is not over: skip lets it pass, and says so once; start begins another one.',
    ).default('skip'),
    catch_up_minutes: number({
      from: 1,
      to: 10_080,
      whole: true,
      about:
        'How late an article may still begin after Temporal, a worker or the chat was away. Later, the maker is told.',
    }).default(240),
    pause_after_refusals: number({
      from: 0,
      to: 100,
      whole: true,
      about: 'After so many moments in a row at which the article might not begin a schedule pauses itself. 0: never.',
    }).default(3),
  },
  'Articles that are asked for again and again: docs/schedules.md.',
).prefault({});

/** `similar_topics` of `config/copydesk.yaml`. */
export const similarTopics = group(
  {
    days: number({
      from: 0,
      to: 365,
      whole: true,
      about: 'Who asks for an article like one of so many days in the same place is asked first. 0: nobody is.',
    }).default(14),
    likeness: number({
      from: 0.1,
      to: 1,
      about: 'From which share of words in common two topics are alike: 1 is the same words in any order.',
    }).default(0.7),
  },
  'When somebody is asked whether they mean an article that there is: docs/schedules.md.',
).prefault({});

export function toScheduleRules(yaml: z.output<typeof schedules>): ScheduleRules {
  return {
    zone: yaml.time_zone === MACHINE ? new Intl.DateTimeFormat().resolvedOptions().timeZone : yaml.time_zone,
    perPerson: yaml.per_person,
    perChannel: yaml.per_channel,
    whileWaiting: yaml.while_waiting,
    catchUpMinutes: yaml.catch_up_minutes,
    pauseAfterRefusals: yaml.pause_after_refusals,
  };
}
