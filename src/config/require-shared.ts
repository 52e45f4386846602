import { ConfigError, type ConfigFault } from './config-error.ts';
import type { Environment } from './environment.ts';
import { selectsTemporal } from './temporal-connection.ts';

type Shared = 'DATABASE_URL' | 'LLM_BASE_URL' | 'TEMPORAL_ADDRESS' | 'COPYDESK_SECRET';

const WAY_OUT = 'npm start needs nothing, it brings up everything itself';

/**
 * For processes that run alone, beside others with which they share servers and the secret that ids are made from: whether they know them.
 * @throws {ConfigError} when one is missing.
 */
export function requireShared(environment: Environment, needed: readonly Shared[]): void {
  const isSet: Record<Shared, boolean> = {
    DATABASE_URL: environment.databaseUrl !== undefined,
    LLM_BASE_URL: environment.llmBaseUrl !== undefined,
    TEMPORAL_ADDRESS: selectsTemporal(environment),
    COPYDESK_SECRET: environment.secret !== undefined,
  };
  const faults: readonly ConfigFault[] = needed
    .filter((name) => !isSet[name])
    .map((name) => ({
      where: `environment ${name}`,
      what:
        name === 'COPYDESK_SECRET'
          ? `is not set; make one with "openssl rand -hex 32", and give the same to every bot (${WAY_OUT})`
          : `is not set; a process that runs alone needs it (${WAY_OUT})`,
    }));
  if (faults.length > 0) throw new ConfigError(faults);
}
