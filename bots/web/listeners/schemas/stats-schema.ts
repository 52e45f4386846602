import { z } from '@hono/zod-openapi';
import { STAGES } from '../../../../src/protocol/article.ts';

const durations = z
  .object({
    count: z.int(),
    median: z.number().openapi({ description: 'Seconds.' }),
    p90: z.number().openapi({ description: 'Seconds; nine of ten took no longer.' }),
  })
  .optional();

export const statsSchema = z
  .object({
    of: z.enum(['mine', 'all']),
    mayAll: z.boolean().openapi({ description: 'Whether the caller may ask for everybody’s.' }),
    stages: z
      .array(z.object({ stage: z.enum(STAGES), articles: z.int() }))
      .openapi({ description: 'Of all that are under way, whenever they were begun.' }),
    begun: z.int(),
    delivered: z.int(),
    times: z.object({ drafting: durations, waiting: durations, finishing: durations }).openapi({
      description: 'From the order to the first gate; from a gate to its decision; from the last approval to the end.',
    }),
    edits: z.object({
      edited: z.int().openapi({ description: 'Delivered articles that a person has edited.' }),
      untouched: z.int().openapi({ description: 'Delivered articles that were approved as they first were.' }),
    }),
    usd: z.number(),
    unpriced: z.int().openapi({ description: 'Calls of which nobody told a price.' }),
    days: z.array(
      z.object({
        day: z.string().openapi({ example: '2026-11-29' }),
        begun: z.int(),
        delivered: z.int(),
        usd: z.number(),
      }),
    ),
    people: z.array(z.object({ key: z.string(), name: z.string(), begun: z.int(), usd: z.number() })),
  })
  .openapi('Stats');
