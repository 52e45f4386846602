import { ConfigError } from './config-error.ts';
import type { Environment } from './environment.ts';
import type { Config } from './load.ts';

/**
 * For the worker, the only process that holds model keys: whether those are there that `agents.yaml` asks for.
 * @throws {ConfigError} when one is missing.
 */
export function requireModelKeys(
  config: Pick<Config, 'agents'>,
  environment: Pick<Environment, 'perplexityApiKey'>,
): void {
  if (config.agents.factChecker.provider !== 'perplexity' || environment.perplexityApiKey !== undefined) return;
  throw new ConfigError([
    {
      where: 'environment PERPLEXITY_API_KEY',
      what: 'is not set, and agents.fact_checker.provider in agents.yaml is perplexity; set the key, or write provider: model',
    },
  ]);
}
