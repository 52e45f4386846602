import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../../bots/web/listeners/schemas/article-schema.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { createVouchStore, type Vouched } from '../../../src/storage/vouch-store.ts';
import { createWebLinkStore } from '../../../src/storage/web-link-store.ts';
import { openWebDesk, type WebDesk } from '../../support/web-desk.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const CHANNEL = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1700000000.000100' };
const MEMBER: Vouched = {
  channels: ['slack:T1:C1'],
  readable: [],
  groups: [],
  isAdministrator: false,
  mayStart: false,
};

interface Sessions {
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly cameBy: string;
    readonly browser?: string;
    readonly beganAt: string;
    readonly seenAt: string;
    readonly expiresAt: string;
    readonly isThis: boolean;
  }[];
}

let desk: WebDesk;
beforeAll(async () => {
  desk = await openWebDesk();
});
afterAll(() => desk.close());

/** A browser of somebody who came from the chat, which has said this of them. */
async function comeIn(person: Actor, said: Vouched, articleId: string, userAgent = 'node') {
  const { pool } = desk.newsroom;
  await createVouchStore(pool).vouch(person, said, 60);
  const code = await createWebLinkStore(pool).offer({ person, cameBy: 'chat', articleId }, 10);
  const headers = { origin: desk.url, 'sec-fetch-site': 'same-origin', 'user-agent': userAgent };
  const came = await fetch(new URL('/sign-in', desk.url), {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({ code, next: '/' }),
  });
  const cookie = came.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const browser = desk.withoutToken({ ...headers, cookie });
  const { body } = await browser.get<{ csrfToken: string; scopes: string[] }>('/session');
  return { came, browser, ...body, token: { 'x-csrf-token': body.csrfToken } };
}

const startedByBen = () =>
  desk.newsroom.start(
    'How tides work',
    { requester: BEN, thread: CHANNEL },
    { approval: { gate: 'final', approvers: ['anyone'] } },
  );

describe('who comes to the page from a chat', () => {
  it('comes to the article, and decides on it as there: with the token of the page, and not without', async () => {
    const article = await startedByBen();
    await article.until('waiting');
    const { came, browser, token } = await comeIn(ANN, MEMBER, article.articleId);
    expect(came.headers.get('location')).toBe(`/articles/${article.articleId}`);
    const { body } = await browser.get<Article>(`/articles/${article.articleId}`);
    expect(body.mayDecide).toContain('approve');
    const decision = { kind: 'approve', version: body.current?.version, hash: body.current?.hash, gate: body.gate?.id };
    const path = `/articles/${article.articleId}/decisions`;
    const forged = await browser.post(path, decision, { 'idempotency-key': 'one' });
    expect([forged.status, forged.body]).toMatchObject([403, { code: 'csrf-token' }]);
    const counted = await browser.post(path, decision, { ...token, 'idempotency-key': 'one' });
    expect([counted.status, counted.body]).toMatchObject([200, { outcome: 'counted' }]);
    await expect
      .poll(async () => (await browser.get<Article>(`/articles/${article.articleId}`)).body.drafts.at(-1)?.decided)
      .toMatchObject({ kind: 'approve', byName: 'Ann' });
  });

  it('starts nothing that the chat would not let them start', async () => {
    const article = await startedByBen();
    const { browser, scopes, token } = await comeIn(ANN, MEMBER, article.articleId);
    expect(scopes).not.toContain('articles:start');
    const refused = await browser.post('/articles', { topic: 'Clocks' }, { ...token, 'idempotency-key': 'two' });
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'not-vouched' }]);
    const known = await comeIn(ANN, { ...MEMBER, mayStart: true }, article.articleId);
    const taken = await known.browser.post(
      '/articles',
      { topic: 'Clocks' },
      { ...known.token, 'idempotency-key': 'two' },
    );
    expect(taken.status).toBe(201);
  });

  it('sees where they are signed in, signs out there one by one, and nobody else anywhere', async () => {
    const article = await startedByBen();
    const [here, there] = [
      await comeIn(ANN, MEMBER, article.articleId),
      await comeIn(
        ANN,
        MEMBER,
        article.articleId,
        'Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0',
      ),
    ];
    const bens = await comeIn(BEN, MEMBER, article.articleId);
    const { body } = await here.browser.get<Sessions>('/sessions');
    const [own] = body.sessions.filter(({ isThis }) => isThis);
    const [other] = body.sessions.filter(({ browser }) => browser === 'Firefox · Windows');
    expect(body.sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
    expect(other).toMatchObject({ cameBy: 'chat', isThis: false });
    for (const at of [other?.beganAt, other?.seenAt, other?.expiresAt]) expect(Date.parse(at ?? '')).not.toBeNaN();
    const end = (who: typeof here, session: Sessions['sessions'][number] | undefined, token = who.token) =>
      who.browser.request('DELETE', `/sessions/${session?.sessionId ?? ''}`, undefined, token);
    expect(await end(bens, other)).toMatchObject({ status: 404, body: { code: 'no-such-session' } });
    expect(await end(here, other, { 'x-csrf-token': 'forged' })).toMatchObject({ status: 403 });
    expect((await there.browser.get('/session')).status).toBe(200);
    expect(await end(here, other)).toMatchObject({ status: 204 });
    expect((await there.browser.get('/session')).status).toBe(401);
    expect(await end(here, other)).toMatchObject({ status: 404 });
    const left = await end(here, own);
    expect([left.status, left.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await here.browser.get('/session')).status).toBe(401);
    expect((await bens.browser.get('/session')).status).toBe(200);
    // A token is signed in nowhere.
    expect(await (await desk.as(ANN)).get('/sessions')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  });

  it('is a stranger once what the chat said is too old, until they come from there again', async () => {
    const article = await startedByBen();
    const { browser } = await comeIn(ANN, MEMBER, article.articleId);
    const path = `/articles/${article.articleId}`;
    expect((await browser.get(path)).status).toBe(200);
    await desk.newsroom.pool.query(`update web_vouched set until = now() - interval '1 second'`);
    expect((await browser.get(path)).status).toBe(404);
    expect((await browser.get('/session')).status).toBe(200);
    await comeIn(ANN, MEMBER, article.articleId);
    expect((await browser.get(path)).status).toBe(200);
  });
});
