import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createSessionStore, type SessionStore } from '../../../../bots/web/connect/session-store.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { allow } from '../../../../bots/web/listeners/allow.ts';
import { bySession } from '../../../../bots/web/connect/by-session.ts';
import { healthRoutes } from '../../../../bots/web/listeners/health.ts';
import { pageRoutes } from '../../../../bots/web/listeners/page.ts';
import { asPerson, signInRoutes } from '../../../../bots/web/listeners/sign-in-routes.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { createVouchStore } from '../../../../src/storage/vouch-store.ts';
import { createWebLinkStore, type WebLinkStore } from '../../../../src/storage/web-link-store.ts';
import { useDatabase } from '../../../support/use-database.ts';
import { BUILT_PAGE } from '../../../support/built-page.ts';

const PUBLIC = 'https://copydesk.example.com';
const HERE = 'http://127.0.0.1:8000';
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann <b>' };
const MOST_HOURS = 24;
const logger = createLogger({ level: 'silent' });

const database = useDatabase();
let links: WebLinkStore;
let sessions: SessionStore;
let app: ReturnType<typeof createApp>;

beforeAll(() => {
  links = createWebLinkStore(database.pool);
  sessions = createSessionStore(database.pool, { idleHours: 2, mostHours: MOST_HOURS });
});
beforeEach(async () => {
  await database.pool.query('delete from web_sessions');
  const origins = createOrigins(PUBLIC);
  const ways = { chats: true };
  app = createApp({
    routes: [
      healthRoutes(() => true),
      signInRoutes({ sessions, links, origins, ways, mostHours: MOST_HOURS, logger }),
      pageRoutes(BUILT_PAGE, asPerson({ origins, ways })),
      (routes) => {
        routes.post('/changed', allow('articles:decide'), (c) => c.text(c.var.caller.actor.displayName));
      },
    ],
    authenticators: [bySession({ sessions, vouches: createVouchStore(database.pool), origins, logger })],
    origins,
    logger,
  });
});

interface Sent {
  readonly at?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

async function send(path: string, { at = PUBLIC, method = 'GET', headers = {}, form }: Sent = {}): Promise<Response> {
  return await app.request(`${at}${path}`, {
    method,
    headers: { host: new URL(at).host, accept: 'text/html', ...headers },
    ...(form !== undefined && { body: new URLSearchParams(form) }),
  });
}

/** As the page's form does. */
async function open(code: string, { at = PUBLIC, headers = {}, next = '/' } = {}): Promise<Response> {
  return await send('/sign-in', {
    at,
    method: 'POST',
    headers: { origin: at, 'sec-fetch-site': 'same-origin', ...headers },
    form: { code, next },
  });
}

function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

async function signIn(at = PUBLIC): Promise<{ readonly cookie: string; readonly csrfToken: string }> {
  const cookie = cookieOf(await open(await links.offer({ person: ANN, cameBy: 'chat' }, 10), { at }));
  const answer = (await (await send('/session', { at, headers: { cookie } })).json()) as { csrfToken: string };
  return { cookie, csrfToken: answer.csrfToken };
}

describe('whoever comes by a link', () => {
  it('is signed in as whom it was made for, and comes to the article', async () => {
    const answer = await open(await links.offer({ person: ANN, cameBy: 'chat', articleId: 'a1' }, 10));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/articles/a1']);
    const told = await send('/session', { headers: { cookie: cookieOf(answer) } });
    expect(await told.json()).toMatchObject({ person: { name: 'Ann <b>', key: 'slack:T1:U1' }, language: 'en' });
    expect((await send('/', { headers: { cookie: cookieOf(answer) } })).status).toBe(200);
  });

  it('gets a cookie that no script reads, no other host gets, and over https nothing else', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    const cookie = (await open(code)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-copydesk=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('gets one for this port on this machine, where there is no https', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'machine' }, 10);
    const cookie = (await open(code, { at: HERE })).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^copydesk-8000=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('does not come in with a link that was used, is made up or is too old', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    await open(code);
    for (const bad of [code, 'x'.repeat(32), '', "'; drop table web_sessions"]) {
      const answer = await open(bad);
      expect(answer.status, bad).toBe(401);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).toContain('This link does not count');
    }
  });

  it('may paste the whole address', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    expect((await open(` ${PUBLIC}/sign-in#${code} `)).status).toBe(303);
  });

