import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebDesk, WEB_ANN, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;

beforeAll(async () => {
  desk = await openWebDesk();
  ann = await desk.as(WEB_ANN);
});
afterAll(() => desk.close());

/** As programs send that do not know it before: in pieces. */
const post = async (body: ReadableStream): Promise<Response> =>
  await fetch(new URL('/articles', desk.url), {
    method: 'POST',
    duplex: 'half',
    headers: {
      authorization: `Bearer ${ann.token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body,
  });

describe('a body whose length nobody tells', () => {
  it('is read as any other', async () => {
    const answer = await post(new Blob(['{"topic":', '"How tides work"}']).stream());
    expect(answer.status).toBe(201);
  });

  it('is too large where it is', async () => {
    const answer = await post(new Blob(['x'.repeat(2_000_000)]).stream());
    expect(answer.status).toBe(413);
  });

  it('is none where there is none, as in what browsers send to sign out', async () => {
    const answer = await ann.request('DELETE', '/session');
    expect(answer.status).toBe(401);
  });
});
