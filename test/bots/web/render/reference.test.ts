import { createRoute, z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { documentRoutes } from '../../../../bots/web/listeners/document-routes.ts';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createLogger } from '../../../../src/lib/logger.ts';

const tide = z
  .object({
    height: z.number().openapi({ description: 'Above `zero` & <low> water.' }),
    kind: z.enum(['spring', 'neap']).optional(),
    moon: z.object({ phase: z.string() }),
  })
  .openapi('Tide');

function open() {
  return createApp({
    routes: [
      (app) =>
        app.openapi(
          createRoute({
            operationId: 'getTide',
            method: 'get',
            path: '/tides/{place}',
            tags: ['Articles'],
            summary: 'How high it is',
            request: { params: z.object({ place: z.string() }), query: z.object({ at: z.string().optional() }) },
            responses: { 200: { description: 'So high.', content: { 'application/json': { schema: tide } } } },
          }),
          (c) => c.json({ height: 1, moon: { phase: 'new' } }, 200),
        ),
      documentRoutes({ version: '1.2.3', url: 'https://copydesk.example.com' }),
    ],
    authenticators: [],
    origins: createOrigins(undefined),
    logger: createLogger({ level: 'silent' }),
  });
}

const get = async (path: string, headers = {}) =>
  await open().request(path, { headers: { host: '127.0.0.1:8000', ...headers } });

describe('what the API says of itself', () => {
  it('is a document of OpenAPI 3.1, for programs', async () => {
    const answer = await get('/openapi.json');
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Copydesk', version: '1.2.3' },
      servers: [{ url: 'https://copydesk.example.com' }],
      paths: { '/tides/{place}': { get: { operationId: 'getTide' } } },
      components: { schemas: { Tide: { type: 'object' } }, securitySchemes: { token: { scheme: 'bearer' } } },
    });
  });

  it('is a page for people, without a script and with nothing of anybody else', async () => {
    const answer = await get('/docs');
    const page = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page).not.toMatch(/<script|style=|https?:\/\//);
    expect(page).toContain('<article id="gettide" lang="en">');
    expect(page).toContain('<code>/tides/{place}</code>');
    expect(page).toContain('Above <code>zero</code> &amp; &lt;low&gt; water.');
    expect(page).toContain('<code>moon.phase</code>');
    expect(page).toContain('<code>spring</code> <code>neap</code>');
    expect(page).toContain('href="#schema-tide"');
    const leads = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id);
    expect(leads.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
    const style = await get('/docs.css');
    expect(style.headers.get('content-type')).toContain('text/css');
  });

  it('has its headings in the language of whoever reads', async () => {
    const page = await (await get('/docs', { 'accept-language': 'ru' })).text();
    expect(page).toContain('<html lang="ru">');
    expect(page).toContain('Параметры');
  });
});
