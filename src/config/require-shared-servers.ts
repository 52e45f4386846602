import { ConfigError, type ConfigFault } from './config-error.ts';
import type { Environment } from './environment.ts';
import { selectsTemporal } from './temporal-connection.ts';

type SharedServer = 'DATABASE_URL' | 'LLM_BASE_URL' | 'TEMPORAL_ADDRESS';

/**
 * For processes that run alone against servers which others share: whether they know where those are.
 * @throws {ConfigError} when an address is missing.
 */
export function requireSharedServers(environment: Environment, needed: readonly SharedServer[]): void {
  const isSet: Record<SharedServer, boolean> = {
    DATABASE_URL: environment.databaseUrl !== undefined,
    LLM_BASE_URL: environment.llmBaseUrl !== undefined,
    TEMPORAL_ADDRESS: selectsTemporal(environment),
  };
  const faults: readonly ConfigFault[] = needed
    .filter((name) => !isSet[name])
    .map((name) => ({
      where: `environment ${name}`,
      what: 'is not set; a process that runs alone needs it (npm start needs nothing, it brings up everything itself)',
    }));
  if (faults.length > 0) throw new ConfigError(faults);
}
