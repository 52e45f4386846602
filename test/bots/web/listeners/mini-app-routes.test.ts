import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bySession } from '../../../../bots/web/connect/by-session.ts';
import { createInitDataStore } from '../../../../bots/web/connect/init-data-store.ts';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createSessionStore } from '../../../../bots/web/connect/session-store.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { miniAppRoutes } from '../../../../bots/web/listeners/mini-app-routes.ts';
import { signInRoutes } from '../../../../bots/web/listeners/sign-in-routes.ts';
import { createMiniAppKeys, type MiniAppKeys, miniAppKeyOf } from '../../../../src/chat/mini-app-key.ts';
import { createMiniAppKeyStore } from '../../../../src/storage/mini-app-key-store.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { createVouchStore } from '../../../../src/storage/vouch-store.ts';
import { createWebLinkStore } from '../../../../src/storage/web-link-store.ts';
import { useDatabase } from '../../../support/use-database.ts';

const PUBLIC = 'https://copydesk.example.com';
const TOKEN = '123456:a-token-of-the-tests';
const SECRET = 'a-secret-that-both-processes-of-the-tests-have';
const NOW = 1_800_000_000_000;
const logger = createLogger({ level: 'silent' });

const database = useDatabase();
let app: ReturnType<typeof createApp>;
let keys: MiniAppKeys;
beforeAll(() => {
  const origins = createOrigins(PUBLIC);
  const sessions = createSessionStore(database.pool, { idleHours: 2, mostHours: 24 });
  const links = createWebLinkStore(database.pool);
  const signIn = { sessions, links, origins, ways: { chats: true }, mostHours: 24, logger };
  const used = createInitDataStore(database.pool);
  keys = createMiniAppKeys(createMiniAppKeyStore(database.pool), SECRET);
  app = createApp({
    routes: [signInRoutes(signIn), miniAppRoutes({ ...signIn, keys, used, now: () => NOW })],
    authenticators: [bySession({ sessions, vouches: createVouchStore(database.pool), origins, logger })],
    origins,
    logger,
  });
});
beforeEach(async () => {
  await database.pool.query('delete from web_init_data; delete from web_sessions');
  await keys.tell(TOKEN);
});

/** As Telegram signs it. */
function signed(userId: number, token = TOKEN): string {
  const fields = { auth_date: String(NOW / 1000), user: JSON.stringify({ id: userId, first_name: 'Ann' }) };
  const text = `auth_date=${fields.auth_date}\nuser=${fields.user}`;
  return new URLSearchParams({
    ...fields,
    hash: createHmac('sha256', miniAppKeyOf(token)).update(text).digest('hex'),
  }).toString();
}

async function open(initData: string, { cookie = '', article = '', origin = PUBLIC } = {}): Promise<Response> {
  return await app.request(`${PUBLIC}/telegram`, {
    method: 'POST',
    headers: { host: 'copydesk.example.com', origin, ...(cookie !== '' && { cookie }) },
    body: new URLSearchParams({ initData, article }),
  });
}

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
const whoIs = async (cookie: string): Promise<unknown> =>
  await (await app.request(`${PUBLIC}/session`, { headers: { host: 'copydesk.example.com', cookie } })).json();

describe('the mini app of Telegram', () => {
  it('lets in whom Telegram says, and leads to the article', async () => {
    const answer = await open(signed(7), { article: '7k3m9x2c4p0qrstv' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/articles/7k3m9x2c4p0qrstv']);
    expect(await whoIs(cookieOf(answer))).toMatchObject({ person: { key: 'telegram:7', name: 'Ann' } });
  });

  it('lets nobody in by what was used before, except whom it let in', async () => {
    const proof = signed(7);
    const cookie = cookieOf(await open(proof));
    const again = await open(proof);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect((await open(proof, { cookie })).status).toBe(303);
    const others = cookieOf(await open(signed(8)));
    expect((await open(proof, { cookie: others })).status).toBe(401);
  });

  it('opens one session of ten that are asked for at once', async () => {
    const proof = signed(7);
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(proof)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('lets nobody in by what Telegram did not sign for this bot', async () => {
    for (const proof of [signed(7, '1:another-bot'), 'user=%7B%22id%22%3A7%7D', '']) {
      const answer = await open(proof);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([401, null]);
    }
  });

  it('is of the bot whose process runs now: not of the one before, nor of one that is gone', async () => {
    await keys.tell('654321:the-token-that-follows');
    expect((await open(signed(7))).status).toBe(401);
    expect((await open(signed(7, '654321:the-token-that-follows'))).status).toBe(303);
    await database.pool.query(`update mini_app_key set until = until - interval '61 minutes'`);
    expect((await open(signed(8, '654321:the-token-that-follows'))).status).toBe(401);
    await database.pool.query('delete from mini_app_key');
    expect((await open(signed(8))).status).toBe(401);
  });

  it('takes the word of no process that has another secret', async () => {
    await createMiniAppKeys(createMiniAppKeyStore(database.pool), 'another-secret-than-the-page-has').tell(TOKEN);
    const answer = await open(signed(7));
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([503, null]);
  });

  it('leaves neither token nor key where the database is read', async () => {
    // Bytes as they are: of those that are encrypted any may be there, also those that are no text.
    const { rows } = await database.pool.query<{ row: string; sealed: Buffer }>(
      `select mini_app_key::text as row, sealed from mini_app_key`,
    );
    expect(rows).toHaveLength(1);
    const key = miniAppKeyOf(TOKEN);
    for (const secret of [TOKEN, key.toString('hex')]) expect(rows[0]?.row).not.toContain(secret);
    for (const secret of [Buffer.from(TOKEN), key, Buffer.from(key.toString('hex'))])
      expect(rows[0]?.sealed.includes(secret)).toBe(false);
    expect(await keys.find()).toEqual(miniAppKeyOf(TOKEN));
  });

  it('is opened by no other site', async () => {
    expect((await open(signed(7), { origin: 'https://web.telegram.org' })).status).toBe(403);
  });

  it('leads to no other site', async () => {
    const answer = await open(signed(7), { article: '//evil.example/' });
    expect(answer.headers.get('location')).toBe('/articles/%2F%2Fevil.example%2F');
  });

  it('may be in a frame of Telegram, and nothing else of ours in any', async () => {
    const policyOf = async (path: string) => {
      const { headers } = await app.request(`${PUBLIC}${path}`, { headers: { host: 'copydesk.example.com' } });
      return [headers.get('content-security-policy'), headers.get('x-frame-options')];
    };
    const [framed, frameOptions] = await policyOf('/telegram');
    expect(framed).toContain('frame-ancestors https://web.telegram.org');
    expect(framed).toContain("script-src 'self'");
    expect(frameOptions).toBeNull();
    for (const path of ['/sign-in', '/session', '/telegram/page.js', '/telegram/'])
      expect(await policyOf(path), path).toEqual([expect.stringContaining("frame-ancestors 'none'"), 'DENY']);
  });

  it('has no script in its page, and shows what it was asked for as text', async () => {
    const answer = await app.request(`${PUBLIC}/telegram?article=%22%3E%3Cscript%3E`, {
      headers: { host: 'copydesk.example.com' },
    });
    const html = await answer.text();
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
  });
});
