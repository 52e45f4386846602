import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleOptions } from '@temporalio/client';
import { SCHEDULED_TYPE, scheduleIdOf, TASK_QUEUE } from '../protocol/names.ts';
import type { Schedule, ScheduledOrder } from '../protocol/schedule.ts';
import type { Timing } from '../protocol/timing.ts';
import { GatewayError } from './gateway-error.ts';

/**
 * Schedules of Temporal, which follow what the table `schedules` says. Every call answers within its budget and throws
 * {@link GatewayError} only: `unavailable`.
 */
export interface ScheduleGateway {
  /** Makes it, or makes it as it is wanted. */
  apply(schedule: Schedule): Promise<void>;
  /** Without effect when there is none. */
  remove(scheduleId: string): Promise<void>;
}

export interface ScheduleGatewayOptions {
  readonly client: Client;
  /** How late an article may still begin after Temporal, or its workers, were away. */
  readonly catchUpMinutes: number;
  /** How long a call may take, in milliseconds. Default: {@link BUDGET_MS}. */
  readonly budgetMs?: number;
}

const BUDGET_MS = 1500;

const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

export function createScheduleGateway({
  client,
  catchUpMinutes,
  budgetMs = BUDGET_MS,
}: ScheduleGatewayOptions): ScheduleGateway {
  async function bounded<T>(what: string, call: () => Promise<T>): Promise<T> {
    try {
      return await client.withDeadline(Date.now() + budgetMs, call);
    } catch (error) {
      throw new GatewayError('unavailable', `Could not ${what}: Temporal did not answer within ${budgetMs} ms.`, {
        cause: error,
      });
    }
  }

  /** What is made, and what is made of one that there is. */
  function wanted({ scheduleId, timing, skips, paused }: Schedule) {
    return {
      spec: {
        calendars: timing.times.map(({ hour, minute }) => ({ ...daysOf(timing), hour, minute, second: 0 })),
        skip: skips.map(toSkip),
        timezone: timing.zone,
      },
      action: {
        type: 'startWorkflow',
        workflowType: SCHEDULED_TYPE,
        workflowId: scheduleIdOf(scheduleId),
        taskQueue: TASK_QUEUE,
        args: [{ scheduleId } satisfies ScheduledOrder],
        // It waits for a worker for so long; whoever comes later than the catch-up is told.
        workflowExecutionTimeout: '7 days',
      },
      // What overlaps are articles, which Temporal does not see: whoever starts them looks.
      policies: { overlap: 'ALLOW_ALL', catchupWindow: `${catchUpMinutes} minutes` },
      state: { paused: paused !== undefined },
    } satisfies Omit<ScheduleOptions, 'scheduleId'>;
  }

  return {
    apply: (schedule) =>
      bounded('make the schedule', async () => {
        const options = wanted(schedule);
        const scheduleId = scheduleIdOf(schedule.scheduleId);
        try {
          await client.schedule.create({ ...options, scheduleId });
        } catch (error) {
          if (!(error instanceof ScheduleAlreadyRunning)) throw error;
          await client.schedule.getHandle(scheduleId).update((before) => ({ ...before, ...options }));
        }
      }),

    remove: (scheduleId) =>
      bounded('remove the schedule', async () => {
        try {
          await client.schedule.getHandle(scheduleIdOf(scheduleId)).delete();
        } catch (error) {
          if (!(error instanceof ScheduleNotFoundError)) throw error;
        }
      }),
  };
}

/** Of a calendar of Temporal's, in which all that is said has to be true. */
function daysOf({ weekdays, monthDays, ofMonth }: Timing) {
  const named = weekdays?.flatMap((day) => DAYS[day] ?? []);
  return {
    ...(named !== undefined && { dayOfWeek: named }),
    ...(monthDays !== undefined && { dayOfMonth: [...monthDays] }),
    ...(ofMonth !== undefined && { dayOfMonth: { start: 7 * ofMonth - 6, end: 7 * ofMonth } }),
  };
}

/** @param key `2026-12-07T09:00` */
function toSkip(key: string) {
  const at = new Date(`${key}Z`);
  return {
    year: at.getUTCFullYear(),
    month: MONTHS[at.getUTCMonth()] ?? 'JANUARY',
    dayOfMonth: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: 0,
  };
}
