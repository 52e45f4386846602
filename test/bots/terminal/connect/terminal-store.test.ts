import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type TerminalStore,
  type ThreadNews,
  createTerminalStore,
} from '../../../../bots/terminal/connect/terminal-store.ts';
import { chatContents, frameOf } from '../../../fixtures/chat-contents.ts';
import type { TestDatabase } from '../../../support/database.ts';
import { createMigratedDatabase } from '../../../support/use-database.ts';

/** Longer than any test: news that arrive have been announced. */
const NEVER_MS = 600_000;

describe('terminal store', () => {
  let database: TestDatabase;
  let writers: pg.Pool;
  let readers: pg.Pool;
  let writing: TerminalStore;
  let reading: TerminalStore;

  beforeAll(async () => {
    database = await createMigratedDatabase(inject('postgresUrl'));
    writers = new pg.Pool({ connectionString: database.url });
    readers = new pg.Pool({ connectionString: database.url });
    readers.on('error', () => undefined);
    writing = createTerminalStore(writers);
    reading = createTerminalStore(readers);
  });

  afterAll(async () => {
    await Promise.all([writers.end(), readers.end()]);
    await database.drop();
  });

  const noticeIn = (articleId: string, byName: string) => ({
    ...chatContents('en').notice,
    frame: frameOf('en', articleId),
    notice: { code: 'paused', byName } as const,
  });

  function follow(articleId: string, pollMs = NEVER_MS) {
    const stop = new AbortController();
    const tail = reading.tail(articleId, { signal: stop.signal, pollMs });
    return {
      next: async (): Promise<ThreadNews | undefined> => (await tail.next()).value ?? undefined,
      end: async (): Promise<void> => {
        stop.abort();
        expect(await tail.next()).toEqual({ done: true, value: undefined });
      },
    };
  }

  it('tells the thread so far, then what is posted and edited elsewhere, each once and in order', async () => {
    await writing.post('a/1', noticeIn('a', 'Ann'));
    const { next, end } = follow('a');
    const first = await next();
    expect(first).toMatchObject({
      kind: 'messages',
      messages: [{ key: 'a/1', revision: 1, content: { notice: { byName: 'Ann' } } }],
    });

    await writing.post('other/1', noticeIn('other', 'Zoe'));
    const seq = await writing.post('a/2', noticeIn('a', 'Ben'));
    expect(await next()).toMatchObject({ messages: [{ key: 'a/2', seq, revision: 1 }] });

    await writing.edit(seq, noticeIn('a', 'Eve'));
    expect(await next()).toMatchObject({
      messages: [{ key: 'a/2', seq, revision: 2, content: { notice: { byName: 'Eve' } } }],
    });

    const after = next();
    await writing.edit(seq, noticeIn('a', 'Eve'));
    await writing.post('a/3', noticeIn('a', 'Joe'));
    expect(await after).toMatchObject({ messages: [{ key: 'a/3' }] });
    await end();
  });

  it('tells of an empty thread that it is empty', async () => {
    const { next, end } = follow('nobody');
    expect(await next()).toEqual({ kind: 'messages', messages: [] });
    await end();
  });

  it('goes on when its connection is cut, and says so while it cannot', async () => {
    const { next, end } = follow('cut', 50);
    await next();
    await writers.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen copydesk_terminal'`,
    );
    await writing.post('cut/1', noticeIn('cut', 'Ann'));
    const told: ThreadNews[] = [];
    while (
      told.at(-1)?.kind !== 'messages' ||
      !told.some((news) => news.kind === 'messages' && news.messages.length > 0)
    ) {
      const news = await next();
      if (news === undefined) break;
      told.push(news);
    }
    expect(told.flatMap((news) => (news.kind === 'messages' ? news.messages.map(({ key }) => key) : []))).toEqual([
      'cut/1',
    ]);
    await end();
  });

  it('sees what nobody announced at the next look', async () => {
    const { next, end } = follow('silent', 50);
    await next();
    await writers.query(`insert into terminal_messages (key, article_id, content) values ('silent/1', 'silent', $1)`, [
      noticeIn('silent', 'Ann'),
    ]);
    expect(await next()).toMatchObject({ messages: [{ key: 'silent/1' }] });
    await end();
  });

  it('says that a database is not there, and never throws', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    const stop = new AbortController();
    const tail = createTerminalStore(nowhere).tail('x', { signal: stop.signal, pollMs: 20 });
    expect((await tail.next()).value).toMatchObject({ kind: 'unreachable' });
    const end = tail.next();
    stop.abort();
    expect((await end).done).toBe(true);
    await nowhere.end();
  });
});
