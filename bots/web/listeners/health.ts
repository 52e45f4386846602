import { createRoute, z } from '@hono/zod-openapi';
import type { Routes } from './app.ts';

const route = createRoute({
  operationId: 'getHealth',
  method: 'get',
  path: '/healthz',
  tags: ['Service'],
  summary: 'Whether this process does its work',
  responses: {
    200: {
      description: 'It does.',
      content: { 'application/json': { schema: z.object({ healthy: z.literal(true) }) } },
    },
    503: {
      description: 'It does not.',
      content: { 'application/json': { schema: z.object({ healthy: z.literal(false) }) } },
    },
  },
});

export function healthRoutes(isHealthy: () => boolean): Routes {
  return (app) => {
    app.openapi(route, (c) =>
      isHealthy() ? c.json({ healthy: true as const }, 200) : c.json({ healthy: false as const }, 503),
    );
  };
}
