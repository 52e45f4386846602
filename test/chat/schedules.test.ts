import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import type { Door } from '../../src/chat/door.ts';
import { readSchedule, type TypedTiming } from '../../src/chat/read-schedule.ts';
import { refused } from '../../src/chat/reply.ts';
import { type ScheduledRunsOptions, startScheduled } from '../../src/chat/scheduled-runs.ts';
import type { ScheduleActAsk, ScheduleView } from '../../src/chat/schedules.ts';
import type { ScheduleRules } from '../../src/config/schedules-schema.ts';
import type { ArticleOrder } from '../../src/gateway/article-gateway.ts';
import { createArticleIds } from '../../src/gateway/article-id.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import type { Schedule } from '../../src/protocol/schedule.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { createScheduleStore, type RunNews, type ScheduleStore } from '../../src/storage/schedule-store.ts';
import { createZoneStore } from '../../src/storage/zone-store.ts';
import { createTopicStore } from '../../src/storage/topic-store.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { clearAudit } from '../support/clear-audit.ts';
import { useDatabase } from '../support/use-database.ts';
import { fakeGateway } from './fake-gateway.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const EVE: Actor = { ...ANN, userId: 'U3', displayName: 'Eve' };
const CHANNEL = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const LANGUAGE = 'en';
const RULES: ScheduleRules = {
  zone: 'Europe/Berlin',
  perPerson: 3,
  perChannel: 5,
  whileWaiting: 'skip',
  catchUpMinutes: 60,
  pauseAfterRefusals: 3,
};
const silent = createLogger({ level: 'silent' });
const ids = createArticleIds('a secret of the tests, for the ids of articles');

const database = useDatabase();
let pool: Pool;
let schedules: ScheduleStore;
beforeAll(() => {
  ({ pool } = database);
  schedules = createScheduleStore(pool);
});

/** A desk in front of a real database, a Temporal that remembers what it was told, and rules that a test changes. */
interface Place {
  readonly desk: ChatDesk;
  readonly started: ArticleOrder[];
  readonly told: RunNews[];
  /** By id; `undefined` when it was removed. */
  readonly atTemporal: Map<string, Schedule | undefined>;
  shut: ReturnType<typeof refused> | undefined;
  hasLeft: boolean;
  isTemporalAway: boolean;
  rules: ScheduleRules;
  /** Looks once for what is due. */
  look(): Promise<void>;
}

let place: Place;
beforeEach(async () => {
  await pool.query('truncate articles, schedules, scheduled_runs, held_orders, person_zones cascade');
  await clearAudit(pool);
  place = openPlace();
});

function openPlace(): Place {
  const started: ArticleOrder[] = [];
  const told: RunNews[] = [];
  const atTemporal: Place['atTemporal'] = new Map();
  const requests = createRequestStore(pool);
  const mayFail = (): void => {
    if (place.isTemporalAway) throw new GatewayError('unavailable', 'Temporal is away');
  };
  const scheduling = {
    apply: async (schedule: Schedule) => {
      mayFail();
      atTemporal.set(schedule.scheduleId, schedule);
    },
    remove: async (scheduleId: string) => {
      mayFail();
      atTemporal.set(scheduleId, undefined);
    },
  };
  const gateway = fakeGateway({
    idOf: (eventKey) => ids.idOf(eventKey),
    start: async (order) => {
      started.push(order);
      const articleId = ids.idOf(order.eventKey);
      const { request, requester, thread, language } = order;
      const input: ArticleInput = {
        articleId,
        traceId: 't',
        request,
        requester,
        thread,
        language,
        settings: TEST_SETTINGS,
      };
      await requests.open(input);
      return { articleId };
    },
  });
  const door: Door = {
    whyNot: () => Promise.resolve(place.shut),
    isAdministrator: ({ userId }) => Promise.resolve(userId === EVE.userId),
  };
  const desk = createChatDesk({
    gateway,
    drafts: {
      storeEdited: () => Promise.reject(new Error('No drafts')),
      storeCopy: () => Promise.reject(new Error('No drafts')),
    },
    articles: { find: () => Promise.resolve(undefined) },
    costs: { read: () => Promise.reject(new Error('No costs')) },
    operators: [],
    audit: createAuditLog(pool, 'slack'),
    door,
    membership: { ...NO_MEMBERSHIP, hasLeft: () => Promise.resolve(place.hasLeft) },
    articleLanguage: 'auto',
    schedules,
    scheduling,
    scheduleRules: RULES,
    zones: createZoneStore(pool),
    topics: createTopicStore(pool),
    similarTopics: { days: 14, likeness: 0.7 },
    storeBudgetMs: 10_000,
    logger: silent,
  });
  const options = (): ScheduledRunsOptions => ({
    platform: 'slack',
    desk,
    schedules,
    scheduling,
    rules: place.rules,
    tell: async (news) => void told.push(news),
    logger: silent,
  });
  return {
    desk,
    started,
    told,
    atTemporal,
    shut: undefined,
    hasLeft: false,
    isTemporalAway: false,
    rules: RULES,
    look: () => startScheduled(options()),
  };
}

