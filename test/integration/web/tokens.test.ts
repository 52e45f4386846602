import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../bots/web/connect/token-store.ts';
import { makeToken, readToken } from '../../../bots/web/connect/token.ts';
import { SCOPES } from '../../../bots/web/listeners/caller.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, type WebDesk } from '../../support/web-desk.ts';

/** Slow enough to be counted. */
const BURST = 5;

let desk: WebDesk;
beforeAll(async () => {
  desk = await openWebDesk({
    config: (config) => ({ ...config, web: { ...config.web, rate: { perMinute: 1, burst: BURST } } }),
  });
});
afterAll(() => desk.close());

const ask = (token: string, url = desk.url) =>
  fetch(new URL('/articles', url), { headers: { authorization: `Bearer ${token}` } });

describe('a token', () => {
  it('is refused from the moment at which it is revoked, or expires', async () => {
    const tokens = createTokenStore(desk.newsroom.pool);
    const caller = await desk.as(WEB_ANN);
    expect((await ask(caller.token)).status).toBe(200);
    const id = readToken(caller.token)?.id ?? '';
    expect(await tokens.revoke(id)).toBe(true);
    const refused = await ask(caller.token);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'not-signed-in' });
    const expired = makeToken();
    await tokens.create({ ...expired, actor: WEB_ANN, scopes: SCOPES, expiresAt: new Date(Date.now() - 1) });
    expect((await ask(expired.token)).status).toBe(401);
    const made = await tokens.list();
    expect(made.find((token) => token.id === id)).toMatchObject({
      revokedAt: expect.any(Date),
      usedAt: expect.any(Date),
    });
    expect(made.find((token) => token.id === expired.id)?.usedAt).toBeUndefined();
  });

  it('is noted as used at most once a minute', async () => {
    const caller = await desk.as(WEB_ANN);
    const id = readToken(caller.token)?.id ?? '';
    const usedAt = async () => {
      const { rows } = await desk.newsroom.pool.query<{ at: string }>(
        'select used_at::text as at from web_tokens where token_id = $1',
        [id],
      );
      return rows[0]?.at;
    };
    await ask(caller.token);
    const first = await usedAt();
    await ask(caller.token);
    expect(await usedAt()).toBe(first);
    await desk.newsroom.pool.query(
      `update web_tokens set used_at = used_at - interval '2 minutes' where token_id = $1`,
      [id],
    );
    await ask(caller.token);
    expect(await usedAt()).not.toBe(first);
  });

  it('is good for so many requests at once in all processes together, and says when for more', async () => {
    const [caller, another, other] = await Promise.all([desk.as(WEB_ANN), desk.openAnother(), desk.as(WEB_BEN)]);
    const answers = await Promise.all(
      Array.from({ length: BURST + 2 }, (_, at) => ask(caller.token, at % 2 === 0 ? desk.url : another.url)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array.from({ length: BURST }, () => 200),
      429,
      429,
    ]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('ratelimit-policy')).toBe('"caller";q=5;w=300');
    expect(refused?.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/);
    expect(await refused?.json()).toMatchObject({ code: 'too-many-requests' });
    const free = await ask(other.token);
    expect(free.status).toBe(200);
    expect(free.headers.get('ratelimit')).toMatch(/^"caller";r=4;t=\d+$/);
  });
});
