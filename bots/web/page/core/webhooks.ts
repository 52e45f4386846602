import type { z } from 'zod';
import type { createdWebhookSchema, deliveriesSchema, webhookSchema } from '../../listeners/schemas/webhook-schema.ts';

/** Who is told by HTTP what happens to articles, as `GET /webhooks` tells. */
export type Webhook = z.infer<typeof webhookSchema>;
/** One that was just made, with its secret. */
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;
/** What was sent to one, the latest first. */
export type DeliveryPage = z.infer<typeof deliveriesSchema>;
export type Delivery = DeliveryPage['deliveries'][number];
