import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookJson } from '../../../bots/web/listeners/schemas/webhook-schema.ts';
import { createSeal, deriveSecret } from '../../../src/lib/seal.ts';
import { startWebhooks, type TestWebhooks } from '../../support/run-webhooks.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

const SECRET = 'a-secret-of-the-tests-for-ids-of-articles';

type Created = WebhookJson & { readonly secret: string };

let desk: WebDesk;
let receiver: WebhookReceiver;
let webhooks: TestWebhooks;
let ann: WebCaller;
let ben: WebCaller;
let eve: WebCaller;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  desk = await openWebDesk({
    config: (config) => ({
      ...config,
      operators: ['web:ben'],
      webhooks: { ...config.webhooks, settings: { ...config.webhooks.settings, allowPrivateByApi: true } },
    }),
  });
  [ann, ben, eve] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN), desk.as(WEB_EVE)]);
  webhooks = await startWebhooks(desk.newsroom, {
    endpoints: [],
    secrets: new Map(),
    // As a worker makes it of COPYDESK_SECRET, where no COPYDESK_ENCRYPTION_KEY is set.
    seal: createSeal([deriveSecret(SECRET, 'webhooks')]),
  });
});
afterAll(async () => {
  await webhooks.stop();
  await desk.close();
  await receiver.close();
});

interface Deliveries {
  readonly deliveries: readonly {
    readonly eventId: string;
    readonly articleId: string;
    readonly type: string;
    readonly state: string;
    readonly attempts: number;
    readonly status?: number;
  }[];
  readonly next?: string;
}
const WAIT = { timeout: 45_000, interval: 100 };

const create = (caller: WebCaller, more: object = {}, key: string = randomUUID()) =>
  caller.post<Created>('/webhooks', { url: receiver.url, ...more }, { 'idempotency-key': key });

async function remove(caller: WebCaller, webhookId: string): Promise<void> {
  expect(await caller.request('DELETE', `/webhooks/${webhookId}`)).toMatchObject({ status: 204, body: '' });
}

async function listed(caller: WebCaller): Promise<readonly string[]> {
  const { body } = await caller.get<{ webhooks: readonly WebhookJson[] }>('/webhooks');
  return body.webhooks.map(({ webhookId }) => webhookId);
}

