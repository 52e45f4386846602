import { isWebhookSecret } from '../lib/webhook-secret.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import type { Variables } from './environment.ts';
import type { WebhooksConfig } from './webhooks-schema.ts';

/** The newer one first; the second goes when receivers know the first. */
const MOST_SECRETS = 2;

/**
 * The secrets that sign for the endpoints of the file, by the names of those.
 * @throws {ConfigError} when one is missing, or is none. No fault shows a value.
 */
export function webhookSecrets(
  { webhooks }: { readonly webhooks: Pick<WebhooksConfig, 'endpoints'> },
  variables: Variables,
): ReadonlyMap<string, readonly string[]> {
  const faults: ConfigFault[] = [];
  const secrets = new Map<string, readonly string[]>();
  for (const { name, secretEnv } of webhooks.endpoints) {
    const given = (variables[secretEnv] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const what = faultOf(given, name);
    if (what === undefined) secrets.set(name, given);
    else faults.push({ where: `environment ${secretEnv}`, what });
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return secrets;
}

function faultOf(given: readonly string[], name: string): string | undefined {
  const wayOut = 'make one with "npm run --silent webhooks -- secret"';
  if (given.length === 0) return `is not set, and webhooks.endpoints.${name} in copydesk.yaml names it; ${wayOut}`;
  if (given.length > MOST_SECRETS) return `has ${given.length} secrets; two at most sign, the newer one first`;
  return given.every(isWebhookSecret)
    ? undefined
    : `must be whsec_ with 24 to 64 bytes in Base64 behind it, or two of them with a comma between; ${wayOut}`;
}
