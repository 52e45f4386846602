import { type Timing, nextTimes } from '../../../../src/protocol/timing.ts';
import { pathOf } from '../routes.ts';

/** The form for an article, where it is asked for again and again. */
export const NEW_SCHEDULE = `${pathOf('newArticle')}?again`;

/** Days that are chosen rather than written, as the chats write them behind `every`. */
const DAYS = {
  weekday: { weekdays: [1, 2, 3, 4, 5] },
  day: {},
  weekend: { weekdays: [0, 6] },
  monday: { weekdays: [1] },
  tuesday: { weekdays: [2] },
  wednesday: { weekdays: [3] },
  thursday: { weekdays: [4] },
  friday: { weekdays: [5] },
  saturday: { weekdays: [6] },
  sunday: { weekdays: [0] },
  '1st': { monthDays: [1] },
} as const satisfies Readonly<Record<string, Partial<Timing>>>;
export type ChosenDays = keyof typeof DAYS;
// Keys of the table.
export const CHOSEN_DAYS = Object.keys(DAYS) as readonly ChosenDays[];

/** When an article is wanted again and again, as it was chosen: days and a clock, or `words` for both. */
export interface Repeat {
  /** Anything else: `words` say it. */
  readonly days: string;
  /** `09:00` */
  readonly at: string;
  /** As in the chats: `every first monday 10:00`. */
  readonly words: string;
  /** IANA: `Europe/Berlin`. */
  readonly zone: string;
}

export function isChosen(days: string): days is ChosenDays {
  return days in DAYS;
}

/** As `POST /schedules` takes it: in the words of the chats. */
export function inWords({ days, at, words, zone }: Repeat): { readonly when: string; readonly zone: string } {
  return { when: isChosen(days) ? `every ${days} ${at}` : words.trim(), zone: zone.trim() };
}

/** When the first one begins. Undefined: only the server can tell. */
export function firstOf({ days, at, zone }: Repeat, now: Date): Date | undefined {
  const [hour, minute] = at.split(':').map(Number);
  if (!isChosen(days) || hour === undefined || minute === undefined) return undefined;
  try {
    return nextTimes({ ...DAYS[days], times: [{ hour, minute }], zone: zone.trim() }, now, 1)[0];
  } catch {
    // There is no such zone.
    return undefined;
  }
}
