import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';
import { makeTestFolder, removeLeftovers } from './test-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port` of the Temporal server that all tests of a run share. */
    temporalAddress: string;
    /** A database of the PostgreSQL server that all tests of a run share; take one of your own with `createDatabase`. */
    postgresUrl: string;
  }
}

/** Starts one Temporal server and one PostgreSQL for the whole run, in a temporary folder, on ports of their own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataFolder = await openDataFolder(await makeTestFolder());
  const log = (line: string): void => console.log(line);
  const shared = { dataFolder: dataFolder.path, port: 0, durable: false, log };
  const postgres = await startPostgres(shared);
  try {
    const cli = await findTemporalCli({ env: process.env, progress: log });
    const temporal = await startTemporalServer({ ...shared, cli: cli.path, uiPort: 0 });
    project.provide('temporalAddress', temporal.address);
    project.provide('postgresUrl', postgres.url);
    return async () => {
      await Promise.all([temporal.stop(), postgres.stop()]);
      await dataFolder.release();
      await rm(dataFolder.path, { recursive: true, force: true });
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
