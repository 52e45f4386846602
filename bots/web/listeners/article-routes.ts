import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { notAccepted } from './problem.ts';

/** As the gateway makes them: 16 characters of Crockford's base32. */
const articleId = z.string().regex(/^[0-9a-z]{1,32}$/i);

const status = createRoute({
  method: 'get',
  path: '/articles/{articleId}',
  summary: 'How an article stands, and what the caller may do about it',
  middleware: allow('articles:read'),
  request: { params: z.object({ articleId }) },
  responses: {
    200: {
      description: 'How it stands.',
      content: { 'application/json': { schema: z.object({ articleId: z.string(), stage: z.string() }) } },
    },
  },
});

/** What is asked and done about articles. */
export function articleRoutes(desk: ChatDesk): Routes {
  return (app) => {
    app.openapi(status, async (c) => {
      const { articleId: id } = c.req.valid('param');
      const reply = await desk.status(c.var.caller.actor, id);
      if (reply.kind !== 'status') return notAccepted(c, reply) as never;
      const { stage } = reply.status;
      return c.json({ articleId: id, stage }, 200);
    });
  };
}
