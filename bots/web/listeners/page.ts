import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { etag } from 'hono/etag';
import { interfaceLanguages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { BuiltPage, PageFile } from '../page/build.ts';
import { PLACES, placeAt } from '../page/routes.ts';
import { ASSETS, drawShell, type Shell } from '../render/shell.ts';
import type { Routes, WebEnv } from './app.ts';
import { languageFor, nowhere } from './problem.ts';

/**
 * The page and its files. Before the routes of the API: at the same addresses a browser that navigates is shown the page, a program its data.
 * Where nothing is, it is the page that says so to people.
 * @param asPerson shows who is not signed in how to come in
 */
export function pageRoutes(page: BuiltPage, asPerson: MiddlewareHandler<WebEnv>): Routes {
  const files = new Map(page.files.map((file) => [file.name, file]));
  /** @param first what is shown there, beside the person */
  const draw = (c: Context<WebEnv>, first: readonly string[]): string =>
    drawShell({ language: shownLanguage(c), theme: themeFor(c), page, first: ['/session', ...first] });
  return (app) => {
    app.get(`${ASSETS}:name`, async (c, next) => {
      const file = files.get(c.req.param('name'));
      return file === undefined ? await next() : answerFile(c, file);
    });
    for (const path of Object.values(PLACES)) {
      app.use(path, async (c, next) => {
        await next();
        // No cache may take one answer for the other.
        c.header('vary', 'accept', { append: true });
      });
      app.get(path, async (c, next) => await (wantsPage(c.req.header('accept')) ? asPerson(c, next) : next()));
      app.get(path, etag(), async (c, next) => {
        const place = placeAt(c.req.path);
        if (place === undefined || !wantsPage(c.req.header('accept'))) return await next();
        const { articleId } = place.params;
        c.header('cache-control', 'no-cache');
        return c.html(draw(c, articleId === undefined ? [] : [`/articles/${articleId}`]));
      });
    }
    app.notFound(async (c: Context<WebEnv, string>) => {
      if (c.req.method !== 'GET' || !wantsPage(c.req.header('accept'))) return nowhere(c);
      const signIn = await asPerson(c, () => Promise.resolve());
      return signIn ?? c.html(draw(c, []), 404);
    });
  };
}

/** Browsers name it when they navigate, and programs do not ask for it. */
function wantsPage(accept = ''): boolean {
  return accept.includes('text/html');
}

function answerFile(c: Context<WebEnv>, { mediaType, plain, brotli, gzip }: PageFile): Response {
  const accepted = (c.req.header('accept-encoding') ?? '').split(',').map((one) => one.split(';', 1)[0]?.trim());
  const [encoding, body] =
    brotli !== undefined && accepted.includes('br')
      ? ['br', brotli]
      : gzip !== undefined && accepted.includes('gzip')
        ? ['gzip', gzip]
        : [undefined, plain];
  c.header('content-type', mediaType);
  // Its name changes with its content.
  c.header('cache-control', 'public, max-age=31536000, immutable');
  c.header('vary', 'accept-encoding');
  if (encoding !== undefined) c.header('content-encoding', encoding);
  return c.body(new Uint8Array(body));
}

/** What was chosen on this device goes before what is known of the person. */
function shownLanguage(c: Context<WebEnv>): InterfaceLanguage {
  const chosen = getCookie(c, 'copydesk-language');
  return interfaceLanguages().find((language) => language === chosen) ?? languageFor(c);
}

function themeFor(c: Context<WebEnv>): Shell['theme'] {
  const chosen = getCookie(c, 'copydesk-theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}