  it('comes in again by a used one while they are signed in', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    const cookie = cookieOf(await open(code));
    const again = await open(code, { headers: { cookie }, next: '/articles/a2' });
    expect([again.status, again.headers.get('location')]).toEqual([303, '/articles/a2']);
  });

  it('has not used it by looking at the page, as previews and scanners do', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await send('/sign-in', { method });
    await send(`/sign-in?code=${code}`);
    expect((await open(code)).status).toBe(303);
  });

  it('never gets a session that somebody had prepared for them', async () => {
    const prepared = await signIn();
    const code = await links.offer({ person: { ...ANN, userId: 'U2' }, cameBy: 'chat' }, 10);
    const cookie = cookieOf(await open(code, { headers: { cookie: prepared.cookie } }));
    expect(cookie).not.toBe(prepared.cookie);
    expect((await send('/session', { headers: { cookie: prepared.cookie } })).status).toBe(401);
    const made = `__Host-copydesk=${'A'.repeat(43)}`;
    expect((await send('/session', { headers: { cookie: made } })).status).toBe(401);
  });

  it.each([
    ['//evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['\\/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/articles/a1?x=1#y', '/articles/a1?x=1'],
    ['/articles/../../x', '/x'],
  ])('is led to no other site: %s', async (next, location) => {
    const answer = await open(await links.offer({ person: ANN, cameBy: 'chat' }, 10), { next });
    expect(answer.headers.get('location')).toBe(location);
  });

  it('comes in on no other machine by the address that was printed', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'machine' }, 10);
    expect((await open(code)).status).toBe(401);
    expect((await open(code, { at: HERE })).status).toBe(303);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: PUBLIC, 'sec-fetch-site': 'cross-site' },
    { origin: PUBLIC, 'sec-fetch-site': 'same-site' },
    { origin: 'http://copydesk.example.com' },
    { origin: HERE },
  ])('is signed in by no other site, as nobody: %o', async (headers) => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    expect((await open(code, { headers })).status).toBe(403);
    expect((await open(code)).status).toBe(303);
  });

  it('may not try for long', async () => {
    const tries = [];
    for (let at = 0; at < 31; at += 1) tries.push((await open('x'.repeat(32))).status);
    expect(tries.filter((status) => status === 401)).toHaveLength(30);
    expect(tries.at(-1)).toBe(429);
  });
});

