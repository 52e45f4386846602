import { z } from '@hono/zod-openapi';
import { moment } from './common.ts';

const card = z
  .looseObject({
    language: z.string(),
    title: z.string().optional(),
    parts: z.array(z.looseObject({ kind: z.string() })),
  })
  .openapi('Card', { description: 'What a message says, before any platform draws it: title, rows, text, buttons.' });

const entrySchema = z
  .object({
    seq: z.int().openapi({ description: '1, 2, 3, … Sent again with the same number, the card says something else.' }),
    kind: z.enum([
      'status',
      'draft',
      'gate',
      'sources',
      'critique',
      'fact-report',
      'failure',
      'budget',
      'notice',
      'style-rule',
      'final',
    ]),
    at: moment,
    version: z.int().optional().openapi({ description: 'Of the draft that it is about.' }),
    card,
    html: z
      .string()
      .optional()
      .openapi({ description: 'The text of the card, set; nothing in it runs or is fetched.' }),
  })
  .openapi('Entry');

/** What `GET /articles/{articleId}/events` tells, one by one. */
export const eventSchema = z
  .object({
    event: z.enum(['entry', 'state', 'text', 'gone']),
    id: z.string().optional().openapi({ description: 'To come back with, as `Last-Event-ID`.' }),
    data: z.string().openapi({ description: 'JSON; of `entry` an Entry.' }),
  })
  .openapi('Event', { description: 'A server-sent event, by its fields.' });

export const feedSchema = z
  .object({
    entries: z.array(entrySchema),
    status: card.optional(),
    lastEventId: z.string().openapi({ description: 'What `/events?after=` begins behind.' }),
  })
  .openapi('Feed');
