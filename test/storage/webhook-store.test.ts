import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createWebhookStore,
  type FreshEvent,
  type NewEndpoint,
  type WebhookStore,
} from '../../src/storage/webhook-store.ts';
import { clearAudit } from '../support/clear-audit.ts';
import { useDatabase } from '../support/use-database.ts';

const endpoint = (name: string, more: Partial<NewEndpoint> = {}): NewEndpoint => ({
  name,
  url: `https://${name}.example.com/`,
  allowPrivate: false,
  ...more,
});

const database = useDatabase();
let pool: Pool;
let store: WebhookStore;
beforeAll(() => {
  ({ pool } = database);
  store = createWebhookStore(pool);
});
beforeEach(async () => {
  await pool.query('delete from webhook_endpoints');
  await store.configure([endpoint('one'), endpoint('two')]);
});

async function openArticle(): Promise<string> {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{}', 'Tides', '{}', '', '{}', 'en', '{}', '{}')`,
    [articleId],
  );
  return articleId;
}

const event = (articleId: string, number: number, endpoints: readonly string[] = ['one']): FreshEvent => ({
  id: `${articleId}-${number}`,
  type: 'article.draft',
  at: `2026-11-29T09:0${number}:00.000Z`,
  body: `{"number":${number}}`,
  endpoints,
});

/** Ids of what the endpoint would be sent, each accepted. */
async function drained(name: string, articleId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const due = await store.next(name, articleId);
    if (due === undefined) return ids;
    ids.push(due.eventId.slice(articleId.length + 1));
    await store.settle(name, due.eventId, 'delivered', { status: 204 });
  }
}

