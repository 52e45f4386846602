import { deriveSecret } from '../lib/seal.ts';
import type { Environment } from './environment.ts';

/**
 * What the secrets of webhooks that were made by API are encrypted with: the first of `COPYDESK_ENCRYPTION_KEY`, or else what is derived of
 * `COPYDESK_SECRET`; all open. Undefined: this process knows neither, and can make or open none.
 */
export function sealKeys({
  encryptionKeys,
  secret,
}: Pick<Environment, 'encryptionKeys' | 'secret'>): readonly [string, ...string[]] | undefined {
  const derived = secret === undefined ? [] : [deriveSecret(secret, 'webhooks')];
  // What was sealed before there was a key of its own stays open.
  const [first, ...others] = [...(encryptionKeys ?? []), ...derived];
  return first === undefined ? undefined : [first, ...others];
}
