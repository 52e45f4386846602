import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { accepted } from './problem.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';

const peopleSchema = z
  .object({
    people: z.array(
      z.object({
        key: z.string().openapi({ example: 'slack:T024BE7LH:U024BE7LH' }),
        name: z
          .string()
          .optional()
          .openapi({ description: 'As they were called last. Absent: nobody has heard of them.', example: 'Ben' }),
      }),
    ),
  })
  .openapi('People');

const listPeople = createRoute({
  operationId: 'listPeople',
  method: 'get',
  path: '/people',
  tags: ['Articles'],
  summary: 'Whom the caller may mean by name',
  description:
    'Others than the caller who had to do with the same articles: for `approval.approvers` of an order, and `whom` of `/absence`. With `article`, those who had to do with that one and may decide about it, as far as its rules name people: for `whom` of `assign`. At most 100.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { query: z.object({ article: articleParams.shape.articleId.optional() }) },
  responses: {
    200: { description: 'Those who are known.', content: { 'application/json': { schema: peopleSchema } } },
    ...problems(404),
  },
});

/** Who is known by name. */
export function peopleRoutes(desk: Pick<ChatDesk, 'people'>): Routes {
  return (app) => {
    app.openapi(listPeople, async (c) => {
      const { article } = c.req.valid('query');
      const { people } = accepted(c, await desk.people(c.var.caller.actor, article));
      return c.json({ people: people.map(({ key, name }) => ({ key, ...(name !== undefined && { name }) })) }, 200);
    });
  };
}
