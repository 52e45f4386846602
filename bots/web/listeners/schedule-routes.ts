import { createRoute } from '@hono/zod-openapi';
import { scheduleButtons } from '../../../src/cards/schedule-card.ts';
import { shownName } from '../../../src/cards/waiting-for.ts';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { readWhen, type ScheduleFault, type TypedTiming } from '../../../src/chat/read-schedule.ts';
import { isAccepted, refused } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { ScheduleView } from '../../../src/chat/schedules.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { knownZone } from '../../../src/protocol/timing.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { SourceFileStore } from '../../../src/storage/source-file-store.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Once } from './once.ts';
import { accepted, type Asked, Declined, languageFor, problem, wordsFor } from './problem.ts';
import { onceHeaders, problems, SECURED } from './schemas/common.ts';
import {
  newScheduleSchema,
  scheduleActionSchema,
  scheduleChangedSchema,
  type ScheduleJson,
  scheduleListSchema,
  scheduleParams,
  scheduleQuery,
  scheduleSchema,
} from './schemas/schedule-schema.ts';
import { readOrder } from './start-routes.ts';

/** More than the settings usually let there be of one person. */
const MOST_LISTED = 200;

const common = { tags: ['Schedules'], security: SECURED };

const createSchedule = createRoute({
  ...common,
  operationId: 'createSchedule',
  method: 'post',
  path: '/schedules',
  summary: 'Has an article asked for again and again',
  description:
    'At each of its moments an article begins as if its maker had asked for it then: whether they may, quotas and budgets are asked at that moment. Files, which are read once, it takes none. Sent again under its `Idempotency-Key`, it makes one schedule.',
  middleware: allow('articles:start'),
  request: {
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: newScheduleSchema } } },
  },
  responses: {
    201: {
      description: 'It is made.',
      headers: { Location: { description: 'Where it is looked at.', schema: { type: 'string' } } },
      content: { 'application/json': { schema: scheduleSchema } },
    },
    200: {
      description: 'It had been made before, under the same key.',
      headers: { Location: { description: 'Where it is looked at.', schema: { type: 'string' } } },
      content: { 'application/json': { schema: scheduleSchema } },
    },
    ...problems(400, 404, 409, 413, 415),
  },
});

const listSchedules = createRoute({
  ...common,
  operationId: 'listSchedules',
  method: 'get',
  path: '/schedules',
  summary: 'What is asked for again and again',
  middleware: allow('articles:read'),
  request: { query: scheduleQuery },
  responses: {
    200: {
      description: `The oldest first, at most ${MOST_LISTED}.`,
      content: { 'application/json': { schema: scheduleListSchema } },
    },
    ...problems(409),
  },
});

const getSchedule = createRoute({
  ...common,
  operationId: 'getSchedule',
  method: 'get',
  path: '/schedules/{scheduleId}',
  summary: 'One schedule',
  description: 'For who made it, and for an administrator of its place.',
  middleware: allow('articles:read'),
  request: { params: scheduleParams },
  responses: {
    200: { description: 'As it stands.', content: { 'application/json': { schema: scheduleSchema } } },
    ...problems(404, 409),
  },
});

const actOnSchedule = createRoute({
  ...common,
  operationId: 'actOnSchedule',
  method: 'post',
  path: '/schedules/{scheduleId}/actions',
  summary: 'Pauses, resumes, runs, or deletes a schedule, or skips one of its moments',
  description:
    '`run` begins an article now, paused or not, unless the last one is under way. What the schedule has begun goes on, whatever is done with it.',
  middleware: allow('articles:control'),
  request: {
    params: scheduleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: scheduleActionSchema } } },
  },
  responses: {
    200: { description: 'It is so.', content: { 'application/json': { schema: scheduleChangedSchema } } },
    ...problems(400, 404, 409, 413, 415),
  },
});

export interface ScheduleRoutesOptions {
  readonly desk: Pick<ChatDesk, 'schedule' | 'schedules' | 'scheduleAct'>;
  readonly files: Pick<SourceFileStore, 'named'>;
  readonly once: Once;
  readonly logger: Logger;
}

