import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { readLinkCode } from '../../../src/chat/identities.ts';
import { refused } from '../../../src/chat/reply.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { accepted } from './problem.ts';
import { problems, SECURED } from './schemas/common.ts';

const link = createRoute({
  operationId: 'linkPerson',
  method: 'post',
  path: '/link',
  tags: ['Session'],
  summary: 'Makes the caller one person with who they are in a chat',
  description:
    'Without a code one is made, to be typed in the chat (`/article link CODE`, `/link CODE`). With one, which the chat told (`/article link`, `/link`), the two are one from now on.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: {
    body: {
      content: { 'application/json': { schema: z.object({ code: z.string().max(40).optional() }) } },
      required: true,
    },
  },
  responses: {
    200: {
      description: 'A code and for how many minutes it counts, or the names of all that the person is from now on.',
      content: {
        'application/json': {
          schema: z.union([
            z.object({ code: z.string(), minutes: z.number() }),
            z.object({ names: z.array(z.string()) }),
          ]),
        },
      },
    },
    ...problems(400, 409, 413, 415),
  },
});

const unlink = createRoute({
  operationId: 'unlinkPerson',
  method: 'delete',
  path: '/link',
  tags: ['Session'],
  summary: 'The caller is nobody in another chat any more',
  security: SECURED,
  middleware: allow('articles:read'),
  responses: { 204: { description: 'They are not, from now on.' }, ...problems(400, 409) },
});

/** Who is who in another place, by a code: as /link in the chats. */
export function linkRoutes(desk: Pick<ChatDesk, 'link' | 'unlink'>): Routes {
  return (app) => {
    app.openapi(link, async (c) => {
      const { code: typed } = c.req.valid('json');
      const code = typed === undefined ? undefined : readLinkCode(typed.trim());
      if (typed !== undefined && code === undefined) return accepted(c, refused({ code: 'unknown-code' }));
      const reply = accepted(c, await desk.link(c.var.caller.actor, code));
      return reply.kind === 'linked'
        ? c.json({ names: [...reply.names] }, 200)
        : c.json({ code: reply.code, minutes: reply.minutes }, 200);
    });

    app.openapi(unlink, async (c) => {
      accepted(c, await desk.unlink(c.var.caller.actor));
      return c.body(null, 204);
    });
  };
}
