import { nextTimes, slotOf, type Timing } from './timing.ts';

/** Articles that are asked for again and again, as Temporal has to know of it. */
export interface Schedule {
  /** As an article's id. */
  readonly scheduleId: string;
  readonly timing: Timing;
  /** Keys of slots (`slotOf`) that are left out. */
  readonly skips: readonly string[];
  /** By a person, or by itself after too many refusals. Absent: it goes on. */
  readonly paused?: SchedulePause;
}

export const SCHEDULE_PAUSES = ['person', 'refusals'] as const;
export type SchedulePause = (typeof SCHEDULE_PAUSES)[number];

/** What a person may do with a schedule. */
export const SCHEDULE_ACTS = ['pause', 'resume', 'skip', 'run', 'delete'] as const;
export type ScheduleAct = (typeof SCHEDULE_ACTS)[number];

/** The input of the workflow `scheduledOrder`. */
export interface ScheduledOrder {
  readonly scheduleId: string;
}

/** A schedule's moment has come. */
export interface ScheduledMoment extends ScheduledOrder {
  /** ISO 8601: when it was due, or was run by hand. */
  readonly at: string;
}

/** Takes note of what is due; whoever speaks for the platform starts the article. */
export interface SchedulingActivities {
  noteScheduled(moment: ScheduledMoment): Promise<void>;
}

/** When the next articles begin, the soonest first; none while it is paused. */
export function comingTimes(schedule: Omit<Schedule, 'scheduleId'>, after: Date, count: number): readonly Date[] {
  const { timing, skips, paused } = schedule;
  if (paused !== undefined) return [];
  return nextTimes(timing, after, count + skips.length)
    .filter((at) => !skips.includes(slotOf(timing, at)?.key ?? ''))
    .slice(0, count);
}

/**
 * What a moment is called in a schedule, so that it begins one article. Undefined: none begins then (another week, skipped, paused). A
 * moment that is none of its slots is one at which somebody ran it by hand.
 */
export function momentKey({ timing, skips, paused }: Omit<Schedule, 'scheduleId'>, at: Date): string | undefined {
  const slot = slotOf(timing, at);
  if (slot === undefined) return at.toISOString();
  return slot.isDue && paused === undefined && !skips.includes(slot.key) ? slot.key : undefined;
}