/** Articles that are asked for again and again. */
export function scheduleRoutes({ desk, files, once, logger }: ScheduleRoutesOptions): Routes {
  return (app) => {
    app.openapi(createSchedule, async (c) => {
      const body = c.req.valid('json');
      const { when, zone: typed, ...order } = body;
      const { actor, home } = c.var.caller;
      const zone = typed && knownZone(typed);
      const timing = timingIn(c, when);
      const request = await readOrder(c, order, { files, logger });
      const asked = await once(c, body);
      const reply = await desk.schedule(actor, {
        eventKey: asked.eventKey,
        timing,
        ...(zone !== undefined && { zone }),
        request,
        thread: home,
        language: languageFor(c),
      });
      if (!isAccepted(reply)) await asked.release();
      const { schedule } = accepted(c, reply);
      c.header('location', `/schedules/${schedule.scheduleId}`);
      return c.json(toJson(schedule, wordsFor(c)), asked.isRepeated ? 200 : 201);
    });

    app.openapi(listSchedules, async (c) => {
      const { scope } = c.req.valid('query');
      const asked = { scope, most: MOST_LISTED };
      const { schedules, mayAll = false } = accepted(c, await desk.schedules(c.var.caller.actor, asked));
      return c.json({ schedules: schedules.map((one) => toJson(one, wordsFor(c))), mayAll }, 200);
    });

    app.openapi(getSchedule, async (c) => {
      const { scheduleId } = c.req.valid('param');
      const { schedules } = accepted(c, await desk.schedules(c.var.caller.actor, { scope: 'mine', scheduleId }));
      const [only] = schedules;
      // The desk has refused whatever there is not.
      if (only === undefined) return accepted(c, refused({ code: 'no-such-schedule', scheduleId }));
      return c.json(toJson(only, wordsFor(c)), 200);
    });

    app.openapi(actOnSchedule, async (c) => {
      const { scheduleId } = c.req.valid('param');
      const { kind: act, ...more } = c.req.valid('json');
      const asked = await once(c, { act, ...more });
      const { eventKey } = asked;
      const reply = await desk.scheduleAct(c.var.caller.actor, { eventKey, scheduleId, act, ...more });
      if (!isAccepted(reply)) await asked.release();
      const changed = accepted(c, reply);
      const t = wordsFor(c);
      const detail = replyWords(changed, t, '');
      const shown = act === 'delete' ? {} : { schedule: toJson(changed.schedule, t) };
      return c.json({ outcome: 'counted' as const, detail, ...shown }, 200);
    });
  };
}

/** @throws {Declined} when the words say no timing */
function timingIn(c: Asked, typed: string): TypedTiming {
  const read = readWhen(typedLine(typed));
  if (read.kind === 'when') return read.timing;
  const { code, what, typed: wrong } = read.fault satisfies ScheduleFault;
  const t = wordsFor(c);
  const detail = t.web.notWhen(t.schedules.notWhen(what, wrong));
  const errors = [{ path: 'when', message: detail }];
  throw new Declined(problem({ status: 422, code, detail, more: { outcome: 'refused', what, typed: wrong, errors } }));
}

function toJson(view: ScheduleView, t: Messages): ScheduleJson {
  const { scheduleId, topic, timing, next, nextSlot, paused, last, thread, makerName, isOwn } = view;
  const { weekdays, monthDays, ofMonth, weeks, times, zone } = timing;
  const { platform, workspace, channel } = thread;
  return {
    scheduleId,
    topic,
    when: t.schedules.timing(timing),
    timing: {
      ...(weekdays !== undefined && { weekdays: [...weekdays] }),
      ...(monthDays !== undefined && { monthDays: [...monthDays] }),
      ...(ofMonth !== undefined && { ofMonth }),
      ...(weeks !== undefined && { everyWeeks: weeks.every }),
      times: times.map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')),
      zone,
    },
    next: next.map((at) => at.toISOString()),
    ...(nextSlot !== undefined && { nextSlot }),
    ...(paused !== undefined && { paused }),
    ...(last !== undefined && { last: lastOf(last, t) }),
    home: { platform, ...(workspace !== undefined && { workspace }), channel },
    makerName: shownName(makerName),
    isOwn,
    mayDo: scheduleButtons(view).map(({ act }) => act),
  };
}

function lastOf({ at, outcome, articleId, refusal }: NonNullable<ScheduleView['last']>, t: Messages) {
  return {
    at: at.toISOString(),
    outcome,
    ...(articleId !== undefined && { articleId }),
    detail: refusal === undefined ? t.schedules.last[outcome] : replyWords(refused(refusal), t, ''),
  };
}
