import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { MINI_APP_PATH, SIGN_IN_PATH } from '../../../src/chat/open-page.ts';
import type { Origin, Origins } from '../connect/origins.ts';
import type { WebEnv } from './app.ts';
import { type Asked, problem, wordsFor } from './problem.ts';

/** Of a request, what tells where it comes from. */
export type Sent = Pick<Asked, 'req'> & { readonly req: { readonly method: string; readonly url: string } };

const CSRF_HEADER = 'x-csrf-token';
/** They change nothing. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** There a form proves itself by what is in it. */
const SIGNING_IN: readonly string[] = [SIGN_IN_PATH, MINI_APP_PATH];
/** Whoever looks whether we are well names us by an address of theirs. */
const FOR_ALL = '/healthz';

/** Where the browser is that sent a request. Undefined: under a name that is none of ours. */
export function originOf(origins: Origins, { req }: Sent): Origin | undefined {
  return origins.of(req.header('host') ?? new URL(req.url).host);
}

/**
 * Answers only under our own names. A program with a token of its own may call us by another one: a browser that was led astray has none to
 * show.
 */
export function guardHost(origins: Origins): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const hasToken = /^bearer /i.test(c.req.header('authorization') ?? '');
    if (originOf(origins, c) !== undefined || c.req.path === FOR_ALL || hasToken) return await next();
    return problem({ status: 421, code: 'unknown-host', detail: wordsFor(c).web.unknownHost });
  };
}

/** What a session asks to change comes from our own page, and proves it. Tokens need nothing: no browser sends one by itself. */
export function guardSession(origins: Origins): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const session = c.var.caller?.session;
    // Who signs in does so as whom the code is of, whatever session they have; that its form is ours is looked at there.
    if (session === undefined || SAFE.includes(c.req.method) || SIGNING_IN.includes(c.req.path)) return await next();
    if (!isSameOrigin(originOf(origins, c), c))
      return problem({ status: 403, code: 'cross-origin', detail: wordsFor(c).web.crossOrigin });
    if (!isSame(c.req.header(CSRF_HEADER) ?? '', session.csrfToken))
      return problem({ status: 403, code: 'csrf-token', detail: wordsFor(c).web.csrfToken });
    return await next();
  };
}

/** Whether a request comes from a page of ours. Every browser says so of what is not merely read; who says nothing is none. */
export function isSameOrigin(at: Origin | undefined, { req }: Pick<Asked, 'req'>): boolean {
  const site = req.header('sec-fetch-site');
  const origin = req.header('origin');
  if (at === undefined || (site === undefined && origin === undefined)) return false;
  return (site === undefined || site === 'same-origin') && (origin === undefined || origin === at.origin);
}

/** Takes as long whatever is wrong. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
