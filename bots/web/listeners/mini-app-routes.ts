import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { MiniAppKeys } from '../../../src/chat/mini-app-key.ts';
import { MINI_APP_PATH } from '../../../src/chat/open-page.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { readInitData } from '../connect/init-data.ts';
import type { InitDataStore } from '../connect/init-data-store.ts';
import { drawMiniApp } from '../render/mini-app.ts';
import type { Routes, WebEnv } from './app.ts';
import { isSameOrigin, originOf } from './guard.ts';
import { languageFor, problem, wordsFor } from './problem.ts';
import { articlePath, enter, type SignInOptions, signInPage } from './sign-in-routes.ts';

export interface MiniAppOptions extends SignInOptions {
  readonly keys: Pick<MiniAppKeys, 'find'>;
  readonly used: Pick<InitDataStore, 'use'>;
  readonly now?: () => number;
}

/** Where Telegram on the web shows a mini app, in a frame. */
const FRAMED_BY = 'https://web.telegram.org';
const form = z.object({ initData: z.string().max(5000), article: z.string().max(64).default('') });
const SCRIPT = readFileSync(join(import.meta.dirname, '../render/sign-in/mini-app.js'), 'utf8');

/** Only the page that a mini app begins with may be in a frame, and only in Telegram's. Before the headers of everything else. */
export const framedByTelegram: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  if (c.req.path !== MINI_APP_PATH || c.req.method !== 'GET') return;
  const policy = c.res.headers.get('content-security-policy') ?? '';
  c.res.headers.set(
    'content-security-policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${FRAMED_BY}`),
  );
  c.res.headers.delete('x-frame-options');
};

/** The way in from Telegram: what it has signed of whoever opened the mini app is their proof. */
export function miniAppRoutes(options: MiniAppOptions): Routes {
  const { origins, keys, used, logger, now = Date.now } = options;
  const refused = (c: Context<WebEnv>) => c.html(signInPage(c, options, { fault: 'mini-app', next: '/' }), 401);

  return (app) => {
    app.get(`${MINI_APP_PATH}/page.js`, (c) =>
      c.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
    );

    app.get(MINI_APP_PATH, (c) => c.html(drawMiniApp(languageFor(c), c.req.query('article')?.slice(0, 64) ?? '')));

    app.post(MINI_APP_PATH, async (c) => {
      const at = originOf(origins, c);
      if (at === undefined || !isSameOrigin(at, c))
        return problem({ status: 403, code: 'cross-origin', detail: wordsFor(c).web.crossOrigin });
      const sent = form.safeParse(await c.req.parseBody().catch(() => undefined));
      if (!sent.success) return refused(c);
      const next = sent.data.article === '' ? '/' : articlePath(sent.data.article);
      try {
        const key = await keys.find();
        const opened = key && readInitData(sent.data.initData, key, now());
        if (opened === undefined) {
          logger.info({ isBotKnown: key !== undefined }, 'What a mini app was opened with is no proof');
          return refused(c);
        }
        const { person, hash } = opened;
        const { caller } = c.var;
        // Loaded again, the app shows the same proof: whoever is in already stays in, and nobody else comes in by it.
        if (
          caller?.session !== undefined &&
          caller.actor.platform === person.platform &&
          caller.actor.userId === person.userId
        )
          return c.redirect(next, 303);
        if (!(await used.use(hash))) return refused(c);
        await enter(c, at, options, person, 'mini-app');
        return c.redirect(next, 303);
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not sign somebody in');
        return c.html(signInPage(c, options, { fault: 'away', next }), 503);
      }
    });
  };
}
