import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebEnv } from '../../../../bots/web/listeners/app.ts';
import { limitBody } from '../../../../bots/web/listeners/limit-body.ts';

const app = new Hono<WebEnv>();
app.use(limitBody({ maxBytes: 10, onError: (c) => c.text('too large', 413) }));
app.all('/', async (c) => c.text(`${c.req.method} ${await c.req.text()}`));

const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const pieces = (...texts: readonly string[]): RequestInit => ({
  method: 'POST',
  body: ReadableStream.from(texts.map((text) => new TextEncoder().encode(text))) as never,
  duplex: 'half',
});

describe('limitBody', () => {
  it.each([
    ['one whose length is told', { method: 'POST', body: '0123456789' }, 'POST 0123456789'],
    ['none', { method: 'POST' }, 'POST '],
    ['none of a request that has none', { method: 'DELETE' }, 'DELETE '],
    ['none of a question', {}, 'GET '],
  ])('lets through %s', async (_, init: RequestInit, text) => {
    const answer = await fetch(url, init);
    expect([answer.status, await answer.text()]).toEqual([200, text]);
  });

  it('lets through one in pieces whose length nobody has told', async () => {
    expect(await (await fetch(url, pieces('01234', '56789'))).text()).toBe('POST 0123456789');
  });

  it('reads no more than it may, told or not', async () => {
    expect((await fetch(url, { method: 'POST', body: '0123456789a' })).status).toBe(413);
    expect((await fetch(url, pieces('01234', '56789', 'a'))).status).toBe(413);
  });
});
