import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTcpGate, type TcpGate } from '../../support/tcp-gate.ts';
import { openWebDesk, WEB_ANN, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

/** As to another continent, and back. */
const FAR_MS = 500;

let gate: TcpGate;
let desk: WebDesk;
let ann: WebCaller;
let articleId: string;
beforeAll(async () => {
  const postgres = new URL(inject('postgresUrl'));
  gate = await openTcpGate(postgres.host);
  postgres.host = gate.address;
  desk = await openWebDesk({ newsroom: { postgresUrl: postgres.href } });
  ann = await desk.as(WEB_ANN);
  const { body } = await ann.post<{ articleId: string }>('/articles', { topic: 'How sound carries', language: 'en' });
  ({ articleId } = body);
  await desk.newsroom.article(articleId).until('waiting');
  gate.slow({ roundTripMs: FAR_MS });
});
afterAll(async () => {
  gate.open();
  await desk.close();
  await gate.close();
});

describe('a page whose database answers half a second late', () => {
  it.each([
    '/articles?limit=5',
    '/articles?scope=waiting',
    '/articles/:id',
    '/articles/:id/feed',
    '/webhooks',
    '/schedules',
    '/stats',
  ])('answers what is asked of it: %s', async (path) => {
    // Where it has to connect anew, which takes two seconds there, the first time is said to be too early.
    await expect.poll(async () => (await ann.get(path.replace(':id', articleId))).status).toBe(200);
  });

  it('takes an order, and once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const topic = 'How echoes die';
    const order = async () =>
      (await ann.post<{ articleId: string }>('/articles', { topic, language: 'en' }, key)).status;
    await expect.poll(order).toBeLessThan(300);
    await expect.poll(order).toBeLessThan(300);
    const { rowCount } = await desk.newsroom.pool.query('select from articles where topic = $1', [topic]);
    expect(rowCount).toBe(1);
  });
});