function timingOf(typed: string): TypedTiming {
  const read = readSchedule(`${typed} Market news`);
  if (read?.kind !== 'schedule') throw new Error(`That is no schedule: ${typed}`);
  return read.timing;
}

async function make(when = 'every monday 9:00', actor = ANN, topic = 'Market news'): Promise<ScheduleView> {
  const ask = {
    eventKey: randomUUID(),
    timing: timingOf(when),
    request: { topic },
    thread: CHANNEL,
    language: LANGUAGE,
  };
  const made = await place.desk.schedule(actor, ask);
  if (made.kind !== 'scheduled') throw new Error(JSON.stringify(made));
  return made.schedule;
}

/** Somebody does something with a schedule. */
async function act(ask: Omit<ScheduleActAsk, 'eventKey'>, by = ANN): ReturnType<ChatDesk['scheduleAct']> {
  return await place.desk.scheduleAct(by, { eventKey: randomUUID(), ...ask });
}

/** A moment of a schedule comes. */
async function due({ scheduleId }: ScheduleView, slot: string = randomUUID(), minutesAgo = 0): Promise<void> {
  await schedules.noteRun({ scheduleId, slot, dueAt: new Date(Date.now() - minutesAgo * 60_000) });
  await place.look();
}

async function close(): Promise<void> {
  await pool.query(`update articles set stage = 'delivered', closed_at = now()`);
}

async function mine(actor = ANN): Promise<readonly ScheduleView[]> {
  const listed = await place.desk.schedules(actor, { scope: 'mine' });
  if (listed.kind !== 'schedules') throw new Error(JSON.stringify(listed));
  return listed.schedules;
}

