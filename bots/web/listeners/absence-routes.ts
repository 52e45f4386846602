import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Delegated } from '../../../src/chat/reply.ts';
import { MAX_WHOM_CHARS } from '../../../src/chat/whom.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { accepted } from './problem.ts';
import { moment, problems, SECURED } from './schemas/common.ts';

const day = z.iso.date().openapi({ description: 'A day, where the caller is.', example: '2026-12-24' });

const absenceSchema = z
  .object({
    substitute: z
      .object({
        key: z.string().openapi({ example: 'slack:T024BE7LH:U024BE7LH' }),
        name: z.string().openapi({ example: 'Ben' }),
      })
      .optional()
      .openapi({ description: 'Absent: nobody decides for the caller.' }),
    from: moment.optional(),
    until: moment.optional().openapi({ description: 'The first moment at which it is over.' }),
    zone: z.string().openapi({
      description:
        'IANA: by whose clock the days of the caller begin and end. They say it in a chat (`/zone`), or Slack does.',
      example: 'Europe/Berlin',
    }),
  })
  .openapi('Absence');

const common = { path: '/absence', tags: ['Session'], security: SECURED };
const answered = {
  200: { description: 'As it stands now.', content: { 'application/json': { schema: absenceSchema } } },
};

const show = createRoute({
  ...common,
  operationId: 'getAbsence',
  method: 'get',
  summary: 'Who decides for the caller while they are away',
  middleware: allow('articles:read'),
  responses: { ...answered, ...problems() },
});

const set = createRoute({
  ...common,
  operationId: 'setAbsence',
  method: 'put',
  summary: 'Has somebody else decide for the caller while they are away',
  description:
    'It counts as theirs, and says so: Ben (for Ann). In place of what was said before. Asked twice, it is so once.',
  middleware: allow('articles:decide'),
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .strictObject({
              from: day.optional().openapi({ description: 'The first day. Absent: from now on.' }),
              until: day.openapi({ description: 'The last day.' }),
              whom: z.string().trim().min(1).max(MAX_WHOM_CHARS).openapi({
                description: 'A key, or the name of somebody who had to do with the same articles.',
                example: 'slack:T024BE7LH:U024BE7LH',
              }),
            })
            .openapi('NewAbsence'),
        },
      },
    },
  },
  responses: { ...answered, ...problems(400, 409, 413, 415) },
});

const end = createRoute({
  ...common,
  operationId: 'endAbsence',
  method: 'delete',
  summary: 'The caller decides for themselves again',
  middleware: allow('articles:decide'),
  responses: { 204: { description: 'Nobody does for them.' }, ...problems() },
});

/** Who decides for somebody who is away: as /away in the chats. */
export function absenceRoutes(desk: Pick<ChatDesk, 'delegate'>): Routes {
  return (app) => {
    app.openapi(show, async (c) =>
      c.json(toJson(accepted(c, await desk.delegate(c.var.caller.actor, { kind: 'show' }))), 200),
    );

    app.openapi(set, async (c) => {
      const { from, until, whom } = c.req.valid('json');
      const ask = { kind: 'set' as const, until, whom, ...(from !== undefined && { from }) };
      return c.json(toJson(accepted(c, await desk.delegate(c.var.caller.actor, ask))), 200);
    });

    app.openapi(end, async (c) => {
      accepted(c, await desk.delegate(c.var.caller.actor, { kind: 'end' }));
      return c.body(null, 204);
    });
  };
}

function toJson({ delegation, zone }: Delegated): z.infer<typeof absenceSchema> {
  if (delegation === undefined) return { zone };
  const { substitute, from, until } = delegation;
  return { substitute, from: from.toISOString(), until: until.toISOString(), zone };
}
