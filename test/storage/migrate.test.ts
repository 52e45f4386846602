import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DatabaseRefusedError, isHopelessDatabaseError, migrate } from '../../src/storage/migrate.ts';
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

  it('leaves it to the caller to wait for a server that is not there yet', async () => {
    const error: unknown = await migrate(
      changed((url) => (url.port = '1')),
      quiet,
    ).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(isHopelessDatabaseError(error)).toBe(false);
  });
});
