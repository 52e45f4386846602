import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { LRUCache } from 'lru-cache';
import { SIGN_IN_PATH } from '../../../src/chat/open-page.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import type { LinkOrigin, Person, WebLink, WebLinkStore } from '../../../src/storage/web-link-store.ts';
import type { Origin, Origins } from '../connect/origins.ts';
import { browserName } from '../connect/browser-name.ts';
import { readSessionCookie, sessionCookie } from '../connect/session-cookie.ts';
import type { CameBy, SessionStore } from '../connect/session-store.ts';
import { drawSignIn, type SignInPage } from '../render/sign-in.ts';
import type { Routes, WebEnv } from './app.ts';
import { allow } from './allow.ts';
import { isSameOrigin, originOf } from './guard.ts';
import { type Asked, languageFor, problem, wordsFor } from './problem.ts';
import { problems } from './schemas/common.ts';

export interface SignInOptions {
  readonly sessions: SessionStore;
  readonly links: Pick<WebLinkStore, 'redeem'>;
  readonly origins: Origins;
  /** Of a cookie. */
  readonly mostHours: number;
  /** How people come in here. */
  readonly ways: SignInPage['ways'];
  readonly logger: Logger;
}

/** What is sent there is a code. */
const form = z.object({ code: z.string().trim().max(200), next: z.string().max(2000).default('/') });
/** From one address, in a minute. */
const MOST_WRONG = 30;
const WRONG_MS = 60_000;
const REMEMBERED_ADDRESSES = 10_000;

const ASSETS = join(import.meta.dirname, '../render/sign-in');

const ofSession = { tags: ['Session'], security: [{ session: [] }], middleware: allow('articles:read') };

const session = createRoute({
  ...ofSession,
  operationId: 'getSession',
  method: 'get',
  path: '/session',
  summary: 'Who is signed in',
  responses: {
    200: {
      description: 'Who it is, and what the page has to show with everything that it asks to change (`X-CSRF-Token`).',
      content: {
        'application/json': {
          schema: z.object({
            person: z.object({ name: z.string(), key: z.string() }),
            language: z.string(),
            csrfToken: z.string(),
            scopes: z.array(z.string()),
            expiresAt: z.iso.datetime(),
          }),
        },
      },
    },
    ...problems(),
  },
});

const signOut = createRoute({
  ...ofSession,
  operationId: 'signOut',
  method: 'delete',
  path: '/session',
  summary: 'Signs out: here, or everywhere',
  request: { query: z.object({ everywhere: z.enum(['true', 'false']).default('false') }) },
  responses: { 204: { description: 'Nobody is signed in here any more.' }, ...problems() },
});

/** How people come in and leave. */
export function signInRoutes(options: SignInOptions): Routes {
  const { sessions, links, origins, logger } = options;
  const wrong = new LRUCache<string, number>({ max: REMEMBERED_ADDRESSES, ttl: WRONG_MS });
  const page = (
    c: Context<WebEnv>,
    shown: Pick<SignInPage, 'fault' | 'next'>,
    status: 200 | 400 | 401 | 403 | 429 | 503,
  ) => c.html(signInPage(c, options, shown), status);

  async function comeBy(c: Context<WebEnv>, code: string, at: Origin): Promise<WebLink | 'away' | undefined> {
    try {
      const link = await links.redeem(code, fromHere(at));
      if (link !== undefined) await enter(c, at, options, link.person, link.cameBy);
      return link;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not sign somebody in');
      return 'away';
    }
  }

  return (app) => {
    for (const { path, type, body } of [
      { path: '/sign-in/page.js', type: 'text/javascript; charset=utf-8', body: read('sign-in.js') },
      { path: '/sign-in/page.css', type: 'text/css; charset=utf-8', body: read('sign-in.css') },
    ])
      app.get(path, (c) => c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }));

    app.get(SIGN_IN_PATH, (c) => page(c, { next: '/' }, 200));

    app.post(SIGN_IN_PATH, async (c) => {
      const at = originOf(origins, c);
      if (at === undefined || !isSameOrigin(at, c))
        return problem({ status: 403, code: 'cross-origin', detail: wordsFor(c).web.crossOrigin });
      const address = addressOf(c);
      const tries = wrong.get(address) ?? 0;
      if (tries >= MOST_WRONG) return page(c, { fault: 'too-many', next: '/' }, 429);
      const sent = form.safeParse(await c.req.parseBody().catch(() => undefined));
      if (!sent.success) return page(c, { fault: 'unknown', next: '/' }, 400);
      const code = codeIn(sent.data.code);
      const next = ownPath(sent.data.next, at);
      const came = await comeBy(c, code, at);
      if (came === 'away') return page(c, { fault: 'away', next }, 503);
      if (came === undefined) {
        // Whoever opens their link again is in already.
        if (c.var.caller?.session !== undefined) return c.redirect(next, 303);
        wrong.set(address, tries + 1);
        logger.info({ address, tries: tries + 1 }, 'A link to the page did not count');
        return page(c, { fault: 'unknown', next }, 401);
      }
      return c.redirect(came.articleId === undefined ? next : articlePath(came.articleId), 303);
    });

    app.openapi(session, (c) => {
      const { actor, scopes, session: known } = c.var.caller;
      if (known === undefined) return notSignedIn(c) as never;
      return c.json(
        {
          person: { name: actor.displayName, key: actorKey(actor) },
          language: languageFor(c),
          csrfToken: known.csrfToken,
          scopes: [...scopes],
          expiresAt: known.expiresAt.toISOString(),
        },
        200,
      );
    });

    app.openapi(signOut, async (c) => {
      const at = originOf(origins, c);
      const secret = at && readSessionCookie(c.req.header('cookie'), at);
      if (at === undefined || secret === undefined || c.var.caller.session === undefined) return notSignedIn(c);
      if (c.req.valid('query').everywhere === 'true') await sessions.endAll(actorKey(c.var.caller.actor));
      await sessions.end(secret);
      logger.info({ person: actorKey(c.var.caller.actor), session: c.var.caller.name }, 'Somebody signed out');
      leave(c, at);
      return c.body(null, 204);
    });
  };
}

