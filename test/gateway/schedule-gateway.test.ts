import { setTimeout as sleep } from 'node:timers/promises';
import { ScheduleNotFoundError, WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createScheduleGateway, type ScheduleGateway } from '../../src/gateway/schedule-gateway.ts';
import { noteStoppedRuns } from '../../src/gateway/note-stopped-runs.ts';
import { scheduleIdOf } from '../../src/protocol/names.ts';
import { comingTimes, type Schedule } from '../../src/protocol/schedule.ts';
import type { Timing } from '../../src/protocol/timing.ts';
import { weekAt } from '../../src/protocol/timing.ts';
import { createScheduleStore, type ScheduleStore } from '../../src/storage/schedule-store.ts';
import { ANN, type Newsroom, openNewsroom } from '../support/newsroom.ts';

let newsroom: Newsroom;
let gateway: ScheduleGateway;
let store: ScheduleStore;
beforeAll(async () => {
  newsroom = await openNewsroom();
  gateway = createScheduleGateway({ client: newsroom.client, catchUpMinutes: 60, budgetMs: 15_000 });
  store = createScheduleStore(newsroom.pool);
});
afterAll(() => newsroom.close());

const MONDAY: Timing = { weekdays: [1], times: [{ hour: 9, minute: 30 }], zone: 'Europe/Berlin' };
let made = 0;

async function make(timing: Timing): Promise<Schedule> {
  made += 1;
  const scheduleId = `schedule${made}`;
  await store.open(
    {
      scheduleId,
      maker: ANN,
      thread: { platform: 'memory', channel: `C${made}` },
      language: 'en',
      request: { topic: 'Market news' },
      timing,
    },
    { perPerson: 100, perChannel: 100 },
  );
  return { scheduleId, timing, skips: [] };
}

async function described({ scheduleId }: Schedule) {
  return await newsroom.client.schedule.getHandle(scheduleIdOf(scheduleId)).describe();
}

async function nextAtTemporal(schedule: Schedule, count: number): Promise<readonly Date[]> {
  return (await described(schedule)).info.nextActionTimes.slice(0, count);
}