describe('createWebhookStore', () => {
  it('has deliveries page by page, each once, and counts those of some endpoints', async () => {
    const articleId = await openArticle();
    await store.add(
      articleId,
      [1, 2, 3, 4, 5].map((number) => event(articleId, number, ['one', 'two'])),
    );
    await store.settle('one', `${articleId}-1`, 'delivered', { status: 204 });
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await store.deliveries('one', { limit: 2, ...(after !== '' && { after }) });
      seen.push(...page.map(({ eventId }) => eventId));
      after = page.at(-1)?.eventId;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((number) => `${articleId}-${number}`));
    const due = await store.deliveries('one', { limit: 9, state: 'pending', after: `${articleId}-3` });
    expect(due.map(({ eventId }) => eventId)).toEqual([`${articleId}-2`]);
    expect(await store.deliveries('one', { limit: 9, after: 'never-was' })).toEqual([]);
    const counts = await store.counts(['one']);
    expect([...counts.keys()]).toEqual(['one']);
    expect(counts.get('one')).toMatchObject({ pending: 4, delivered: 1, givenUp: 0 });
  });

  it('makes the endpoints of the file those that are told', async () => {
    const named = async () => (await store.endpoints()).map(({ name, url, createdAt }) => ({ name, url, createdAt }));
    const [one, two] = await named();
    await store.configure([endpoint('one'), endpoint('two', { url: 'https://elsewhere.example.com/' })]);
    expect(await named()).toEqual([one, { ...two, url: 'https://elsewhere.example.com/' }]);
    await store.configure([endpoint('two')]);
    expect((await named()).map(({ name }) => name)).toEqual(['two']);
    await store.configure([endpoint('one'), endpoint('two')]);
    const [again] = await named();
    // What happened while it was not there is not told.
    expect(Date.parse(again?.createdAt ?? '')).toBeGreaterThan(Date.parse(one?.createdAt ?? ''));
  });

  it('is in the audit, once for each endpoint of the file that comes, changes or goes', async () => {
    await clearAudit(pool);
    await store.configure([endpoint('one'), endpoint('two')]);
    await store.configure([endpoint('one', { url: 'https://elsewhere.example.com/' }), endpoint('two')]);
    await store.configure([endpoint('one')]);
    await store.configure([endpoint('one')]);
    const { rows } = await pool.query<{ act: string; about: string; via: string }>(
      'select act, about, via from audit order by audit_id',
    );
    const about = expect.stringMatching(/^webhook:one [0-9a-f]{16}$/);
    expect(rows).toMatchObject([
      { act: 'webhook-declare', about, via: 'settings' },
      { act: 'webhook-declare', about },
      { act: 'webhook-withdraw', about: 'webhook:two' },
    ]);
    expect(rows[0]?.about).not.toBe(rows[1]?.about);
    expect(JSON.stringify(rows)).not.toContain('example.com');
  });

  it('leaves those alone that were made by API', async () => {
    const made = await store.create(
      endpoint('wh_1', { events: ['article.stuck'], places: ['terminal'] }),
      Buffer.from('sealed'),
    );
    expect(made).toMatchObject({ name: 'wh_1', source: 'api', events: ['article.stuck'], places: ['terminal'] });
    expect(await store.create(endpoint('wh_1'), Buffer.from('another'))).toBeUndefined();
    await store.configure([]);
    expect((await store.endpoints()).map(({ name }) => name)).toEqual(['wh_1']);
    expect(await store.reseal('wh_1', Buffer.from('newer'), Buffer.from('another'))).toBe(false);
    expect(await store.reseal('wh_1', Buffer.from('newer'), Buffer.from('sealed'))).toBe(true);
    expect((await store.sealedOf('wh_1'))?.toString()).toBe('newer');
    expect([await store.remove('one'), await store.remove('wh_1'), await store.remove('wh_1')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(await store.sealedOf('wh_1')).toBeUndefined();
  });

  it('numbers events in the order in which they are first written down, whoever else does so', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1), event(articleId, 2)]);
    const due = await Promise.all([
      store.add(articleId, [event(articleId, 2), event(articleId, 3)]),
      store.add(articleId, [event(articleId, 3), event(articleId, 4, ['two'])]),
    ]);
    expect(new Set(due.flat())).toEqual(new Set(['one', 'two']));
    expect(await drained('one', articleId)).toEqual(['1', '2', '3']);
    expect(await drained('two', articleId)).toEqual(['4']);
    expect([...(await store.known(articleId))].toSorted()).toEqual([1, 2, 3, 4].map((n) => `${articleId}-${n}`));
  });

  it('says for how long an event has been tried, and how it ended', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1)]);
    const id = `${articleId}-1`;
    expect(await store.next('one', articleId)).toMatchObject({ attempts: 0, triedForMs: 0, body: '{"number":1}' });
    await store.failed('one', id, { status: 500 });
    await pool.query(`update webhook_deliveries set first_tried_at = now() - interval '1 hour' where event_id = $1`, [
      id,
    ]);
    await store.failed('one', id, { problem: 'timed-out' });
    const tried = await store.next('one', articleId);
    expect(tried?.attempts).toBe(2);
    expect(tried?.triedForMs).toBeGreaterThanOrEqual(3_600_000);
    await store.settle('one', id, 'given-up', { status: 503 });
    // Of one that slept meanwhile nothing is written.
    await store.settle('one', id, 'delivered', { status: 204 });
    expect(await store.deliveries('one', { limit: 10 })).toMatchObject([
      { eventId: id, state: 'given-up', attempts: 3, status: 503 },
    ]);
  });

  it('sends nothing to one that is gone, and gives up what is due there', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1, ['one', 'two'])]);
    await store.disable('one', { status: 410 });
    expect(await store.next('one', articleId)).toBeUndefined();
    // What happens from then on is written down for when it is back.
    expect(await store.add(articleId, [event(articleId, 2, ['one'])])).toEqual(['two']);
    expect(await store.replay('one', { kind: 'given-up' })).toBe(0);
    await store.enable('one');
    expect(await store.replay('one', { kind: 'given-up' })).toBe(2);
    expect(await drained('one', articleId)).toEqual(['1', '2']);
    expect((await store.counts()).get('one')).toEqual({ pending: 0, delivered: 2, givenUp: 0 });
  });

  it('enables one again that the file sends elsewhere', async () => {
    await store.disable('one', { status: 410 });
    await store.configure([endpoint('one'), endpoint('two')]);
    expect((await store.endpoints())[0]?.disabledAt).toBeDefined();
    await store.configure([endpoint('one', { url: 'https://new.example.com/' }), endpoint('two')]);
    expect((await store.endpoints())[0]?.disabledAt).toBeUndefined();
  });

  it('replays one event, or all since a moment, and has their articles looked at', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1), event(articleId, 2), event(articleId, 3)]);
    await drained('one', articleId);
    expect(await store.replay('two', { kind: 'event', id: `${articleId}-2` })).toBe(0);
    expect(await store.replay('one', { kind: 'event', id: `${articleId}-2` })).toBe(1);
    expect((await store.claim(100, 1000)).map((one) => one.articleId)).toContain(articleId);
    expect(await drained('one', articleId)).toEqual(['2']);
    expect(await store.replay('one', { kind: 'since', at: new Date('2026-11-29T09:02:00.000Z') })).toBe(2);
    expect(await drained('one', articleId)).toEqual(['2', '3']);
  });

  it('keeps an article due when something has happened since it was looked at', async () => {
    const articleId = await openArticle();
    await pool.query('insert into webhook_due (article_id) values ($1)', [articleId]);
    const claimed = async () => (await store.claim(100, 60_000)).find((one) => one.articleId === articleId);
    const first = await claimed();
    expect(await claimed()).toBeUndefined();
    await pool.query('update webhook_due set mark = mark + 1, due_at = now() where article_id = $1', [articleId]);
    await store.later(articleId, first?.mark ?? '', 60_000);
    await store.done(articleId, first?.mark ?? '');
    const second = await claimed();
    expect(Number(second?.mark)).toBe(Number(first?.mark) + 1);
    await store.done(articleId, second?.mark ?? '');
    expect(await claimed()).toBeUndefined();
  });

  it('takes up what nobody has tried for long', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1)]);
    await store.takeUp(60_000);
    expect((await store.claim(100, 1000)).map((one) => one.articleId)).not.toContain(articleId);
    await pool.query(`update webhook_deliveries set queued_at = now() - interval '3 minutes' where article_id = $1`, [
      articleId,
    ]);
    await store.takeUp(60_000);
    expect((await store.claim(100, 1000)).map((one) => one.articleId)).toContain(articleId);
  });

  it('forgets what was told of an article that is deleted', async () => {
    const articleId = await openArticle();
    await store.add(articleId, [event(articleId, 1)]);
    await pool.query('delete from articles where article_id = $1', [articleId]);
    expect(await store.deliveries('one', { limit: 10 })).toEqual([]);
    expect(await store.next('one', articleId)).toBeUndefined();
    expect(await store.add(articleId, [event(articleId, 2)])).toEqual([]);
  });
});