describe('webhooks made over HTTP', () => {
  it('tell whoever made one of the articles that they asked for, and operators of all', async () => {
    const [own, all] = [
      await create(ann, { events: ['article.started'] }),
      await create(ben, { events: ['article.started'] }),
    ];
    expect([own.status, all.status]).toEqual([201, 201]);
    expect(own.headers.get('location')).toBe(`/webhooks/${own.body.webhookId}`);
    expect([own.body.everything, all.body.everything]).toEqual([false, true]);
    const starts = async (caller: WebCaller, topic: string): Promise<string> =>
      (await caller.post<{ articleId: string }>('/articles', { topic })).body.articleId;
    receiver.trust(all.body.secret);
    const eves = await starts(eve, 'How eddies turn');
    await receiver.untilAccepted(1, eves);
    receiver.trust(own.body.secret);
    const anns = await starts(ann, 'How tides turn');
    const of = (articleId: string) => receiver.received.filter((event) => event.articleId === articleId);
    await receiver.until(() => of(anns).length === 2);
    expect([of(eves).length, of(anns).length]).toEqual([1, 2]);
    // The same event, whoever it is sent to.
    expect(new Set(of(anns).map(({ id }) => id)).size).toBe(1);
    await remove(ann, own.body.webhookId);
    await remove(ben, all.body.webhookId);
  });

  it('are made once for each key, and their secret is told to nobody else', async () => {
    const key = randomUUID();
    const [first, again] = [await create(ann, {}, key), await create(ann, {}, key)];
    expect(again.body).toEqual(first.body);
    expect(await create(ann, { events: ['article.stuck'] }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    const { webhookId, secret } = first.body;
    const seen = await ann.get(`/webhooks/${webhookId}`);
    expect(seen).toMatchObject({ status: 200, body: { webhookId, source: 'api', url: receiver.url } });
    expect(JSON.stringify([seen.body, (await ann.get('/webhooks')).body])).not.toContain('whsec_');

    const rotated = await ann.post<{ secret: string; earlierUntil: string }>(`/webhooks/${webhookId}/rotate`);
    expect(rotated).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } });
    expect(rotated.body.secret).not.toBe(secret);
    await remove(ann, webhookId);
  });

  it('say what became of each event, page by page, and send it once more', async () => {
    const { webhookId, secret } = (await create(ann, { events: ['article.started'] })).body;
    receiver.trust(secret);
    const at = `/webhooks/${webhookId}`;
    const articles: string[] = [];
    for (const topic of ['How salt dries', 'Why clocks tick', 'Who bakes bread'])
      articles.push((await ann.post<{ articleId: string }>('/articles', { topic })).body.articleId);
    await expect.poll(async () => (await ann.get<WebhookJson>(at)).body.counts, WAIT).toMatchObject({ delivered: 3 });
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page: Deliveries = (await ann.get<Deliveries>(`${at}/deliveries?limit=2${next && `&cursor=${next}`}`)).body;
      seen.push(...page.deliveries.map(({ articleId }) => articleId));
      next = page.next;
    }
    expect(seen.toSorted()).toEqual(articles.toSorted());
    const [latest] = (await ann.get<Deliveries>(`${at}/deliveries`)).body.deliveries;
    expect(latest).toMatchObject({ type: 'article.started', state: 'delivered', attempts: 1, status: 204 });
    expect((await ann.get<Deliveries>(`${at}/deliveries?state=given-up`)).body).toEqual({ deliveries: [] });
    expect(await ann.get(`${at}/deliveries?cursor=nothing`)).toMatchObject({ status: 422 });
    expect(await ann.get(`${at}/deliveries?state=lost`)).toMatchObject({ status: 422 });

    const { eventId = '' } = latest ?? {};
    const of = () => receiver.received.filter(({ id }) => id === eventId).length;
    const before = of();
    expect((await ann.post(`${at}/replay`, { eventId })).body).toEqual({ replayed: 1 });
    await receiver.until(() => of() === before + 1);
    expect((await ann.post(`${at}/replay`, {})).body).toEqual({ replayed: 0 });
    expect((await ann.post(`${at}/replay`, { eventId: 'msg_none' })).body).toEqual({ replayed: 0 });
    const settled = async () => (await ann.get<WebhookJson>(at)).body.counts;
    await expect.poll(settled, WAIT).toEqual({ pending: 0, delivered: 3, givenUp: 0 });
    expect((await ann.post(`${at}/replay`, { since: '2020-01-01T00:00:00Z' })).body).toEqual({ replayed: 3 });
    for (const wrong of [{ since: 'yesterday' }, { eventId, since: '2020-01-01T00:00:00Z' }, { all: true }])
      expect(await ann.post(`${at}/replay`, wrong)).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    await remove(ann, webhookId);
  });

  it('are told again when they are enabled after they said that they are gone', async () => {
    const { webhookId, secret } = (await create(ann, { events: ['article.started'] })).body;
    receiver.trust(secret);
    const at = `/webhooks/${webhookId}`;
    await desk.newsroom.pool.query('update webhook_endpoints set disabled_at = now() where name = $1', [webhookId]);
    expect((await ann.get<WebhookJson>(at)).body).toHaveProperty('disabledAt');
    expect(await ann.post(`${at}/replay`, {})).toMatchObject({ status: 409, body: { code: 'endpoint-disabled' } });
    const enabled = await ann.post<WebhookJson>(`${at}/enable`);
    expect(enabled).toMatchObject({ status: 200, body: { webhookId } });
    expect(enabled.body).not.toHaveProperty('disabledAt');
    const { articleId } = (await ann.post<{ articleId: string }>('/articles', { topic: 'How eels swim' })).body;
    await receiver.until(() => receiver.received.some((event) => event.articleId === articleId));
    await remove(ann, webhookId);
  });

  it('are seen and removed by whoever made them, and by operators', async () => {
    const { webhookId } = (await create(ann)).body;
    expect([await listed(ann), await listed(ben), await listed(eve)]).toEqual([[webhookId], [webhookId], []]);
    for (const [method, path] of [
      ['GET', `/webhooks/${webhookId}`],
      ['DELETE', `/webhooks/${webhookId}`],
      ['POST', `/webhooks/${webhookId}/rotate`],
      ['GET', `/webhooks/${webhookId}/deliveries`],
      ['POST', `/webhooks/${webhookId}/replay`],
      ['POST', `/webhooks/${webhookId}/enable`],
    ] as const)
      expect(await eve.request(method, path, path.endsWith('replay') ? {} : undefined)).toMatchObject({
        status: 404,
        body: { code: 'no-such-endpoint' },
      });
    expect((await ben.request('DELETE', `/webhooks/${webhookId}`)).status).toBe(204);
    expect(await ann.request('DELETE', `/webhooks/${webhookId}`)).toMatchObject({ status: 404 });
    expect(await listed(ann)).toEqual([]);
  });

  it.each([
    [{ url: 'ftp://hooks.example.com/' }, 'not-an-address'],
    [{ url: 'https://ann:pw@hooks.example.com/' }, 'credentials'],
    [{ url: 'https://hooks.example.com/', events: ['article.read'] }, 'invalid-request'],
    [{ url: 'https://hooks.example.com/', events: [] }, 'invalid-request'],
    [{ url: 'https://hooks.example.com/', places: ['Somewhere else'] }, 'invalid-request'],
    [{ url: 'https://hooks.example.com/', secret: 'mine' }, 'invalid-request'],
    [{}, 'invalid-request'],
  ])('are not made of %j', async (body, code) => {
    const answer = await ann.post<{ code: string; errors: readonly unknown[] }>('/webhooks', body);
    expect([answer.status, answer.body.code, answer.body.errors.length > 0]).toEqual([422, code, true]);
  });

  it('take the scope for it', async () => {
    const reader = await desk.as(WEB_ANN, ['articles:read']);
    expect(await create(reader)).toMatchObject({ status: 403, body: { code: 'scope-missing' } });
    expect(await desk.withoutToken().get('/webhooks')).toMatchObject({ status: 401 });
  });
});
