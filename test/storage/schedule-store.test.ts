import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import {
  createScheduleStore,
  type NewSchedule,
  type ScheduleRecord,
  type ScheduleStore,
} from '../../src/storage/schedule-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const MANY = { perPerson: 10, perChannel: 10 };
const PAUSE_AFTER = 3;

const database = useDatabase();
let pool: Pool;
let store: ScheduleStore;
beforeAll(() => {
  ({ pool } = database);
  store = createScheduleStore(pool);
});
beforeEach(async () => void (await pool.query('truncate schedules, scheduled_runs')));

function scheduleOf(maker = ANN, channel = 'C1'): NewSchedule {
  return {
    scheduleId: randomUUID().slice(0, 16),
    maker,
    thread: { platform: 'slack', workspace: 'T1', channel },
    language: 'en',
    request: { topic: 'Market news' },
    timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }], zone: 'UTC' },
  };
}

async function made(schedule = scheduleOf()): Promise<ScheduleRecord> {
  expect(await store.open(schedule, MANY)).toBe('open');
  return await found(schedule.scheduleId);
}

async function found(scheduleId: string): Promise<ScheduleRecord> {
  const schedule = await store.find(scheduleId);
  if (schedule === undefined) throw new Error('There is no such schedule');
  return schedule;
}

/** Its next moment comes, and this becomes of it. */
async function refuse(scheduleId: string, slot: string): Promise<void> {
  await store.noteRun({ scheduleId, slot, dueAt: new Date() });
  const refusal = { code: 'broken' } as const;
  await store.endRun(
    { scheduleId, slot },
    { outcome: 'refused', news: { kind: 'refused', refusal, isPaused: false } },
    PAUSE_AFTER,
  );
}

describe('schedules', () => {
  it('are as they were made, once however often the event comes', async () => {
    const schedule = scheduleOf();
    await Promise.all([store.open(schedule, MANY), store.open(schedule, MANY)]);
    expect(await store.list({ makers: ['slack:T1:U1'] }, 10)).toMatchObject([
      { ...schedule, revision: 1, refusals: 0 },
    ]);
  });

  it('are no more than may be, also when all are asked for at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => store.open(scheduleOf(), { perPerson: 2, perChannel: 10 })),
    );
    expect(answers.filter((answer) => answer === 'open')).toHaveLength(2);
    expect(answers.filter((answer) => answer !== 'open')[0]).toEqual({ kind: 'limit', scope: 'person', most: 2 });
    expect(await store.open(scheduleOf(BEN), { perPerson: 2, perChannel: 2 })).toEqual({
      kind: 'limit',
      scope: 'channel',
      most: 2,
    });
    expect(await store.open(scheduleOf(BEN, 'C2'), { perPerson: 2, perChannel: 2 })).toBe('open');
  });

  it('are listed for their makers and for their workspace', async () => {
    const [one, two] = [await made(), await made(scheduleOf(BEN, 'C2'))];
    const ids = async (of: Parameters<ScheduleStore['list']>[0]): Promise<readonly string[]> =>
      (await store.list(of, 10)).map(({ scheduleId }) => scheduleId);
    expect(await ids({ makers: ['telegram:7', 'slack:T1:U2'] })).toEqual([two.scheduleId]);
    expect(await ids({ scope: 'slack:T1' })).toEqual([one.scheduleId, two.scheduleId]);
    expect(await ids({ scope: 'slack:T2' })).toEqual([]);
  });

  it('are changed by whoever knows how they are now, and by nobody else', async () => {
    const before = await made();
    const [one, two] = await Promise.all([
      store.change(before, { paused: 'person' }),
      store.change(before, { skips: ['2026-12-07T09:00'] }),
    ]);
    expect([one, two].filter((changed) => changed !== undefined)).toHaveLength(1);
  });

  it('wait to be applied until Temporal has their newest revision', async () => {
    const first = await made();
    const second = await store.change(first, { paused: 'person' });
    expect(await store.applied(first)).toBe(false);
    expect(await store.notApplied(0)).toMatchObject([
      { schedule: { revision: 2, paused: 'person' }, isDeleted: false },
    ]);
    expect(second && (await store.applied(second))).toBe(true);
    expect(await store.notApplied(0)).toEqual([]);
  });

  it('are gone at once when they are deleted, and for good when Temporal has none', async () => {
    const deleted = await store.change(await made(), { isDeleted: true });
    expect(await store.find(deleted?.scheduleId ?? '')).toBeUndefined();
    expect(await store.notApplied(0)).toMatchObject([{ isDeleted: true }]);
    expect(deleted && (await store.applied(deleted))).toBe(true);
    expect(await store.notApplied(0)).toEqual([]);
  });
});

