import { describe, expect, it } from 'vitest';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import type { Authenticate, Caller } from '../../../../bots/web/listeners/caller.ts';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { healthRoutes } from '../../../../bots/web/listeners/health.ts';
import { createLogger } from '../../../../src/lib/logger.ts';

const logger = createLogger({ level: 'silent' });
const ANN: Caller = {
  actor: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
  scopes: new Set(['articles:read']),
  name: 'token:1',
  home: { platform: 'web', channel: 'terminal:ann' },
};

function appWith(...answers: readonly Awaited<ReturnType<Authenticate>>[]) {
  const authenticators = answers.map((answer) => () => Promise.resolve(answer));
  return createApp({
    routes: [healthRoutes(() => answers.length > 0)],
    authenticators,
    origins: createOrigins(undefined),
    logger,
  });
}

describe('what is answered over HTTP', () => {
  it('says whether the process does its work', async () => {
    expect((await appWith('none').request('/healthz')).status).toBe(200);
    expect((await appWith().request('/healthz')).status).toBe(503);
  });

  it('is a problem where there is nothing, in the language of whoever asks', async () => {
    const answer = await appWith().request('/nothing', { headers: { 'accept-language': 'ru-RU,en;q=0.5' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({
      type: 'urn:copydesk:problem:not-found',
      status: 404,
      code: 'not-found',
      detail: 'По этому адресу ничего нет.',
    });
  });

  it('asks one after the other who it is, and ends at who says no', async () => {
    expect((await appWith('none', ANN, 'refused').request('/healthz')).status).toBe(200);
    const refused = await appWith('none', 'refused', ANN).request('/healthz');
    expect(refused.status).toBe(401);
    const away = await appWith('away', ANN).request('/healthz');
    expect(away.status).toBe(503);
    expect(away.headers.get('retry-after')).toBe('5');
  });

  it('lets no page of anybody else frame or script it', async () => {
    const { headers } = await appWith().request('/healthz');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('does not read what is too large', async () => {
    const answer = await appWith().request('/', { method: 'POST', body: 'x'.repeat(1_000_001) });
    expect(answer.status).toBe(413);
  });
});