/** The browser forgets who was here. */
export function leave(c: Pick<Context<WebEnv>, 'header'>, at: Origin): void {
  c.header('set-cookie', sessionCookie('', at, 0));
  // What the page has kept of this person goes, too.
  c.header('clear-site-data', '"cache", "storage"');
}

/** For what is shown to people alone: who is not signed in is told how to come in, and comes to where they wanted to go. */
export function asPerson({ origins, ways }: Pick<SignInOptions, 'origins' | 'ways'>): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (c.var.caller !== undefined) return await next();
    const { pathname, search } = new URL(c.req.url);
    return c.html(signInPage(c, { ways, origins }, { next: `${pathname}${search}` }), 401);
  };
}

/** Signs somebody in: with a new session, whatever cookie they came with. */
export async function enter(
  c: Context<WebEnv>,
  at: Origin,
  { sessions, mostHours, logger }: Pick<SignInOptions, 'sessions' | 'mostHours' | 'logger'>,
  person: Person,
  cameBy: CameBy,
): Promise<void> {
  const secret = await sessions.begin(person, cameBy, browserName(c.req.header('user-agent')));
  const earlier = readSessionCookie(c.req.header('cookie'), at);
  if (earlier !== undefined) await sessions.end(earlier);
  c.header('set-cookie', sessionCookie(secret, at, mostHours), { append: true });
  logger.info({ person: actorKey(person), cameBy }, 'Somebody signed in');
}

/** What whoever is not in is shown. */
export function signInPage(
  c: Context<WebEnv>,
  { ways, origins }: Pick<SignInOptions, 'ways' | 'origins'>,
  shown: Pick<SignInPage, 'fault' | 'next'>,
): string {
  return drawSignIn({ ...shown, ways, ...whoAsks(c, origins) });
}

function whoAsks(c: Context<WebEnv>, origins: Origins): Pick<SignInPage, 'language' | 'isLoopback' | 'signedInAs'> {
  const { caller } = c.var;
  return {
    language: languageFor(c),
    isLoopback: originOf(origins, c)?.isLoopback === true,
    ...(caller?.session !== undefined && { signedInAs: caller.actor.displayName }),
  };
}

export function notSignedIn(c: Asked): Response {
  return problem({ status: 401, code: 'not-signed-in', detail: wordsFor(c).web.notSignedIn });
}

/** Where an article is shown. */
export function articlePath(articleId: string): string {
  return `/articles/${encodeURIComponent(articleId)}`;
}

/** Whoever types it may copy the whole address. */
function codeIn(typed: string): string {
  return typed.slice(typed.lastIndexOf('#') + 1);
}

/** A code that was made for this machine alone counts nowhere else. */
function fromHere({ isLoopback }: Origin): readonly LinkOrigin[] {
  return isLoopback ? ['machine', 'chat'] : ['chat'];
}

/** A path of ours, whatever was asked for: nobody is led on to another site. */
export function ownPath(next: string, { origin }: Origin): string {
  const url = next.startsWith('/') ? URL.parse(next, origin) : null;
  return url?.origin === origin ? `${url.pathname}${url.search}` : '/';
}

/** Of whoever is connected to us: a proxy of the operator's, behind which all are one. */
function addressOf(c: Context<WebEnv>): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    // Not over a socket.
    return '';
  }
}

function read(file: string): string {
  return readFileSync(join(ASSETS, file), 'utf8');
}
