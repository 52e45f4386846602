import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listen } from '../../src/storage/listen.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const notify = (payload: string) => pool.query('select pg_notify($1, $2)', ['news', payload]);

describe('listening', () => {
  it('tells that it has begun, then what is said', async () => {
    const news: (string | undefined)[] = [];
    const ended = new AbortController();
    listen(pool, 'news', { onNews: (payload) => news.push(payload), signal: ended.signal });
    await expect.poll(() => news).toEqual([undefined]);
    await notify('one');
    await notify('two');
    await expect.poll(() => news).toEqual([undefined, 'one', 'two']);
    ended.abort();
  });

  it('comes back when its connection breaks, and tells that something may have been missed', async () => {
    const news: (string | undefined)[] = [];
    const ended = new AbortController();
    listen(pool, 'news', { onNews: (payload) => news.push(payload), signal: ended.signal, reconnectMs: 10 });
    await expect.poll(() => news).toHaveLength(1);
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen news' and pid <> pg_backend_pid()`,
    );
    await expect.poll(() => news.length).toBeGreaterThan(2);
    await notify('again');
    await expect.poll(() => news).toContain('again');
    ended.abort();
  });

  it('waits for a database that is not there, without a word', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    const news: (string | undefined)[] = [];
    const ended = new AbortController();
    const tries: unknown[] = [];
    const connect = nowhere.connect.bind(nowhere) as () => Promise<pg.PoolClient>;
    Object.assign(nowhere, { connect: () => (tries.push(1), connect()) });
    listen(nowhere, 'news', { onNews: (payload) => news.push(payload), signal: ended.signal, reconnectMs: 5 });
    await expect.poll(() => tries.length).toBeGreaterThan(2);
    ended.abort();
    expect(news).toEqual([]);
    await nowhere.end();
  });

  it('lets go of its connection at the end', async () => {
    const own = new pg.Pool({ connectionString: database.url, max: 1 });
    const ended = new AbortController();
    const begun = Promise.withResolvers<void>();
    listen(own, 'news', { onNews: () => begun.resolve(), signal: ended.signal });
    await begun.promise;
    ended.abort();
    expect((await own.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await own.end();
  });
});
