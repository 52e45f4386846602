import { describe, expect, it } from 'vitest';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { pageRoutes } from '../../../../bots/web/listeners/page.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { BUILT_PAGE } from '../../../support/built-page.ts';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
const app = createApp({
  routes: [
    pageRoutes(BUILT_PAGE, async (_, next) => await next()),
    (api) => {
      api.get('/articles/:articleId', (c) => c.json({ articleId: c.req.param('articleId') }));
    },
  ],
  authenticators: [],
  origins: createOrigins(undefined),
  logger: createLogger({ level: 'silent' }),
});

describe('the page', () => {
  it('is shown to a browser that navigates, and the data to a program, at the same address', async () => {
    const shown = await app.request('/articles/abc', { headers: { accept: HTML } });
    expect(shown.headers.get('content-type')).toContain('text/html');
    expect(await shown.text()).toContain('href="/articles/abc" crossorigin');
    const data = await app.request('/articles/abc', { headers: { accept: '*/*' } });
    expect(await data.json()).toEqual({ articleId: 'abc' });
    for (const answer of [shown, data]) expect(answer.headers.get('vary')).toContain('accept');
  });

  it('says to people that there is nothing at an address, and to programs as a problem', async () => {
    const shown = await app.request('/dashbord', { headers: { accept: HTML } });
    expect(shown.status).toBe(404);
    expect(await shown.text()).toContain('<div id="page">');
    for (const answer of [
      await app.request('/dashbord', { headers: { accept: '*/*' } }),
      await app.request('/dashbord', { method: 'POST', headers: { accept: HTML } }),
    ])
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  });

  it('is not sent again to whoever has it', async () => {
    const first = await app.request('/', { headers: { accept: HTML } });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).not.toBe('');
    const again = await app.request('/', { headers: { accept: HTML, 'if-none-match': tag } });
    expect(again.status).toBe(304);
  });

  it('speaks the language and has the colours that were chosen on this device', async () => {
    const chosen = 'copydesk-language=ru; copydesk-theme=dark';
    const html = await (await app.request('/', { headers: { accept: HTML, cookie: chosen } })).text();
    expect(html).toContain('<html lang="ru" data-theme="dark">');
    const odd = 'copydesk-language=xx"; copydesk-theme=">';
    const headers = { accept: HTML, cookie: odd, 'accept-language': 'ru-RU,en;q=0.5' };
    expect(await (await app.request('/', { headers })).text()).toContain('<html lang="ru" data-theme="auto">');
  });

  it('sends its files as small as the browser takes them, to be kept for good', async () => {
    const bodyFor = async (encodings: string): Promise<string> => {
      const answer = await app.request('/assets/page-1.js', { headers: { 'accept-encoding': encodings } });
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      return `${answer.headers.get('content-encoding') ?? 'none'}: ${await answer.text()}`;
    };
    expect(await bodyFor('gzip, deflate, br')).toBe('br: as br');
    expect(await bodyFor('gzip;q=1.0')).toBe('gzip: as gzip');
    expect(await bodyFor('identity')).toBe('none: plain');
    const font = await app.request('/assets/latin-1.woff2', { headers: { 'accept-encoding': 'br' } });
    expect(await font.text()).toBe('font');
    expect((await app.request('/assets/page-0.js')).status).toBe(404);
  });
});