describe('whoever is not signed in', () => {
  it('is told how to come in, and to come back to where they wanted to go', async () => {
    const answer = await send('/?<x>="', { at: HERE });
    const text = await answer.text();
    expect(answer.status).toBe(401);
    expect(text).toContain('Slack');
    expect(text).toContain('npm run web -- link');
    expect(text).toContain('name="next" value="/?%3Cx%3E=%22"');
    expect(text).not.toMatch(/<script(?![^>]*src=")|\son\w+=|style="/);
  });

  it('is told in their language, and of this machine only on it', async () => {
    const text = await (await send('/', { headers: { 'accept-language': 'ru' } })).text();
    expect(text).toContain('Вход в Copydesk');
    expect(text).not.toContain('npm start');
  });

  it('is answered as a program where nothing is shown', async () => {
    for (const path of ['/session', '/changed']) {
      const answer = await send(path, { method: path === '/session' ? 'GET' : 'POST' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    }
  });
});

describe('what a session changes', () => {
  const own = { origin: PUBLIC, 'sec-fetch-site': 'same-origin' };

  it('comes from our page, with its token', async () => {
    const { cookie, csrfToken } = await signIn();
    const answer = await send('/changed', { method: 'POST', headers: { ...own, cookie, 'x-csrf-token': csrfToken } });
    expect([answer.status, await answer.text()]).toEqual([200, 'Ann <b>']);
    const old = { origin: PUBLIC, cookie, 'x-csrf-token': csrfToken };
    expect((await send('/changed', { method: 'POST', headers: old })).status).toBe(200);
  });

  it.each([
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'cross-origin'],
    [{ 'sec-fetch-site': 'same-site' }, 'cross-origin'],
    [{ 'sec-fetch-site': 'none' }, 'cross-origin'],
    [{ origin: 'null' }, 'cross-origin'],
    [{}, 'cross-origin'],
    [{ ...own, 'x-csrf-token': '' }, 'csrf-token'],
    [{ ...own, 'x-csrf-token': 'x' }, 'csrf-token'],
  ])('is refused otherwise: %o', async (headers, code) => {
    const { cookie, csrfToken } = await signIn();
    for (const method of ['POST']) {
      const sent = { cookie, 'x-csrf-token': csrfToken, ...headers };
      const answer = await send('/changed', { method, headers: sent });
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code })]);
    }
  });

  it('needs the token of this very session', async () => {
    const { cookie } = await signIn();
    const { csrfToken } = await signIn();
    const answer = await send('/changed', { method: 'POST', headers: { ...own, cookie, 'x-csrf-token': csrfToken } });
    expect(await answer.json()).toMatchObject({ code: 'csrf-token' });
  });

  it('is what somebody signs out of, here or everywhere', async () => {
    const [here, there, third] = [await signIn(), await signIn(), await signIn()];
    const leave = async ({ cookie, csrfToken }: typeof here, query = ''): Promise<Response> =>
      await send(`/session${query}`, { method: 'DELETE', headers: { ...own, cookie, 'x-csrf-token': csrfToken } });
    const left = await leave(here);
    expect([left.status, left.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(left.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await send('/session', { headers: { cookie: here.cookie } })).status).toBe(401);
    expect((await send('/session', { headers: { cookie: there.cookie } })).status).toBe(200);
    await leave(there, '?everywhere=true');
    expect((await send('/session', { headers: { cookie: third.cookie } })).status).toBe(401);
    expect((await leave(third)).status).toBe(401);
  });
});

describe('a name that leads to this machine', () => {
  it.each(['/', '/session', '/sign-in', '/changed'])('is none of ours, and is answered nothing: %s', async (path) => {
    const { cookie } = await signIn(HERE);
    const answer = await send(path, { at: 'http://evil.example:8000', headers: { cookie } });
    expect([answer.status, await answer.json()]).toEqual([421, expect.objectContaining({ code: 'unknown-host' })]);
  });

  it('may be one by which a program calls us, or asks whether we are well', async () => {
    expect((await send('/healthz', { at: 'http://10.0.0.7:8000' })).status).toBe(200);
    const called = await send('/session', { at: 'http://api:8000', headers: { authorization: 'Bearer x' } });
    expect(called.status).toBe(401);
  });

  it('has no session of another: neither of another port nor of the public name', async () => {
    const { cookie } = await signIn(HERE);
    expect((await send('/session', { at: HERE, headers: { cookie } })).status).toBe(200);
    expect((await send('/session', { at: 'http://127.0.0.1:9000', headers: { cookie } })).status).toBe(401);
    expect((await send('/session', { headers: { cookie } })).status).toBe(401);
  });
});

describe('what is answered', () => {
  it('is kept by no cache, and comes with what keeps other sites out', async () => {
    for (const path of ['/', '/session', '/sign-in']) {
      const { headers } = await send(path);
      expect(headers.get('cache-control'), path).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('is that it cannot be told now while the database is away', async () => {
    const { cookie } = await signIn();
    await database.pool.query('alter table web_sessions rename to elsewhere');
    try {
      const answer = await send('/session', { headers: { cookie } });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
      expect((await open(code)).status).toBe(503);
    } finally {
      await database.pool.query('alter table elsewhere rename to web_sessions');
    }
  });
});
