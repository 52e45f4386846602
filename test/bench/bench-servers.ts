import { rm } from 'node:fs/promises';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';
import { makeTestFolder } from '../support/test-folder.ts';

/** What a part of the benchmark runs on: servers with nothing in them, of its own. */
export interface BenchServers {
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** For whatever else it starts; gone afterwards. */
  readonly folder: string;
}

export async function withServers(measure: (servers: BenchServers) => Promise<void>): Promise<void> {
  const folder = await makeTestFolder();
  const dataFolder = await openDataFolder(folder);
  const quiet = (): void => undefined;
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataFolder: dataFolder.path, port: 0, log: quiet }),
    findTemporalCli({ env: process.env, progress: (line) => console.error(line) }).then(({ path }) =>
      startTemporalServer({ cli: path, dataFolder: dataFolder.path, port: 0, uiPort: 0, log: quiet }),
    ),
  ]);
  try {
    await measure({ temporalAddress: temporal.address, databaseUrl: postgres.url, folder });
  } finally {
    await Promise.all([temporal.stop(), postgres.stop()]);
    await dataFolder.release();
    await rm(folder, { recursive: true, force: true });
  }
}
