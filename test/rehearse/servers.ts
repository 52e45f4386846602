import { rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** `Temporal 1.32.0 over PostgreSQL, 2 cores, 0.1 of them busy with other things`. */
  readonly what: string;
}

const WATCH_MS = 2_000;

export async function withProduction<T>(act: (servers: RehearsalServers) => Promise<T>): Promise<T> {
  const programs = await findTemporalPrograms();
  if (programs === undefined)
    throw new Error('The production Temporal server has not been made yet: CI=true npm test makes it, once per user.');
  const others = await busyCores();
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
      what: `Temporal ${serverVersion ?? ''} over PostgreSQL, ${cpus().length} cores, ${others.toFixed(1)} of them busy with other things`,
    });
  } finally {
    await temporal.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What runs for others is seen in what the machine did for a while. The average that it keeps remembers rehearsals that are over. */
async function busyCores(): Promise<number> {
  const seen = () => {
    const all = cpus().map(({ times }) => times);
    const total = all.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
    return { total, idle: all.reduce((sum, { idle }) => sum + idle, 0) };
  };
  const before = seen();
  await sleep(WATCH_MS);
  const after = seen();
  const idleShare = (after.idle - before.idle) / (after.total - before.total);
  return cpus().length * (1 - idleShare);
}