/** Every moment that was noted. */
async function notedOf({ scheduleId }: Schedule): Promise<readonly string[]> {
  const { rows } = await newsroom.pool.query<{ slot: string }>(
    'select slot from scheduled_runs where schedule_id = $1 order by due_at',
    [scheduleId],
  );
  return rows.map(({ slot }) => slot);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

describe('a schedule at Temporal', () => {
  it.each<[string, Timing]>([
    ['on Mondays', MONDAY],
    [
      'every day, twice',
      {
        times: [
          { hour: 7, minute: 0 },
          { hour: 18, minute: 15 },
        ],
        zone: 'America/New_York',
      },
    ],
    ['on days of the month', { monthDays: [1, 15, 31], times: [{ hour: 10, minute: 0 }], zone: 'Asia/Kolkata' }],
    ['on the second Tuesday', { weekdays: [2], ofMonth: 2, times: [{ hour: 10, minute: 0 }], zone: 'UTC' }],
    // The fourth Sunday of March 2027 has no such hour.
    [
      'at an hour that there is not always',
      { weekdays: [0], ofMonth: 4, times: [{ hour: 2, minute: 30 }], zone: 'Europe/Berlin' },
    ],
  ])('begins when we say that it will: %s', async (_name, timing) => {
    const schedule = await make(timing);
    await gateway.apply(schedule);
    expect(await nextAtTemporal(schedule, 6)).toEqual(comingTimes(schedule, new Date(), 6));
  });

  it('leaves out what is skipped, and is made as it is wanted however often', async () => {
    const schedule = await make(MONDAY);
    await gateway.apply(schedule);
    const [, second, third] = await nextAtTemporal(schedule, 3);
    const [first] = comingTimes(schedule, new Date(), 1);
    const key = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' }).format(first);
    const skipping = { ...schedule, skips: [`${key}T09:30`] };
    await Promise.all([gateway.apply(skipping), gateway.apply(skipping)]);
    expect(await nextAtTemporal(schedule, 2)).toEqual([second, third]);
    expect(comingTimes(skipping, new Date(), 2)).toEqual([second, third]);
  });

  it('is paused, goes on, and is gone', async () => {
    const schedule = await make(MONDAY);
    await gateway.apply({ ...schedule, paused: 'person' });
    expect((await described(schedule)).state.paused).toBe(true);
    await gateway.apply(schedule);
    expect((await described(schedule)).state.paused).toBe(false);
    await gateway.remove(schedule.scheduleId);
    await gateway.remove(schedule.scheduleId);
    await expect(described(schedule)).rejects.toBeInstanceOf(ScheduleNotFoundError);
  });

  it('that an operator runs there notes one moment for each time, paused or not', async () => {
    const schedule = await make(MONDAY);
    await gateway.apply({ ...schedule, paused: 'person' });
    await newsroom.client.schedule.getHandle(scheduleIdOf(schedule.scheduleId)).trigger('ALLOW_ALL');
    await until(async () => (await notedOf(schedule)).length === 1);
    const [slot = ''] = await notedOf(schedule);
    expect(Math.abs(Date.parse(slot) - Date.now())).toBeLessThan(60_000);
    expect(await store.takeRuns('memory')).toMatchObject([{ slot, schedule: { scheduleId: schedule.scheduleId } }]);
  });

  it('notes its moments by the clock of its place, once, and only what is wanted then', async () => {
    const at = new Date('2026-12-07T08:30:00Z');
    const schedule = await make({ ...MONDAY, weeks: { every: 2, phase: weekAt(at, 'Europe/Berlin') % 2 } });
    const { scheduleId } = schedule;
    const note = (moment: string): Promise<void> => newsroom.activities.noteScheduled({ scheduleId, at: moment });
    await note(at.toISOString());
    await note(at.toISOString());
    await note('2026-12-14T08:30:00Z');
    await newsroom.activities.noteScheduled({ scheduleId: 'another', at: at.toISOString() });
    const before = await store.find(scheduleId);
    const skipped = before && (await store.change(before, { skips: ['2026-12-21T09:30'] }));
    await note('2026-12-21T08:30:00Z');
    if (skipped !== undefined) await store.change(skipped, { paused: 'person' });
    await note('2027-01-04T08:30:00Z');
    expect(await notedOf(schedule)).toEqual(['2026-12-07T09:30']);
  });

  it('notes a moment that Temporal itself has found', async () => {
    const soon = new Date(Date.now() + 1000);
    const everyMinute: Timing = { times: [{ hour: soon.getUTCHours(), minute: soon.getUTCMinutes() }], zone: 'UTC' };
    const schedule = await make(everyMinute);
    await gateway.apply(schedule);
    // Temporal finds again what it would have found in this minute.
    const minute = new Date(Math.floor(soon.getTime() / 60_000) * 60_000);
    await newsroom.client.schedule
      .getHandle(scheduleIdOf(schedule.scheduleId))
      .backfill([
        { start: new Date(minute.getTime() - 1000), end: new Date(minute.getTime() + 1000), overlap: 'ALLOW_ALL' },
      ]);
    await until(async () => (await notedOf(schedule)).length > 0);
    expect(await notedOf(schedule)).toEqual([minute.toISOString().slice(0, 16)]);
  });
});

describe('what a schedule starts', () => {
  it('that an operator ends begins nothing, and its maker is told once', async () => {
    const { client, pool } = newsroom;
    await newsroom.stopWorker();
    onTestFinished(() => newsroom.startWorker());
    const schedule = await make(MONDAY);
    const { scheduleId } = schedule;
    await gateway.apply(schedule);
    await client.schedule.getHandle(scheduleIdOf(scheduleId)).trigger('ALLOW_ALL');
    const startedBy = { query: `TemporalScheduledById = '${scheduleIdOf(scheduleId)}'` };
    const started = async (): Promise<readonly string[]> => {
      const ids: string[] = [];
      for await (const { workflowId } of client.workflow.list(startedBy)) ids.push(workflowId);
      return ids;
    };
    await until(async () => (await started()).length === 1);
    const [workflowId = ''] = await started();
    await client.workflow.getHandle(workflowId).terminate();
    await until(async () => {
      await noteStoppedRuns(client, store);
      return (await notedOf(schedule)).length === 1;
    });
    expect((await store.takeRuns('memory')).filter((run) => run.schedule.scheduleId === scheduleId)).toEqual([]);
    const [told, ...others] = await store.takeNews('memory');
    expect([told?.news, others]).toEqual([{ kind: 'stopped' }, []]);
    expect(told?.schedule.last).toMatchObject({ outcome: 'stopped' });
    await store.told({ scheduleId, slot: told?.slot ?? '' });
    await noteStoppedRuns(client, store);
    await pool.query('update scheduled_runs set claimed_at = null');
    expect(await store.takeNews('memory')).toEqual([]);
  });

  it('fails at once when it cannot be read', async () => {
    const run = newsroom.client.workflow.execute('scheduledOrder', {
      taskQueue: 'copydesk',
      workflowId: 'nonsense',
      args: [{ schedule: 1 }],
    });
    await expect(run).rejects.toBeInstanceOf(WorkflowFailedError);
  });
});
