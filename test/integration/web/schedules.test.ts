import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../bots/web/connect/token-store.ts';
import { readToken } from '../../../bots/web/connect/token.ts';
import type { ScheduleJson } from '../../../bots/web/listeners/schemas/schedule-schema.ts';
import { scheduleIdOf } from '../../../src/protocol/names.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { createScheduleStore } from '../../../src/storage/schedule-store.ts';
import {
  openWebDesk,
  WEB_ANN,
  WEB_BEN,
  WEB_EVE,
  type WebAnswer,
  type WebCaller,
  type WebDesk,
} from '../../support/web-desk.ts';

const ROOT: Actor = { platform: 'web', userId: 'root', displayName: 'Root', groups: [] };
const WAIT = { timeout: 45_000, interval: 50 };

let desk: WebDesk;
let ann: WebCaller;
let eve: WebCaller;
let root: WebCaller;
beforeAll(async () => {
  desk = await openWebDesk({
    config: (config) => ({
      ...config,
      access: { ...config.access, administrators: ['web:root'] },
      schedules: { ...config.schedules, zone: 'Europe/Amsterdam', perPerson: 3 },
    }),
  });
  [ann, eve, root] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_EVE), desk.as(ROOT)]);
});
afterAll(() => desk.close());

/** A busy machine is away for a moment; programs come back. */
async function answered<T>(ask: () => Promise<WebAnswer<T>>): Promise<WebAnswer<T>> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

const make = (caller: WebCaller, body: object, headers: Readonly<Record<string, string>> = {}) =>
  answered(() =>
    caller.post<ScheduleJson>('/schedules', { when: 'every monday 9:00', topic: 'Market news', ...body }, headers),
  );