describe('a moment of a schedule', () => {
  it('is taken by one of those who look, one after the other', async () => {
    const { scheduleId } = await made();
    const noted = (slot: string, dueAt: string) => store.noteRun({ scheduleId, slot, dueAt: new Date(dueAt) });
    await noted('2026-12-07T09:00', '2026-12-07T09:00:00Z');
    await noted('2026-12-07T09:00', '2026-12-07T09:00:00Z');
    await noted('2026-12-14T09:00', '2026-12-14T09:00:00Z');
    const taken = (await Promise.all([store.takeRuns('slack'), store.takeRuns('slack')])).flat();
    expect(taken).toMatchObject([{ slot: '2026-12-07T09:00', schedule: { scheduleId } }]);
    await store.endRun({ scheduleId, slot: '2026-12-07T09:00' }, { outcome: 'late' }, PAUSE_AFTER);
    expect(await store.takeRuns('telegram')).toEqual([]);
    expect(await store.takeRuns('slack')).toMatchObject([{ slot: '2026-12-14T09:00' }]);
  });

  it('at which nothing may begin pauses the schedule the third time in a row, and says so', async () => {
    const { scheduleId } = await made();
    await refuse(scheduleId, 'one');
    await refuse(scheduleId, 'two');
    await store.noteRun({ scheduleId, slot: 'three', dueAt: new Date() });
    await store.endRun({ scheduleId, slot: 'three' }, { outcome: 'started', articleId: 'a' }, PAUSE_AFTER);
    await refuse(scheduleId, 'four');
    await refuse(scheduleId, 'five');
    expect(await found(scheduleId)).toMatchObject({ refusals: 2 });
    expect(await found(scheduleId)).not.toHaveProperty('paused');
    await refuse(scheduleId, 'six');
    expect(await found(scheduleId)).toMatchObject({ refusals: 3, paused: 'refusals', last: { outcome: 'refused' } });
    const news = await store.takeNews('slack');
    expect(news.map((one) => [one.slot, 'isPaused' in one.news && one.news.isPaused])).toEqual([
      ['one', false],
      ['two', false],
      ['four', false],
      ['five', false],
      ['six', true],
    ]);
  });

  it('is told once, by one of those who look; again only when nobody has said that it was', async () => {
    const { scheduleId } = await made();
    await refuse(scheduleId, 'one');
    const taken = (await Promise.all([store.takeNews('slack'), store.takeNews('slack')])).flat();
    expect(taken).toHaveLength(1);
    await pool.query(`update scheduled_runs set claimed_at = now() - interval '2 minutes'`);
    expect(await store.takeNews('slack', BEN)).toEqual([]);
    expect(await store.takeNews('slack', ANN)).toHaveLength(1);
    await store.told({ scheduleId, slot: 'one' });
    await pool.query(`update scheduled_runs set claimed_at = null`);
    expect(await store.takeNews('slack')).toEqual([]);
  });

  it('that waits for an article is told once in a row', async () => {
    const { scheduleId } = await made();
    const wait = async (slot: string): Promise<void> => {
      await store.noteRun({ scheduleId, slot, dueAt: new Date() });
      const news = { kind: 'waiting', articleId: 'a', topic: 'Market news' } as const;
      await store.endRun({ scheduleId, slot }, { outcome: 'waiting', news }, PAUSE_AFTER);
    };
    await wait('one');
    await wait('two');
    expect((await store.takeNews('slack')).map(({ slot }) => slot)).toEqual(['one']);
  });
});
