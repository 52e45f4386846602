/**
 * What others may be told of an article, in the order of its life. `article.waiting`: people are asked to decide · `article.decided`: a
 * decision counted · `article.stuck`: it goes on only when people choose how.
 */
export const WEBHOOK_EVENTS = [
  'article.started',
  'article.draft',
  'article.waiting',
  'article.decided',
  'article.stuck',
  'article.delivered',
  'article.cancelled',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** What the workflow `webhooks` is started for: it brings one endpoint what there is to tell of one article, in order. */
export interface WebhooksInput {
  /** Name of the endpoint: `newsroom`, `wh_7k3m…`. */
  readonly endpoint: string;
  readonly articleId: string;
  /** The longest that one request may take. */
  readonly timeoutSeconds: number;
}

export interface WebhookActivities {
  /** Sends what is due, oldest first, until something is not accepted. Run twice at once, an event may arrive twice, by the same id. */
  sendWebhooks(input: WebhooksInput): Promise<SentWebhooks>;
}

export interface SentWebhooks {
  /** There is more to send now. */
  readonly more: boolean;
}

/** What the query `standing` answers: whether what is written down of an article is what its desk knows. */
export interface Standing {
  /** Of the state as it was handed over last to be written down. */
  readonly revision: number;
  /** Nothing is being written, and nothing is left to be. */
  readonly isWritten: boolean;
  /** Ids of every decision that counts. */
  readonly decisions: readonly string[];
}