const act = (caller: WebCaller, scheduleId: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  answered(() =>
    caller.post<{ outcome: string; detail: string; schedule?: ScheduleJson; code?: string }>(
      `/schedules/${scheduleId}/actions`,
      body,
      headers,
    ),
  );
const listed = async (caller: WebCaller, scope = 'mine'): Promise<readonly ScheduleJson[]> =>
  (await caller.get<{ schedules: readonly ScheduleJson[] }>(`/schedules?scope=${scope}`)).body.schedules;
const atTemporal = async (scheduleId: string) =>
  (await desk.newsroom.client.schedule.getHandle(scheduleIdOf(scheduleId)).describe()).state.paused;
const articlesOn = async (topic: string): Promise<number> =>
  (await desk.newsroom.pool.query('select from articles where topic = $1', [topic])).rowCount ?? 0;
const remove = async (caller: WebCaller, scheduleId: string): Promise<void> =>
  expect(await act(caller, scheduleId, { kind: 'delete' })).toMatchObject({ status: 200 });

describe('a schedule over HTTP', () => {
  it('is made of words and an order, once for each key, and Temporal has it', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { topic: 'How dunes sing', zone: 'Asia/Tokyo', lengthWords: 300, audience: 'sailors' };
    const made = await Promise.all([make(ann, body, headers), make(ann, body, headers)]);
    expect(made.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    const [one, two] = made;
    expect(one.body).toEqual(two.body);
    const { scheduleId } = one.body;
    expect(one.headers.get('location')).toBe(`/schedules/${scheduleId}`);
    expect(one.body).toMatchObject({
      topic: 'How dunes sing',
      when: 'every Monday at 9:00 (Asia/Tokyo)',
      timing: { weekdays: [1], times: ['09:00'], zone: 'Asia/Tokyo' },
      home: { platform: 'web', channel: 'web:ann' },
      makerName: 'Ann',
      isOwn: true,
      mayDo: ['pause', 'skip', 'run', 'delete'],
    });
    expect(one.body.next).toHaveLength(3);
    expect((await ann.get<ScheduleJson>(`/schedules/${scheduleId}`)).body).toEqual(one.body);
    expect(await atTemporal(scheduleId)).toBe(false);
    expect(await createScheduleStore(desk.newsroom.pool).find(scheduleId)).toMatchObject({
      request: { topic: 'How dunes sing', lengthWords: 300, audience: 'sailors' },
    });
    await remove(ann, scheduleId);
    await expect(atTemporal(scheduleId)).rejects.toThrow('not found');
  });

  it('is in the zone of its words, else in that which is named, else in that of the settings; in Russian, too', async () => {
    const zoneOf = async (body: object): Promise<string> => {
      const { body: made } = await make(ann, body);
      await remove(ann, made.scheduleId);
      return made.timing.zone;
    };
    expect(await zoneOf({ when: 'weekdays 8:30 in Europe/Berlin', zone: 'Asia/Tokyo' })).toBe('Europe/Berlin');
    expect(await zoneOf({ when: 'по будням в 8:30', zone: 'asia/tokyo' })).toBe('Asia/Tokyo');
    expect(await zoneOf({})).toBe('Europe/Amsterdam');
    const made = await make(ann, { when: 'каждый понедельник 9:00 и 18:00' }, { 'accept-language': 'ru' });
    expect(made.body.when).toContain('понедельник');
    expect(made.body.timing.times).toEqual(['09:00', '18:00']);
    await remove(ann, made.body.scheduleId);
  });

  it.each([
    [{ when: 'every monday' }, 'schedule-when', 'time'],
    [{ when: 'every 5 minutes' }, 'schedule-when', 'day'],
    [{ when: 'every monday 9:00 Market news' }, 'schedule-when', 'rest'],
    [{ when: 'every monday 9:00 in Europe/Atlantis' }, 'schedule-when', 'zone'],
    [{ zone: 'Europe/Atlantis' }, 'invalid-request', undefined],
    [{ when: '' }, 'invalid-request', undefined],
    [{ topic: '' }, 'invalid-request', undefined],
    [{ template: 'there-is-none' }, 'unknown-template', undefined],
    [{ every: 'monday' }, 'invalid-request', undefined],
  ])('is not made of %j', async (body, code, what) => {
    const refused = await make(ann, body);
    expect(refused).toMatchObject({ status: 422, body: { code, ...(what !== undefined && { what }) } });
    expect(refused.body).toHaveProperty('detail');
    expect(await listed(ann)).toEqual([]);
  });

  it('takes no files, and is one of as many as there may be', async () => {
    const form = new FormData();
    form.append('file', new File(['# Tides'], 'tides.md'));
    const { fileId } = (await ann.request<{ fileId: string }>('POST', '/files', form)).body;
    expect(await make(ann, { sources: [{ fileId }] })).toMatchObject({ status: 422, body: { code: 'schedule-files' } });
    const key = { 'idempotency-key': randomUUID() };
    const ids = [];
    for (const topic of ['One', 'Two', 'Three']) ids.push((await make(ann, { topic })).body.scheduleId);
    const refused = { status: 409, body: { code: 'schedule-limit', scope: 'person', most: 3 } };
    expect(await make(ann, { topic: 'Four' }, key)).toMatchObject(refused);
    expect((await listed(ann)).map(({ topic }) => topic)).toEqual(['One', 'Two', 'Three']);
    await remove(ann, ids[0] ?? '');
    // A request that was refused has freed its key.
    const fourth = await make(ann, { topic: 'Four' }, key);
    expect(fourth.status).toBe(201);
    for (const scheduleId of [...ids.slice(1), fourth.body.scheduleId]) await remove(ann, scheduleId);
  });

  it('begins an article when it is run, once for each key, and not while that one is under way', async () => {
    const { scheduleId } = (await make(ann, { topic: 'How reefs grow' })).body;
    await act(ann, scheduleId, { kind: 'pause' });
    const headers = { 'idempotency-key': randomUUID() };
    const run = () => act(ann, scheduleId, { kind: 'run' }, headers);
    const answers = await Promise.all([run(), run()]);
    expect(answers).toMatchObject([{ status: 200, body: { outcome: 'counted' } }, { status: 200 }]);
    await expect.poll(() => articlesOn('How reefs grow'), WAIT).toBe(1);
    const latest = async () => (await ann.get<ScheduleJson>(`/schedules/${scheduleId}`)).body.last;
    await expect.poll(latest, WAIT).toMatchObject({ outcome: 'started', articleId: expect.any(String) });
    const { articleId = '' } = (await latest()) ?? {};
    expect((await ann.get(`/articles/${articleId}`)).body).toMatchObject({ requester: { key: 'web:ann' } });
    expect(await act(ann, scheduleId, { kind: 'run' })).toMatchObject({
      status: 409,
      body: { code: 'schedule-waits', articleId, topic: 'How reefs grow' },
    });
    // The click that was sent again is answered as the first time.
    expect(await run()).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    expect(await articlesOn('How reefs grow')).toBe(1);
    await remove(ann, scheduleId);
    expect(await ann.get(`/articles/${articleId}`)).toMatchObject({ status: 200 });
  });

  it('is paused, goes on, and leaves out the one moment that was named', async () => {
    const { scheduleId, nextSlot, next } = (await make(ann, {})).body;
    expect(await act(ann, scheduleId, { kind: 'pause' })).toMatchObject({
      status: 200,
      body: { schedule: { paused: 'person', next: [], mayDo: ['resume', 'run', 'delete'] } },
    });
    expect(await atTemporal(scheduleId)).toBe(true);
    const skip = { kind: 'skip', slot: nextSlot };
    expect(await act(ann, scheduleId, skip)).toMatchObject({ status: 409, body: { code: 'schedule-paused' } });
    await act(ann, scheduleId, { kind: 'resume' });
    for (const _ of ['first', 'second'])
      expect((await act(ann, scheduleId, skip)).body.schedule?.next.slice(0, 2)).toEqual(next.slice(1));
    const never = { kind: 'skip', slot: `${new Date().getFullYear() + 1}-01-04T03:17` };
    expect(await act(ann, scheduleId, never)).toMatchObject({ status: 422, body: { code: 'no-such-slot' } });
    expect(await act(ann, scheduleId, { kind: 'skip', slot: 'tomorrow' })).toMatchObject({ status: 422 });
    expect(await act(ann, scheduleId, { kind: 'stop' })).toMatchObject({ status: 422 });
    const gone = await act(ann, scheduleId, { kind: 'delete' });
    expect(gone.body).toEqual({ outcome: 'counted', detail: expect.stringContaining('Deleted: Market news') });
    expect(await act(ann, scheduleId, { kind: 'pause' })).toMatchObject({ status: 404 });
    expect(await listed(ann)).toEqual([]);
  });

  it('is seen and changed by its maker and administrators, with the scope for it, and hidden from everybody else', async () => {
    const { scheduleId } = (await make(ann, {})).body;
    const at = `/schedules/${scheduleId}`;
    for (const hidden of [await eve.get(at), await act(eve, scheduleId, { kind: 'delete' })])
      expect(hidden).toMatchObject({ status: 404, body: { code: 'no-such-schedule' } });
    expect(await listed(eve)).toEqual([]);
    expect(await eve.get('/schedules?scope=everywhere')).toMatchObject({
      status: 403,
      body: { code: 'not-an-administrator' },
    });
    for (const [caller, mayAll] of [
      [eve, false],
      [root, true],
    ] as const)
      expect((await caller.get('/schedules')).body).toMatchObject({ mayAll });
    expect(await listed(root, 'everywhere')).toMatchObject([{ scheduleId, isOwn: false, makerName: 'Ann' }]);
    expect(await act(root, scheduleId, { kind: 'pause' })).toMatchObject({ status: 200 });

    const [reader, starter] = [await desk.as(WEB_ANN, ['articles:read']), await desk.as(WEB_ANN, ['articles:start'])];
    expect((await reader.get(at)).status).toBe(200);
    for (const refused of [
      await make(reader, {}),
      await act(reader, scheduleId, { kind: 'resume' }),
      await act(starter, scheduleId, { kind: 'resume' }),
      await starter.get(at),
    ])
      expect(refused).toMatchObject({ status: 403, body: { code: 'scope-missing' } });
    expect(await desk.withoutToken().get('/schedules')).toMatchObject({ status: 401 });
    await remove(root, scheduleId);
  });

  it('says why its article could not begin', async () => {
    const ben = await desk.as(WEB_BEN);
    const { scheduleId } = (await make(ben, { topic: 'How winds turn' })).body;
    const store = createScheduleStore(desk.newsroom.pool);
    await store.noteRun({ scheduleId, slot: 'late', dueAt: new Date(Date.now() - 24 * 3_600_000) });
    const last = async () => (await ben.get<ScheduleJson>(`/schedules/${scheduleId}`)).body.last;
    await expect.poll(last, WAIT).toMatchObject({ outcome: 'late', detail: expect.any(String) });
    await store.noteRun({ scheduleId, slot: 'refused', dueAt: new Date() });
    await desk.newsroom.pool.query(
      `update scheduled_runs set outcome = 'refused', news = $2 where schedule_id = $1 and slot = 'refused'`,
      [scheduleId, JSON.stringify({ kind: 'refused', refusal: { code: 'left-place' }, isPaused: false })],
    );
    expect(await last()).toMatchObject({ outcome: 'refused', detail: 'You are not in that channel any more.' });
    await remove(ben, scheduleId);
  });

  it('begins nothing any more for whoever could not come in any more', async () => {
    const nora = await desk.as({ platform: 'web', userId: 'nora', displayName: 'Nora', groups: [] });
    const { scheduleId } = (await make(nora, { topic: 'How cranes fly' })).body;
    await createTokenStore(desk.newsroom.pool).revoke(readToken(nora.token)?.id ?? '');
    expect(await act(root, scheduleId, { kind: 'run' })).toMatchObject({ status: 200 });
    const last = async () => (await root.get<ScheduleJson>(`/schedules/${scheduleId}`)).body.last;
    await expect.poll(last, WAIT).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('no token') });
    expect(await articlesOn('How cranes fly')).toBe(0);
    await remove(root, scheduleId);
  });
});
