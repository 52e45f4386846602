import type { Approver } from './settings.ts';

/** How long something may take, in working time. `days`: until the same time of day, so many working days later. */
export interface Wait {
  readonly unit: 'minutes' | 'days';
  readonly count: number;
}

/** When people work, by the clock of where they are. Minutes are those of a day, 0 to 1440. */
export interface WorkingTime {
  /** 0 (Sunday) to 6; at least one. */
  readonly weekdays: readonly number[];
  readonly from: number;
  /** Later than {@link from}. */
  readonly to: number;
  /** Nobody is written to, and no time counts; over midnight where it begins later than it ends. Absent: there are none. */
  readonly quiet?: { readonly from: number; readonly to: number };
  /** Whose public holidays: `zone` (those of the country that the time zone belongs to) · `none` · `DE`, `DE-BE`. */
  readonly holidays: string;
  /** `2026-12-24`: days on which nobody works. */
  readonly daysOff: readonly string[];
}

/** What happens while people are waited for. None of it decides. */
export interface PatienceRules {
  /** Absent: nobody is reminded. */
  readonly remindAfter?: Wait;
  /** After a reminder. Absent: once. */
  readonly remindEvery?: Wait;
  /** Who is told that others are waited for: people by name, or `requester`. Never empty. */
  readonly escalate?: { readonly after: Wait; readonly to: readonly Approver[] };
  /** What becomes of an article about which nobody has decided. */
  readonly expire?: { readonly after: Wait; readonly outcome: ExpiryOutcome };
  readonly working: WorkingTime;
  /** IANA: of whom nobody tells one. */
  readonly zone: string;
}

export const EXPIRY_OUTCOMES = ['park', 'cancel'] as const;
/** `park`: it waits as if paused, until somebody resumes it or decides · `cancel`: it ends. There is none that approves. */
export type ExpiryOutcome = (typeof EXPIRY_OUTCOMES)[number];
