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
  const faults: ConfigFault[] = [...namesOfKeys(agents)]
    .filter(([keyEnv]) => keyIn(variables, keyEnv) === undefined)
    .map(([keyEnv, place]) => ({
      where: `environment ${keyEnv}`,
      what: `is not set, and ${place} in agents.yaml names it; set it, or remove ${place.includes('external') ? 'the agent' : 'the line'}`,
    }));
  const needsPerplexity = factChecker.providers.includes('perplexity') && external['perplexity'] === undefined;
  if (needsPerplexity && environment.perplexityApiKey === undefined)
    faults.push({
      where: 'environment PERPLEXITY_API_KEY',
      what: 'is not set, and agents.fact_checker.provider in agents.yaml is perplexity; set the key, or write provider: model',
    });
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The keys that `agents.yaml` names, by the variables that hold them. */
export function namedKeys({ agents }: Pick<Config, 'agents'>, variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...namesOfKeys(agents).keys()].flatMap((name) => {
      const key = keyIn(variables, name);
      return key === undefined ? [] : [[name, key]];
    }),
  );
}

/** Variables, and where each is named first. */
function namesOfKeys({ writer, critic, factChecker, editor, external }: Config['agents']): ReadonlyMap<string, string> {
  const own = Object.entries({ writer, critic, fact_checker: factChecker, editor }).flatMap(
    ([name, { api, fallbacks = [] }]) => [
      [api?.keyEnv, `agents.${name}.api.key_env`] as const,
      ...fallbacks.map((one, at) => [one.api?.keyEnv, `agents.${name}.models[${at + 1}].api.key_env`] as const),
    ],
  );
  const others = Object.entries(external).map(
    ([name, { keyEnv }]) => [keyEnv, `agents.external.${name}.key_env`] as const,
  );
  const names = new Map<string, string>();
  for (const [name, place] of [...own, ...others]) if (name !== undefined && !names.has(name)) names.set(name, place);
  return names;
}

function keyIn(variables: Variables, name: string): string | undefined {
  const key = variables[name]?.trim();
  return key === '' ? undefined : key;
}
