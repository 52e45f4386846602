import { ConfigError, type ConfigFault } from './config-error.ts';
import type { Variables } from './environment.ts';
import type { PublishConfig } from './publish-schema.ts';

/** A Ghost key as its settings show it: an id and a secret, both hex. */
const GHOST_KEY = /^[0-9a-f]{24}:[0-9a-f]{64}$/;

/** Of 24 to 64 bytes, in Base64. */
const WEBHOOK_SECRET = /^whsec_(?=.{32,88}$)[A-Za-z0-9+/]+={0,2}$/;

/**
 * For the worker, the only process that holds the keys of places: whether those are there that `publish.yaml` asks for.
 * @throws {ConfigError} when one is missing, or cannot be one.
 */
export function requirePublishKeys(config: PublishConfig, variables: Variables): void {
  const faults: ConfigFault[] = namesOfKeys(config).flatMap(({ variable, place, kind }) => {
    const where = `environment ${variable}`;
    const key = keyIn(variables, variable);
    if (key === undefined)
      return [{ where, what: `is not set, and ${place} in publish.yaml names it; set it, or remove the target` }];
    if (kind === 'ghost' && !GHOST_KEY.test(key))
      return [
        {
          where,
          what: 'is no Admin API key of Ghost: 24 hex digits, a colon, 64 hex digits; copy it from Settings → Integrations, not the Content API key',
        },
      ];
    if (kind === 'webhook' && !WEBHOOK_SECRET.test(key))
      return [
        {
          where,
          what: 'is no secret of Standard Webhooks: whsec_ and 24 to 64 bytes in Base64, such as what `echo whsec_$(openssl rand -base64 32)` prints',
        },
      ];
    return [];
  });
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The keys that `publish.yaml` names, by the variables that hold them. */
export function publishKeys(config: PublishConfig, variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    namesOfKeys(config).flatMap(({ variable }) => {
      const key = keyIn(variables, variable);
      return key === undefined ? [] : [[variable, key]];
    }),
  );
}

/** Settings that name a variable end with `Env`. */
function namesOfKeys({ publish: { targets } }: PublishConfig) {
  return Object.entries(targets).flatMap(([name, target]) =>
    Object.entries(target).flatMap(([field, variable]) =>
      field.endsWith('Env') && typeof variable === 'string'
        ? [
            {
              variable,
              kind: target.kind,
              place: `targets.${name}.${field.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)}`,
            },
          ]
        : [],
    ),
  );
}

function keyIn(variables: Variables, name: string): string | undefined {
  const key = variables[name]?.trim();
  return key === '' ? undefined : key;
}
