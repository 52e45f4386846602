import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
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

describe('a later migration', () => {
  let folder: string;
  let older: TestDatabase;
  const rows = async (sql: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: older.url });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows.flat() as readonly unknown[];
    } finally {
      await client.end();
    }
  };
  const add = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const next = (): Promise<void> => migrate(older.url, quiet, { folder });
  const applied = () => rows('select name from schema_migrations order by id');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copydesk-migrations-'));
    for (const file of files)
      await cp(new URL(`../../src/storage/migrations/${file}`, import.meta.url), join(folder, file));
    older = await createDatabase(inject('postgresUrl'));
    await migrate(older.url, quiet);
    await add('0901_notes.sql', 'create table notes (id int primary key, body text not null);');
  });
  afterEach(async () => {
    await older.drop();
    await rm(folder, { recursive: true });
  });

  it('is applied once by two starters, after those that there are, in order, and leaves their rows', async () => {
    await rows(`insert into people (platform, user_id, language) values ('telegram', '7', 'ru')`);
    await add('0902_first-note.sql', `insert into notes values (1, 'one');`);
    await Promise.all([next(), next()]);
    expect(await applied()).toEqual([
      ...files.map((file) => file.replace('.sql', '')),
      '0901_notes',
      '0902_first-note',
    ]);
    expect(await rows('select body from notes')).toEqual(['one']);
    expect(await rows('select language from people')).toEqual(['ru']);
  });

  it('may be TypeScript, which makes an index while others write', async () => {
    await add(
      '0902_notes-by-body.ts',
      `import type { MigrationBuilder } from 'node-pg-migrate';
export function up(pgm: MigrationBuilder): void {
  pgm.noTransaction();
  pgm.sql('drop index concurrently if exists notes_by_body');
  pgm.sql('create index concurrently notes_by_body on notes (body)');
}
`,
    );
    await next();
    expect(await rows(`select indexname::text from pg_indexes where indexname = 'notes_by_body'`)).toHaveLength(1);
  });

  it('that fails leaves nothing of itself, and is applied when it is right', async () => {
    await add('0902_more.sql', 'create table more (id int); select 1 / 0;');
    await expect(next()).rejects.toThrow('division by zero');
    expect(await rows(`select tablename::text from pg_tables where tablename = 'more'`)).toEqual([]);
    await add('0902_more.sql', 'create table more (id int);');
    await next();
    expect((await applied()).at(-1)).toBe('0902_more');
  });

  it('is refused where it comes before one that was applied', async () => {
    await next();
    await add('0900_late.sql', 'create table late (id int);');
    await expect(next()).rejects.toThrow('0900_late');
    expect(await rows(`select tablename::text from pg_tables where tablename = 'late'`)).toEqual([]);
  });

  it('is what processes of that release wait for, and those of the one before go on with', async () => {
    const pool = new pg.Pool({ connectionString: older.url });
    try {
      await expect(checkSchema(pool, folder)).rejects.toThrow(/missing: 0901_notes/);
      await next();
      await checkSchema(pool, folder);
      await checkSchema(pool);
    } finally {
      await pool.end();
    }
  });

  it('is left as it is by the release before', async () => {
    await next();
    await migrate(older.url, quiet);
    expect((await applied()).at(-1)).toBe('0901_notes');
  });
});

describe('the tables of 0.1', () => {
  it('are refused, with the way out, and not touched', async () => {
    const first = await createDatabase(inject('postgresUrl'));
    const pool = new pg.Pool({ connectionString: first.url });
    try {
      await pool.query(
        `create table schema_migrations (id serial primary key, name text not null, run_on timestamp not null);
         insert into schema_migrations (name, run_on) values ('0001_articles', now());
         create table articles (article_id text)`,
      );
      for (const look of [() => migrate(first.url, quiet), () => checkSchema(pool)]) {
        const error: unknown = await look().catch((caught: unknown) => caught);
        expect(isHopelessDatabaseError(error)).toBe(true);
        expect(String(error)).toMatch(/those of Copydesk 0\.1.*docs\/upgrading\.md/);
      }
      const { rows } = await pool.query(`select tablename from pg_tables where schemaname = 'public' order by 1`);
      expect(rows).toEqual([{ tablename: 'articles' }, { tablename: 'schema_migrations' }]);
    } finally {
      await pool.end();
      await first.drop();
    }
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
