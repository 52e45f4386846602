import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** Standard Webhooks: between 24 and 64. */
const BYTES = 32;
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** `whsec_` and 32 random bytes in Base64: what Standard Webhooks signs with. */
export function makeWebhookSecret(): string {
  return `${PREFIX}${randomBytes(BYTES).toString('base64')}`;
}

/** Whether a text is such a secret. */
export function isWebhookSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  const encoded = text.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES && bytes.toString('base64') === encoded;
}
