import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { accepted } from './problem.ts';
import { problems, SECURED } from './schemas/common.ts';
import { statsSchema } from './schemas/stats-schema.ts';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 90;

const getStats = createRoute({
  operationId: 'getStats',
  method: 'get',
  path: '/stats',
  tags: ['Articles'],
  summary: 'How articles do: running, waiting, time in each stage, cost by day and person, how many are edited',
  description: 'Of the caller’s own articles; who is told what all articles cost may ask for everybody’s.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: {
    query: z.object({
      of: z.enum(['mine', 'all']).default('mine'),
      days: z.coerce.number().int().min(1).max(MOST_DAYS).default(DEFAULT_DAYS),
    }),
  },
  responses: {
    200: { description: 'The sums.', content: { 'application/json': { schema: statsSchema } } },
    ...problems(),
  },
});

/** Sums for a dashboard. */
export function statsRoutes(desk: Pick<ChatDesk, 'stats'>): Routes {
  return (app) => {
    app.openapi(getStats, async (c) => {
      const { of, days } = c.req.valid('query');
      const { stats, mayAll } = accepted(c, await desk.stats(c.var.caller.actor, { of, days }));
      const { stages, people, ...sums } = stats;
      return c.json({ of, mayAll, ...sums, days: [...stats.days], stages: [...stages], people: [...people] }, 200);
    });
  };
}
