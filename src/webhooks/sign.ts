import { Webhook } from 'standardwebhooks';

/**
 * The headers by which a receiver knows who sends (Standard Webhooks 1.0).
 * @param id of the event: the same whenever it is sent
 * @param secrets `whsec_…`: each signs, so that a receiver that knows one of them is content
 * @param at of this attempt: receivers refuse what is older than a few minutes
 */
export function signedHeaders(
  { id, body }: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  at: Date,
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
