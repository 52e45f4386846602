import { ConfigError, type ConfigFault } from './config-error.ts';
import type { Environment, Variables } from './environment.ts';
import type { Config } from './load.ts';

/**
 * For the worker, the only process that holds model keys: whether those are there that `agents.yaml` asks for.
 * @throws {ConfigError} when one is missing.
 */
export function requireModelKeys(
  { agents }: Pick<Config, 'agents'>,
  environment: Pick<Environment, 'perplexityApiKey'>,
  variables: Variables,
): void {
  const { external, factChecker } = agents;
  const faults: ConfigFault[] = Object.entries(external).flatMap(([name, { keyEnv }]) =>
    keyEnv === undefined || keyIn(variables, keyEnv) !== undefined
      ? []
      : [
          {
            where: `environment ${keyEnv}`,
            what: `is not set, and agents.external.${name}.key_env in agents.yaml names it; set it, or remove the agent`,
          },
        ],
  );
  const needsPerplexity = factChecker.providers.includes('perplexity') && external['perplexity'] === undefined;
  if (needsPerplexity && environment.perplexityApiKey === undefined)
    faults.push({
      where: 'environment PERPLEXITY_API_KEY',
      what: 'is not set, and agents.fact_checker.provider in agents.yaml is perplexity; set the key, or write provider: model',
    });
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The keys of external agents, by the variables that hold them. */
export function externalKeys(
  { agents }: Pick<Config, 'agents'>,
  variables: Variables,
): Readonly<Record<string, string>> {
  const names = Object.values(agents.external).flatMap(({ keyEnv }) => keyEnv ?? []);
  return Object.fromEntries(
    names.flatMap((name) => {
      const key = keyIn(variables, name);
      return key === undefined ? [] : [[name, key]];
    }),
  );
}

function keyIn(variables: Variables, name: string): string | undefined {
  const key = variables[name]?.trim();
  return key === '' ? undefined : key;
}
