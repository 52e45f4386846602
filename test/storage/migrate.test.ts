import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkSchema, DatabaseRefusedError, isHopelessDatabaseError, migrate } from '../../src/storage/migrate.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const files = readdirSync(new URL('../../src/storage/migrations', import.meta.url)).toSorted();
const quiet = (): void => undefined;
const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

describe('migrate', () => {
  it('brings an empty database up to date, also when three processes try at once, and changes nothing after that', async () => {
    await Promise.all([migrate(database.url, quiet), migrate(database.url, quiet), migrate(database.url, quiet)]);
    await migrate(database.url, quiet);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name');
    await client.end();
    expect(rows.map(({ name }) => name)).toEqual(files.map((file) => file.replace('.sql', '')));
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong-canary')],
    ['a user that does not exist', (url: URL) => (url.username = 'nobody-here')],
    ['a database that does not exist', (url: URL) => (url.pathname = '/not-there')],
  ])('says what to check, without the password, when the address has %s', async (_, change) => {
    const error: unknown = await migrate(changed(change), quiet).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseRefusedError);
    expect(isHopelessDatabaseError(error)).toBe(true);
    expect(String(error)).toContain('DATABASE_URL');
    expect(String(error)).not.toContain('canary');
  });

  it('waits for who holds a lock, without keeping everybody else behind it', async () => {
    await migrate(database.url, quiet);
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; lock table schema_migrations in access exclusive mode');
    const said: string[] = [];
    const done = migrate(database.url, (line) => said.push(line), { lockTimeoutMs: 50, lockPauseMs: 10 });
    await expect.poll(() => said.some((line) => line.includes('trying again (2)'))).toBe(true);
    await holder.query('commit');
    await done;
    await holder.end();
  });

  it('leaves it to the caller to wait for a server that is not there yet', async () => {
    const error: unknown = await migrate(
      changed((url) => (url.port = '1')),
      quiet,
    ).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(isHopelessDatabaseError(error)).toBe(false);
  });
});

describe('checkSchema', () => {
  it('refuses tables that were never made, with the way out, and takes its own and newer ones', async () => {
    const fresh = await createDatabase(inject('postgresUrl'));
    const pool = new pg.Pool({ connectionString: fresh.url });
    const error: unknown = await checkSchema(pool).catch((caught: unknown) => caught);
    expect(isHopelessDatabaseError(error)).toBe(true);
    expect(String(error)).toMatch(/older than this release needs \(missing: 0001_schema\)\. Run "npm run migrate"/);
    await migrate(fresh.url, quiet);
    await checkSchema(pool);
    await pool.query(`insert into schema_migrations (name, run_on) values ('9999_later', now())`);
    await checkSchema(pool);
    await pool.end();
    await fresh.drop();
  });

  it('says what to check when PostgreSQL refuses', async () => {
    const pool = new pg.Pool({ connectionString: changed((url) => (url.password = 'wrong-canary')) });
    const error: unknown = await checkSchema(pool).catch((caught: unknown) => caught);
    expect(isHopelessDatabaseError(error)).toBe(true);
    expect(String(error)).not.toContain('canary');
    await pool.end();
  });
});
