import { rm } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { migrate } from '../../src/storage/migrate.ts';
import { findTemporalPrograms, startProductionTemporal } from '../compose/production-temporal.ts';
import { createNamespace } from '../support/namespace.ts';
import { makeTestFolder } from '../support/test-folder.ts';

/** What a rehearsal lives on: the production Temporal server and PostgreSQL as in docker-compose.yml, with nothing in them. */
export interface RehearsalServers {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  /** For whatever else it starts; gone afterwards. */
  readonly folder: string;
  /** `Temporal 1.32.0 over PostgreSQL, 2 cores with a load of 0.4 from others`. */
  readonly what: string;
}

export async function withProduction<T>(act: (servers: RehearsalServers) => Promise<T>): Promise<T> {
  const programs = await findTemporalPrograms();
  if (programs === undefined)
    throw new Error('The production Temporal server has not been made yet: CI=true npm test makes it, once per user.');
  const [load = 0] = loadavg();
  const [folder, temporal] = await Promise.all([makeTestFolder(), startProductionTemporal(programs)]);
  try {
    await migrate(temporal.databaseUrl, () => undefined);
    const { namespace, connection } = await createNamespace(temporal.address);
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.close();
    return await act({
      temporalAddress: temporal.address,
      namespace,
      databaseUrl: temporal.databaseUrl,
      folder,
      what: `Temporal ${serverVersion ?? ''} over PostgreSQL, ${cpus().length} cores with a load of ${load.toFixed(1)} from others`,
    });
  } finally {
    await temporal.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
