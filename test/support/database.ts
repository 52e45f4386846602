import { randomBytes } from 'node:crypto';
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
  return { url: url.href, drop: () => execute(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
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
