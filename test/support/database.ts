import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A database that nobody else uses. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, whoever is connected still. */
  drop(): Promise<void>;
}

/**
 * Makes a database beside the one that the address names.
 *
 * @param postgresUrl of a role that may make databases: `inject('postgresUrl')`
 * @param template name of the database that it is a copy of; default: it is empty
 */
export async function createDatabase(postgresUrl: string, template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => drop(postgresUrl, name) };
}

/** A connection that its pool is just closing would be told that it is being closed, which nobody listens to any more. */
const GOODBYE_LOOKS = 20;
const GOODBYE_PAUSE_MS = 25;

async function drop(postgresUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    for (let look = 0; look < GOODBYE_LOOKS; look += 1) {
      const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
      if (rowCount === 0) break;
      await sleep(GOODBYE_PAUSE_MS);
    }
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