describe('a schedule', () => {
  it('is made in the zone that was typed, else that of the person, else that of the settings', async () => {
    const zoneOf = async (typed: string, zone?: string, by = ANN): Promise<string> => {
      const ask = {
        eventKey: randomUUID(),
        timing: timingOf(typed),
        request: { topic: 'Tides' },
        thread: CHANNEL,
        language: LANGUAGE,
      };
      const made = await place.desk.schedule(by, { ...ask, ...(zone !== undefined && { zone }) });
      return made.kind === 'scheduled' ? made.schedule.timing.zone : made.kind;
    };
    expect(await zoneOf('every monday 9:00 in Asia/Tokyo', 'Europe/Paris')).toBe('Asia/Tokyo');
    expect(await zoneOf('every monday 9:00', 'Europe/Paris')).toBe('Europe/Paris');
    expect(await zoneOf('every monday 9:00')).toBe('Europe/Berlin');
    await createZoneStore(pool).note('slack:T1:U2', 'America/Lima', 'person');
    expect(await zoneOf('every monday 9:00', undefined, BEN)).toBe('America/Lima');
  });

  it('is one however often its event is delivered, and Temporal has it', async () => {
    const ask = {
      eventKey: 'e1',
      timing: timingOf('every monday 9:00'),
      request: { topic: 'Tides' },
      thread: CHANNEL,
      language: LANGUAGE,
    };
    const [one, two] = await Promise.all([place.desk.schedule(ANN, ask), place.desk.schedule(ANN, ask)]);
    expect(one).toEqual(two);
    const [only, ...more] = await mine();
    expect(more).toEqual([]);
    expect([...place.atTemporal.keys()]).toEqual([only?.scheduleId]);
  });

  it('is not made for who may start nothing there, nor for what is no order, nor beyond the limits', async () => {
    const ask = { eventKey: 'e1', timing: timingOf('every monday 9:00'), thread: CHANNEL, language: LANGUAGE };
    expect(await place.desk.schedule(ANN, { ...ask, request: { topic: 'Tides', template: 'nonsense' } })).toMatchObject(
      {
        refusal: { code: 'unknown-template' },
      },
    );
    expect(
      await place.desk.schedule(ANN, { ...ask, request: { topic: 'Tides', files: [{ id: 'f', name: 'a.md' }] } }),
    ).toMatchObject({
      refusal: { code: 'schedule-files' },
    });
    place.shut = refused({ code: 'may-not-start', why: 'person', ask: [] });
    expect(await place.desk.schedule(ANN, { ...ask, request: { topic: 'Tides' } })).toEqual(place.shut);
    place.shut = undefined;
    for (const _ of Array(RULES.perPerson)) await make();
    await expect(make()).rejects.toThrow('schedule-limit');
    expect(await mine()).toHaveLength(RULES.perPerson);
  });

  it('is seen and changed by its maker and by administrators, and by nobody else', async () => {
    const { scheduleId } = await make();
    const pausing = { act: 'pause', scheduleId } as const;
    expect(await act(pausing, BEN)).toEqual(refused({ code: 'no-such-schedule', scheduleId }));
    expect(await place.desk.schedules(BEN, { scope: 'mine', scheduleId })).toEqual(
      refused({ code: 'no-such-schedule', scheduleId }),
    );
    expect(await place.desk.schedules(BEN, { scope: 'everywhere' })).toEqual(refused({ code: 'not-an-administrator' }));
    expect(await mine(BEN)).toEqual([]);
    expect(await place.desk.schedules(EVE, { scope: 'everywhere' })).toMatchObject({
      schedules: [{ scheduleId, isOwn: false }],
    });
    expect(await act(pausing, EVE)).toMatchObject({
      kind: 'schedule-changed',
      schedule: { paused: 'person' },
    });
    expect(await act(pausing, { ...EVE, workspace: 'T2' })).toMatchObject({ kind: 'refused' });
    const { rows } = await pool.query('select act, code, actor_key from audit order by audit_id');
    expect(rows).toMatchObject([
      { act: 'schedule', code: null, actor_key: 'slack:T1:U1' },
      { act: 'schedule-pause', code: 'no-such-schedule', actor_key: 'slack:T1:U2' },
      { act: 'see', code: 'no-such-schedule' },
      { act: 'see', code: 'not-an-administrator' },
      { act: 'schedule-pause', code: null, actor_key: 'slack:T1:U3' },
      { act: 'schedule-pause', code: 'no-such-schedule' },
    ]);
  });

  it('is paused, goes on, skips one moment however often that is pressed, and is deleted', async () => {
    const { scheduleId, next, nextSlot } = await make();
    expect(await act({ act: 'pause' })).toMatchObject({
      schedule: { paused: 'person', next: [] },
    });
    expect(await act({ act: 'skip' })).toEqual(refused({ code: 'schedule-paused' }));
    await act({ act: 'resume' });
    const skip = { act: 'skip', scheduleId, ...(nextSlot !== undefined && { slot: nextSlot }) } as const;
    await Promise.all([act(skip), act(skip)]);
    const skipped = await act(skip);
    expect(skipped).toMatchObject({
      kind: 'schedule-changed',
      schedule: { next: [next[1], next[2], expect.any(Date)] },
    });
    expect(place.atTemporal.get(scheduleId)).toMatchObject({ skips: [nextSlot] });
    expect(await act({ ...skip, slot: '2001-01-01T09:00' })).toMatchObject({
      kind: 'schedule-changed',
    });
    expect(place.atTemporal.get(scheduleId)).toMatchObject({ skips: [nextSlot] });
    expect(await act({ ...skip, slot: `${new Date().getFullYear() + 1}-01-04T03:17` })).toMatchObject({
      refusal: { code: 'no-such-slot' },
    });
    await act({ act: 'delete', scheduleId });
    expect(await mine()).toEqual([]);
    expect(place.atTemporal.get(scheduleId)).toBeUndefined();
    expect(await act({ act: 'pause' })).toEqual(refused({ code: 'no-schedules' }));
  });

  it('is asked for by its id where there are several', async () => {
    const [one] = [await make(), await make('every day 7:00')];
    expect(await act({ act: 'pause' })).toMatchObject({
      refusal: { code: 'several-schedules', candidates: [{ scheduleId: one.scheduleId, topic: 'Market news' }, {}] },
    });
  });

  it('is as it is wanted while Temporal is away, which has it when it is back', async () => {
    const { scheduleId } = await make();
    place.isTemporalAway = true;
    expect(await act({ act: 'pause' })).toMatchObject({ schedule: { paused: 'person' } });
    expect(place.atTemporal.get(scheduleId)).not.toHaveProperty('paused');
    place.isTemporalAway = false;
    await pool.query(`update schedules set changed_at = now() - interval '1 minute'`);
    await place.look();
    expect(place.atTemporal.get(scheduleId)).toMatchObject({ paused: 'person' });
  });
});

