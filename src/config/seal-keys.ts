import { deriveSecret } from '../lib/seal.ts';
import type { Environment } from './environment.ts';

/**
 * What the secrets of webhooks that were made by API are encrypted with: `COPYDESK_ENCRYPTION_KEY`, or else what is derived of
 * `COPYDESK_SECRET`. Undefined: this process knows neither, and can make or open none.
 */
export function sealKeys({
  encryptionKeys,
  secret,
}: Pick<Environment, 'encryptionKeys' | 'secret'>): readonly [string, ...string[]] | undefined {
  if (encryptionKeys !== undefined) return encryptionKeys;
  return secret === undefined ? undefined : [deriveSecret(secret, 'webhooks')];
}
