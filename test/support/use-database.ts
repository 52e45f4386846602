import pg, { type Pool } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createDatabase, type TestDatabase } from './database.ts';

/** Copied by every database of the tests: a copy takes a tenth of the time that the migrations take. */
const TEMPLATE = 'copydesk_template';
/** Of PostgreSQL's advisory locks: one process makes the template, the others wait. */
const TEMPLATE_LOCK = 4711;
const POOL_SETTINGS = { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 };

export interface UsedDatabase {
  readonly url: string;
  readonly pool: Pool;
}

/** A database with our tables that the tests of this file have for themselves, there from `beforeAll` on. */
export function useDatabase(): UsedDatabase {
  let database: TestDatabase | undefined;
  let pool: Pool | undefined;
  beforeAll(async () => {
    database = await createMigratedDatabase(inject('postgresUrl'));
    pool = createPool(database.url, POOL_SETTINGS, () => undefined);
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The database is there from beforeAll on');
    return value;
  };
  return {
    get url() {
      return there(database).url;
    },
    get pool() {
      return there(pool);
    },
  };
}

/** A database with our tables, beside the one that the address names. @param postgresUrl of a role that may make databases */
export async function createMigratedDatabase(postgresUrl: string): Promise<TestDatabase> {
  await makeTemplate(postgresUrl);
  return await createDatabase(postgresUrl, TEMPLATE);
}

async function makeTemplate(postgresUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rows.length > 0) return;
    const unfinished = await createDatabase(postgresUrl);
    await migrate(unfinished.url, () => undefined);
    await client.query(`alter database ${new URL(unfinished.url).pathname.slice(1)} rename to ${TEMPLATE}`);
  } finally {
    await client.end();
  }
}
