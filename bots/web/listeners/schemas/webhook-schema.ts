import { z } from '@hono/zod-openapi';
import { WEBHOOK_EVENTS } from '../../../../src/protocol/webhook.ts';
import { listCursor, listLimit, moment, nextCursor } from './common.ts';

/** Longer ones no server takes. */
const MAX_URL_CHARS = 2000;
const MOST_PLACES = 100;
const MAX_PLACE_CHARS = 200;

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .openapi({ description: 'Absent: all.', example: ['article.delivered', 'article.stuck'] });

const places = z
  .array(
    z
      .string()
      .max(MAX_PLACE_CHARS)
      .regex(/^[a-z][a-z0-9-]*(:[\w.@+-]+){0,2}$/),
  )
  .min(1)
  .max(MOST_PLACES)
  .openapi({
    description: 'Where articles have to live: a platform, a workspace, a channel or chat. Absent: anywhere.',
    example: ['slack:C024BE91L', 'web'],
  });

const url = z
  .string()
  .max(MAX_URL_CHARS)
  .openapi({ description: 'Public, by https.', example: 'https://newsroom.example.com/hooks/copydesk' });

/** `POST /webhooks`. */
export const wantedSchema = z
  .strictObject({ url, events: events.optional(), places: places.optional() })
  .openapi('NewWebhook');

const webhookId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/)
  .openapi({ example: 'wh_3f9a0c1d2e4b5a697881' });

export const webhookParams = z.object({ webhookId });

const counts = z
  .object({
    pending: z.number().int(),
    delivered: z.number().int(),
    givenUp: z.number().int(),
    dueSince: moment.optional().openapi({ description: 'Since when the oldest one is due.' }),
  })
  .openapi('WebhookCounts');

export const webhookSchema = z
  .object({
    webhookId,
    source: z.enum(['config', 'api']).openapi({ description: 'config: it stands in config/copydesk.yaml.' }),
    url,
    events: events.optional(),
    places: places.optional(),
    everything: z.boolean().openapi({
      description: 'It is told of every article. Otherwise of those that the person asked for who made it.',
    }),
    createdAt: moment.openapi({ description: 'What happened before is not told.' }),
    disabledAt: moment.optional().openapi({
      description: 'It answered 410: nothing is sent there before it is enabled again.',
    }),
    counts: counts.openapi({ description: 'Of what it is told.' }),
  })
  .openapi('Webhook');
export type WebhookJson = z.infer<typeof webhookSchema>;

const secret = z.string().openapi({
  description: 'Signs what is sent (Standard Webhooks). Told here, and nowhere again.',
  example: 'whsec_…',
});

export const createdWebhookSchema = webhookSchema.extend({ secret }).openapi('CreatedWebhook');

export const webhookListSchema = z.object({ webhooks: z.array(webhookSchema) }).openapi('Webhooks');

export const rotatedSchema = z
  .object({
    secret,
    earlierUntil: moment.openapi({ description: 'Until then the secret before signs, too.' }),
  })
  .openapi('RotatedSecret');

const STATES = ['pending', 'delivered', 'given-up'] as const;
/** Ids of events. */
export const EVENT_ID = /^[\w-]{1,100}$/;
const eventId = z
  .string()
  .regex(EVENT_ID)
  .openapi({ description: 'As `webhook-id` names it.', example: 'msg_3f9a0c1d2e4b5a69' });

/** `GET /webhooks/{webhookId}/deliveries?…`. */
export const deliveryQuery = z.object({
  state: z.enum(STATES).optional().openapi({ description: 'Only those.' }),
  limit: listLimit,
  cursor: listCursor,
});

const delivery = z
  .object({
    eventId: z.string(),
    articleId: z.string(),
    type: z.enum(WEBHOOK_EVENTS),
    at: moment.openapi({ description: 'When it happened.' }),
    state: z.enum(STATES).openapi({
      description:
        'pending: it is still to be accepted · given-up: it was tried for long enough, or nothing is sent there.',
    }),
    attempts: z.number().int(),
    status: z.number().int().optional().openapi({ description: 'What the latest attempt was answered with.' }),
    problem: z.string().optional().openapi({ description: 'Why there was no answer.' }),
    triedAt: moment.optional(),
  })
  .openapi('WebhookDelivery');

export const deliveriesSchema = z
  .object({ deliveries: z.array(delivery), next: nextCursor })
  .openapi('WebhookDeliveries');

/** `POST /webhooks/{webhookId}/replay`. */
export const replaySchema = z
  .strictObject({
    eventId: eventId.optional().openapi({ description: 'This one.' }),
    since: moment.optional().openapi({ description: 'All that happened since, whatever became of it.' }),
  })
  .refine(({ eventId: one, since }) => one === undefined || since === undefined, {
    error: 'take `eventId` or `since`',
  })
  .openapi('Replay', { description: 'Without either: what was given up.', example: { since: '2026-11-29T00:00:00Z' } });

export const replayedSchema = z
  .object({ replayed: z.number().int().openapi({ description: 'So many events are sent once more.' }) })
  .openapi('Replayed');