describe('a moment that has come', () => {
  it('starts an article as its maker would have: a thread of its own, with the order as it was typed', async () => {
    const schedule = await make('every monday 9:00', ANN, 'Market news --length 300');
    await due(schedule, '2026-12-07T09:00');
    expect(place.started).toMatchObject([
      {
        eventKey: `schedule:${schedule.scheduleId}:2026-12-07T09:00`,
        requester: ANN,
        thread: CHANNEL,
        request: { topic: 'Market news', lengthWords: 300 },
      },
    ]);
    expect(place.told).toEqual([]);
    expect((await mine())[0]?.last).toMatchObject({ outcome: 'started' });
  });

  it('starts one article, also when a process died after it had begun', async () => {
    const schedule = await make();
    await due(schedule, '2026-12-07T09:00');
    await pool.query(`update scheduled_runs set outcome = null, article_id = null, claimed_at = null`);
    await place.look();
    const { rows } = await pool.query('select article_id from articles');
    expect(rows).toHaveLength(1);
  });

  it('tells the writer what the last articles were called', async () => {
    const schedule = await make();
    await due(schedule);
    await pool.query(
      `with written as (
         insert into drafts (draft_id, article_id, version, author, author_name, body, sha256)
         select 'a draft', article_id, 1, 'agent', 'writer', 'Text', repeat('0', 64) from articles returning article_id, draft_id)
       insert into editions (article_id, draft_id, body, marked, marked_sha256, sections)
       select article_id, draft_id, '{"title": "Markets are calm"}', '', '', '[]' from written`,
    );
    await close();
    await due(schedule);
    expect(place.started.map(({ request }) => request.earlier)).toEqual([undefined, ['Markets are calm']]);
  });

  it('begins nothing while the article before it is not over, and says so once until one begins', async () => {
    const schedule = await make();
    await due(schedule);
    await due(schedule);
    await due(schedule);
    expect(place.started).toHaveLength(1);
    expect(place.told).toMatchObject([{ news: { kind: 'waiting', topic: 'Market news' } }]);
    await close();
    await due(schedule);
    expect(place.started).toHaveLength(2);
    place.rules = { ...RULES, whileWaiting: 'start' };
    await due(schedule);
    expect(place.started).toHaveLength(3);
    expect(place.told).toHaveLength(1);
  });

  it('is told to the maker when they may not start articles any more; the third time in a row it pauses itself', async () => {
    const schedule = await make();
    place.shut = refused({ code: 'may-not-start', why: 'person', ask: [] });
    await due(schedule);
    place.shut = undefined;
    place.hasLeft = true;
    await due(schedule);
    await due(schedule);
    expect(place.started).toEqual([]);
    expect(place.told).toMatchObject([
      { news: { kind: 'refused', refusal: { code: 'may-not-start' }, isPaused: false } },
      { news: { kind: 'refused', refusal: { code: 'left-place' }, isPaused: false } },
      { news: { kind: 'refused', refusal: { code: 'left-place' }, isPaused: true } },
    ]);
    expect(place.atTemporal.get(schedule.scheduleId)).toMatchObject({ paused: 'refusals' });
    expect(await mine()).toMatchObject([{ paused: 'refusals', next: [] }]);
    const { rows } = await pool.query(`select code from audit where act = 'start' order by audit_id`);
    expect(rows).toEqual([{ code: 'may-not-start' }, { code: 'left-place' }, { code: 'left-place' }]);
  });

  it('that is too long ago begins nothing, and the maker is told', async () => {
    await due(await make(), 'late', RULES.catchUpMinutes + 1);
    expect(place.started).toEqual([]);
    expect(place.told).toMatchObject([{ news: { kind: 'late' } }]);
  });

  it('is run by hand, once for each click, but not while the last article is under way', async () => {
    const { scheduleId } = await make();
    // Paused or not, and also while Temporal, which has no part in it, is away.
    await act({ act: 'pause' });
    place.isTemporalAway = true;
    const run = { act: 'run', eventKey: 'a click', scheduleId } as const;
    const [first, second] = await Promise.all([place.desk.scheduleAct(ANN, run), place.desk.scheduleAct(ANN, run)]);
    expect([first, second]).toMatchObject([{ kind: 'schedule-changed' }, { kind: 'schedule-changed' }]);
    await place.look();
    await place.look();
    expect(place.started).toHaveLength(1);
    expect(await act({ act: 'run' })).toMatchObject({ refusal: { code: 'schedule-waits', topic: 'Market news' } });
    // Delivered again when the article is there, the click is answered as before.
    expect(await place.desk.scheduleAct(ANN, run)).toMatchObject({ kind: 'schedule-changed' });
    await close();
    expect(await place.desk.scheduleAct(ANN, run)).toMatchObject({ kind: 'schedule-changed' });
    await place.look();
    expect(place.started).toHaveLength(1);
    await act({ act: 'run' });
    await place.look();
    expect(place.started).toHaveLength(2);
  });
});

