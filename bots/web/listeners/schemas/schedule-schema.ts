import { z } from '@hono/zod-openapi';
import { SCHEDULE_ACTS, SCHEDULE_PAUSES } from '../../../../src/protocol/schedule.ts';
import { knownZone, MOST_TIMES, MOST_WEEKS } from '../../../../src/protocol/timing.ts';
import { moment } from './common.ts';
import { orderSchema } from './order-schema.ts';

const MAX_WHEN_CHARS = 200;
const MAX_ZONE_CHARS = 64;

const zone = z
  .string()
  .max(MAX_ZONE_CHARS)
  .refine((name) => knownZone(name) !== undefined, { error: 'must be a time zone, such as Europe/Berlin' })
  .openapi({ example: 'Europe/Berlin' });

/** `POST /schedules`. */
export const newScheduleSchema = orderSchema
  // Its topic is like its own last one's.
  .omit({ evenIfLike: true })
  .extend({
    when: z.string().min(1).max(MAX_WHEN_CHARS).openapi({
      description:
        'As it is typed in the chats, in English or Russian: days of the week or of the month, or every 2 to 4 weeks, and up to four times of the day; behind them a time zone, if you like.',
      example: 'every monday 9:00',
    }),
    zone: zone.optional().openapi({
      description: 'IANA name. A zone in `when` is stronger. Without either: that of the settings.',
    }),
  })
  .openapi('NewSchedule', {
    example: { when: 'every monday 9:00', zone: 'Europe/Berlin', topic: 'Market news', lengthWords: 300 },
  });

const scheduleId = z
  .string()
  .regex(/^[0-9a-z]{16}$/)
  .openapi({ description: 'The id of a schedule.', example: '3n8q1v7c5d9r0kzw' });

export const scheduleParams = z.object({ scheduleId });

export const scheduleQuery = z.object({
  scope: z.enum(['mine', 'everywhere']).default('mine').openapi({
    description: 'mine: those that you made · everywhere: for an administrator, all of their workspace, or platform.',
  }),
});

const slot = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
  .openapi({
    description: 'A moment, as the clock in the zone of the schedule shows it.',
    example: '2026-12-07T09:00',
  });

const timing = z
  .object({
    weekdays: z
      .array(z.number().int().min(0).max(6))
      .optional()
      .openapi({ description: '0 is Sunday. Without `monthDays`, too: every day.', example: [1] }),
    monthDays: z.array(z.number().int().min(1).max(31)).optional(),
    ofMonth: z.number().int().min(1).max(4).optional().openapi({
      description: 'Only the first, second, third or fourth such weekday of a month.',
    }),
    everyWeeks: z.number().int().min(2).max(MOST_WEEKS).optional(),
    times: z.array(z.string().openapi({ example: '09:00' })).max(MOST_TIMES),
    zone: z.string().openapi({ example: 'Europe/Berlin' }),
  })
  .openapi('Timing');

/** A schedule as it is shown to who may see it. */
export const scheduleSchema = z
  .object({
    scheduleId: z.string().openapi({ example: '3n8q1v7c5d9r0kzw' }),
    topic: z.string().openapi({ example: 'Market news' }),
    when: z.string().openapi({
      description: 'In words, in the language of whoever asks.',
      example: 'every Monday at 9:00 (Europe/Berlin)',
    }),
    timing,
    next: z.array(moment).openapi({ description: 'The next three, the soonest first; none while it is paused.' }),
    nextSlot: slot.optional().openapi({ description: 'The soonest of them, as `skip` names it.' }),
    paused: z.enum(SCHEDULE_PAUSES).optional().openapi({
      description: 'person: somebody has paused it · refusals: it has paused itself, after several refusals in a row.',
    }),
    last: z
      .object({
        at: moment,
        outcome: z.enum(['started', 'refused', 'waiting', 'late', 'stopped']).openapi({
          description:
            'started: an article began · refused: it might not · waiting: the one before it was not over · late: too much time had gone by · stopped: an operator stopped it before its article began.',
        }),
        articleId: z.string().optional(),
        detail: z.string().openapi({ description: 'For people; of `refused` with the reason, as far as it is known.' }),
      })
      .optional()
      .openapi({ description: 'What became of the latest moment that is over.' }),
    home: z
      .object({ platform: z.string(), workspace: z.string().optional(), channel: z.string() })
      .openapi({ description: 'Where its articles live.' }),
    makerName: z.string().openapi({ example: 'Ann' }),
    isOwn: z.boolean(),
    mayDo: z.array(z.enum(SCHEDULE_ACTS)).openapi({ description: 'What makes sense now.' }),
  })
  .openapi('Schedule');
export type ScheduleJson = z.infer<typeof scheduleSchema>;

export const scheduleListSchema = z
  .object({
    schedules: z.array(scheduleSchema),
    mayAll: z.boolean().openapi({ description: 'You may ask for `everywhere`.' }),
  })
  .openapi('Schedules');
export type ScheduleListJson = z.infer<typeof scheduleListSchema>;

/** `POST /schedules/{scheduleId}/actions`. */
export const scheduleActionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['pause', 'resume', 'run', 'delete']) }).openapi('PlainScheduleAction'),
    z
      .strictObject({ kind: z.literal('skip'), slot })
      .openapi('SkipMoment', { description: 'Leaves one moment out; named, so that sent twice it skips one.' }),
  ])
  .openapi('ScheduleAction', { example: { kind: 'pause' } });

/** What was wanted of it is so. */
export const scheduleChangedSchema = z
  .object({
    outcome: z.literal('counted'),
    detail: z.string().openapi({ description: 'For people.' }),
    schedule: scheduleSchema.optional().openapi({ description: 'As it is now. Absent: it is deleted.' }),
  })
  .openapi('ScheduleChanged');
