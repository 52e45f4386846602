import { createRoute, z } from '@hono/zod-openapi';
import type { Logger } from '../../../src/lib/logger.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import type { Origins } from '../connect/origins.ts';
import type { SessionStore } from '../connect/session-store.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { originOf } from './guard.ts';
import { accepted, Declined, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import { moment, problems } from './schemas/common.ts';
import { leave, notSignedIn } from './sign-in-routes.ts';

const sessionId = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .openapi({ description: 'The id of a session.', example: 'hG3x9QpL0aZk' });

const common = { tags: ['Session'], security: [{ session: [] }], middleware: allow('articles:read') };

const listSessions = createRoute({
  ...common,
  operationId: 'listSessions',
  method: 'get',
  path: '/sessions',
  summary: 'Where the caller is signed in to the page',
  responses: {
    200: {
      description: 'The one that was seen last first.',
      content: {
        'application/json': {
          schema: z
            .object({
              sessions: z.array(
                z
                  .object({
                    sessionId,
                    cameBy: z.enum(['machine', 'chat', 'company', 'mini-app']).openapi({
                      description:
                        'machine: by the address that was printed on the machine · chat: by a link from Slack or Telegram · company: by its own sign-in · mini-app: in Telegram.',
                    }),
                    browser: z.string().optional().openapi({
                      description: 'As far as it is known.',
                      example: 'Firefox · Windows',
                    }),
                    beganAt: moment,
                    seenAt: moment.openapi({ description: 'To the minute.' }),
                    expiresAt: moment.openapi({ description: 'When it ends if it is not used before.' }),
                    isThis: z.boolean().openapi({ description: 'It is the one that asks.' }),
                  })
                  .openapi('SignedIn'),
              ),
            })
            .openapi('Sessions'),
        },
      },
    },
    ...problems(),
  },
});

const endSession = createRoute({
  ...common,
  operationId: 'endSession',
  method: 'delete',
  path: '/sessions/{sessionId}',
  summary: 'Signs the caller out in one place',
  request: { params: z.object({ sessionId }) },
  responses: { 204: { description: 'Nobody is signed in there any more.' }, ...problems(404) },
});

export interface SessionRoutesOptions {
  readonly sessions: Pick<SessionStore, 'list' | 'endOne'>;
  readonly origins: Origins;
  readonly logger: Logger;
}

/** Where somebody is signed in, one by one: for them alone, and with a session of their own. */
export function sessionRoutes({ sessions, origins, logger }: SessionRoutesOptions): Routes {
  return (app) => {
    app.openapi(listSessions, async (c) => {
      const { actor, session } = c.var.caller;
      if (session === undefined) throw new Declined(notSignedIn(c));
      const { value } = accepted(c, await readStore(logger, 'sessions', sessions.list(actorKey(actor))));
      return c.json(
        {
          sessions: value.map(({ id, cameBy, browser, beganAt, seenAt, expiresAt }) => ({
            sessionId: id,
            cameBy,
            ...(browser !== undefined && { browser }),
            beganAt: beganAt.toISOString(),
            seenAt: seenAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
            isThis: id === session.id,
          })),
        },
        200,
      );
    });

    app.openapi(endSession, async (c) => {
      const { actor, session, name } = c.var.caller;
      if (session === undefined) throw new Declined(notSignedIn(c));
      const { sessionId: id } = c.req.valid('param');
      const { value } = accepted(c, await readStore(logger, 'sessions', sessions.endOne(actorKey(actor), id)));
      if (!value)
        throw new Declined(problem({ status: 404, code: 'no-such-session', detail: wordsFor(c).web.noSuchSession }));
      logger.info({ person: actorKey(actor), session: name, ended: `session:${id}` }, 'Somebody signed out');
      const at = originOf(origins, c);
      if (id === session.id && at !== undefined) leave(c, at);
      return c.body(null, 204);
    });
  };
}