describe('a topic like one of the last', () => {
  const order = (topic: string, eventKey: string = randomUUID()) => ({
    eventKey,
    request: { topic },
    thread: CHANNEL,
    language: LANGUAGE,
  });

  it('is asked about, and starts when whoever asked for it says so, once', async () => {
    await place.desk.start(BEN, order('How tides work'));
    const asked = await place.desk.start(ANN, order('How do the tides work?', 'second'));
    expect(asked).toMatchObject({
      kind: 'alike',
      topic: 'How do the tides work?',
      other: { topic: 'How tides work', requesterName: 'Ben' },
    });
    expect(place.started).toHaveLength(1);
    if (asked.kind !== 'alike') throw new Error(asked.kind);
    expect(await place.desk.startHeld(BEN, asked.orderId)).toEqual(refused({ code: 'no-such-order' }));
    const [one, two] = await Promise.all([
      place.desk.startHeld(ANN, asked.orderId),
      place.desk.startHeld(ANN, asked.orderId),
    ]);
    expect(one).toMatchObject({ kind: 'started', topic: 'How do the tides work?' });
    expect(two).toEqual(one);
    // Delivered again, the event finds what it has begun.
    expect(await place.desk.start(ANN, order('How do the tides work?', 'second'))).toEqual(one);
  });

  it('is none elsewhere, when the other one came to nothing, when it is too long ago, nor of the same event', async () => {
    await place.desk.start(ANN, order('How tides work', 'first'));
    expect(await place.desk.start(ANN, order('How tides work', 'first'))).toMatchObject({ kind: 'started' });
    expect(
      await place.desk.start(ANN, { ...order('How tides work'), thread: { ...CHANNEL, channel: 'C2' } }),
    ).toMatchObject({ kind: 'started' });
    expect(await place.desk.start(ANN, order('How bread is made'))).toMatchObject({ kind: 'started' });
    await pool.query(`update articles set stage = 'cancelled', closed_at = now()`);
    expect(await place.desk.start(ANN, order('How tides work'))).toMatchObject({ kind: 'started' });
    await pool.query(`update articles set created_at = now() - interval '15 days'`);
    expect(await place.desk.start(ANN, order('How tides work'))).toMatchObject({ kind: 'started' });
  });
});
