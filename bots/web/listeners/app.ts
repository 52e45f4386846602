import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Origins } from '../connect/origins.ts';
import { type Authenticate, type Caller, firstOf } from './caller.ts';
import { Declined, nowhere, problem, wordsFor } from './problem.ts';
import { framedByTelegram } from './mini-app-routes.ts';
import { guardHost, guardSession } from './guard.ts';
import { limitBody } from './limit-body.ts';

/** What a request carries along. */
export interface WebEnv {
  readonly Variables: {
    /** Absent: nobody has said who they are. */
    caller?: Caller;
  };
}

/** Adds what is answered at some addresses. */
export type Routes = (app: OpenAPIHono<WebEnv>) => void;

export interface AppOptions {
  readonly routes: readonly Routes[];
  /** Asked one after the other who sent a request. */
  readonly authenticators: readonly Authenticate[];
  readonly origins: Origins;
  /** Asked once it is known who sends a request. Default: nobody is limited. */
  readonly limitRate?: MiddlewareHandler<WebEnv>;
  /** The largest file that is taken. Default: as large as any other request. */
  readonly maxFileBytes?: number;
  readonly logger: Logger;
}

/** Every text of an article fits; files have a limit of their own. */
const MAX_BODY_BYTES = 1_000_000;
/** Where files are sent. */
const FILES = '/files';
/** What a form has around a file. */
const FORM_BYTES = 10_000;

/** Everything that is answered over HTTP. Whatever goes wrong is answered as a problem (RFC 9457), without a word of how it came about. */
export function createApp({
  routes,
  authenticators,
  origins,
  limitRate,
  maxFileBytes = MAX_BODY_BYTES,
  logger,
}: AppOptions): OpenAPIHono<WebEnv> {
  const app = new OpenAPIHono<WebEnv>({
    defaultHook(result, c) {
      if (result.success) return undefined;
      const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      return problem({ status: 422, code: 'invalid-request', detail: wordsFor(c).web.invalid, more: { errors } });
    },
  });
  app.use(framedByTelegram);
  app.use(
    secureHeaders({
      // Nothing of anybody else's, and no script that stands in a page.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      crossOriginOpenerPolicy: 'same-origin',
      // Without any, browsers would not say of a form that it is ours.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      strictTransportSecurity: 'max-age=31536000; includeSubDomains',
      permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
    }),
  );
  app.use(async (c, next) => {
    await next();
    // Who may read it can change with every request, and whoever sits at the machine.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use(guardHost(origins));
  const tooLarge = (c: Context<WebEnv>): Response =>
    problem({ status: 413, code: 'too-large', detail: wordsFor(c).web.tooLarge });
  const limitOrder = limitBody({ maxBytes: MAX_BODY_BYTES, onError: tooLarge });
  const limitFile = limitBody({ maxBytes: maxFileBytes + FORM_BYTES, onError: tooLarge });
  app.use(async (c, next) => (c.req.path === FILES ? await limitFile(c, next) : await limitOrder(c, next)));
  const authenticate = firstOf(authenticators);
  app.use(async (c, next) => {
    const known = await authenticate(c.req.raw);
    if (known === 'away')
      return problem({ status: 503, code: 'away', detail: wordsFor(c).answers.unavailable, retryAfter: 5 });
    if (known === 'refused')
      return problem({ status: 401, code: 'not-signed-in', detail: wordsFor(c).web.notSignedIn });
    if (known !== 'none') c.set('caller', known);
    return await next();
  });
  app.use(guardSession(origins));
  if (limitRate !== undefined) app.use(limitRate);
  app.notFound(nowhere);
  app.onError((error, c) => {
    if (error instanceof Declined) return error.response;
    if ('getResponse' in error) {
      const { status } = error.getResponse();
      return problem({
        status: status === 415 ? 415 : 400,
        code: 'malformed-request',
        detail: wordsFor(c).web.malformed,
      });
    }
    logger.error({ path: c.req.path, err: reasonOf(error) }, 'A request could not be answered');
    return problem({ status: 500, code: 'broken', detail: wordsFor(c).web.broken });
  });
  for (const add of routes) add(app);
  return app;
}
