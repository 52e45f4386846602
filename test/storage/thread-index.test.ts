import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Thread } from '../../src/protocol/thread.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createOutbox } from '../../src/storage/outbox.ts';
import { createPeopleStore } from '../../src/storage/people-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const HOME: Thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const OLDER: Thread = { ...HOME, thread: '100.1' };

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  await migrate(database.url, () => undefined);
  pool = createPool(
    database.url,
    { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 5 },
    () => undefined,
  );
  await posted('one', HOME, ['card', 'status', '200.1'], ['1', 'draft', '200.2'], ['1/file', 'draft', '200.3']);
  await posted('two', OLDER, ['card', 'status', '300.1'], ['1', 'draft', '300.2'], ['2', 'gate', '300.3']);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function posted(articleId: string, thread: Thread, ...messages: readonly [string, string, string][]) {
  await createArticleStore(pool).open({
    articleId,
    request: { topic: 'How tides work', language: 'en' },
    requester: { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] },
    threads: [thread],
    language: 'en',
    settings: TEST_SETTINGS,
  });
  const outbox = createOutbox(pool);
  for (const [key, kind, ts] of messages) {
    await outbox.claim(articleId, thread, [{ key, kind, bodyHash: '' }], 'card');
    await outbox.confirm(articleId, { key }, { channel: 'C1', ts });
  }
}

describe('the thread index', () => {
  it('knows the article of a message', async () => {
    const index = createThreadIndex(pool);
    expect(await index.articleOf('slack', { channel: 'C1', ts: '200.2' })).toBe('one');
    expect(await index.articleOf('slack', { channel: 'C2', ts: '200.2' })).toBeUndefined();
    expect(await index.articleOf('telegram', { channel: 'C1', ts: '200.2' })).toBeUndefined();
  });

  it('knows the article that was put into an older thread', async () => {
    const index = createThreadIndex(pool);
    expect(await index.articleIn(OLDER)).toBe('two');
    expect(await index.articleIn({ ...OLDER, thread: '999.9' })).toBeUndefined();
  });

  it('knows where status cards are, and the card to decide on', async () => {
    const index = createThreadIndex(pool);
    expect(await index.cardsOf(['one', 'two', 'none'])).toEqual(
      new Map([
        ['one', { thread: HOME, ref: { channel: 'C1', ts: '200.1' } }],
        ['two', { thread: OLDER, ref: { channel: 'C1', ts: '300.1' } }],
      ]),
    );
    expect(await index.latestDraftCard('one')).toEqual({ channel: 'C1', ts: '200.2' });
    expect(await index.latestDraftCard('two')).toEqual({ channel: 'C1', ts: '300.3' });
    expect(await index.latestDraftCard('none')).toBeUndefined();
  });
});

describe('the store of people', () => {
  it('keeps the language that a person chose last', async () => {
    const people = createPeopleStore(pool);
    const ann = { platform: 'telegram', userId: '1' };
    expect(await people.language(ann)).toBeUndefined();
    await people.setLanguage(ann, 'ru');
    await people.setLanguage(ann, 'en');
    expect(await people.language(ann)).toBe('en');
    expect(await people.language({ ...ann, userId: '2' })).toBeUndefined();
  });
});
