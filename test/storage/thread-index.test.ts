import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { MessageRef } from '../../src/delivery/messenger.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { createPeopleStore } from '../../src/storage/people-store.ts';
import { refKey } from '../../src/storage/ref-key.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import { type FeedBench, openFeedBench } from '../support/feed-bench.ts';

const HOME: Thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const OLDER: Thread = { ...HOME, thread: '100.1' };
/** So many that whoever reads them all is found out. */
const MANY = 20_000;

let bench: FeedBench;
let one: string;
let two: string;
beforeAll(async () => {
  bench = await openFeedBench(inject('postgresUrl'));
  one = await posted(HOME, [0, 'status', '200.1'], [1, 'draft', '200.2', '200.3']);
  two = await posted(OLDER, [0, 'status', '300.1'], [1, 'draft', '300.2'], [2, 'gate', '300.3', '300.4']);
});
afterAll(async () => {
  await bench.close();
});

/** An article whose messages are in the thread: seq, kind and the `ts` of each part. */
async function posted(
  { platform, workspace, channel, thread }: Thread,
  ...messages: readonly [number, string, ...string[]][]
): Promise<string> {
  const { articleId } = await bench.openArticle({ platform, channel, ...(workspace !== undefined && { workspace }) });
  await bench.pool.query('update followers set thread = $2 where article_id = $1', [articleId, thread ?? null]);
  for (const [seq, kind, ...times] of messages) {
    for (const [index, ts] of times.entries()) {
      const ref: MessageRef = { channel, ts };
      await bench.pool.query(
        `insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
         select follower_id, $2, $3, $4, 'sent', '', false, $5, $6, platform, 1 from followers where article_id = $1`,
        [articleId, seq, index === 0 ? 'card' : 'a-file', kind, ref, refKey(ref)],
      );
    }
  }
  return articleId;
}

describe('the thread index', () => {
  it('knows the article of a message', async () => {
    const index = createThreadIndex(bench.pool);
    expect(await index.articleOf('slack', { ts: '200.3', channel: 'C1' })).toBe(one);
    expect(await index.articleOf('slack', { channel: 'C1', ts: '300.1' })).toBe(two);
    expect(await index.articleOf('slack', { channel: 'C2', ts: '200.2' })).toBeUndefined();
    expect(await index.articleOf('telegram', { channel: 'C1', ts: '200.2' })).toBeUndefined();
  });

  it('knows the article that was put into an older thread, and the latest of several', async () => {
    const index = createThreadIndex(bench.pool);
    expect(await index.articleIn(OLDER)).toBe(two);
    expect(await index.articleIn({ ...OLDER, thread: '999.9' })).toBeUndefined();
    const thread = { ...HOME, thread: '400.1' };
    const first = await posted(thread);
    const second = await posted(thread);
    expect(await index.articleIn(thread)).toBe(second);
    await bench.pool.query(`update followers set moved_to = '{}' where article_id = $1`, [second]);
    expect(await index.articleIn(thread)).toBe(first);
  });

  it('knows where status cards are, and the card to decide on', async () => {
    const index = createThreadIndex(bench.pool);
    expect(await index.cardsOf([one, two, 'none'])).toEqual(
      new Map([
        [one, { thread: HOME, ref: { channel: 'C1', ts: '200.1' } }],
        [two, { thread: OLDER, ref: { channel: 'C1', ts: '300.1' } }],
      ]),
    );
    expect(await index.latestDraftCard(one)).toEqual({ channel: 'C1', ts: '200.2' });
    expect(await index.latestDraftCard(two)).toEqual({ channel: 'C1', ts: '300.3' });
    expect(await index.latestDraftCard('none')).toBeUndefined();
  });

  it('reads no more for being asked about one of many', async () => {
    await bench.pool.query(
      `with a as (
         insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
         select 'many-' || n, '', '{}', '', '{}', '', '{}', 'en', '{}', '{}' from generate_series(1, ${MANY}) n returning article_id
       ), f as (
         insert into followers (article_id, platform, workspace, channel, role, due_at)
         select article_id, 'slack', 'T1', 'C' || article_id, 'decides', null from a returning follower_id, channel
       )
       insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
       select follower_id, seq, 'card', case seq when 0 then 'status' else 'draft' end, 'sent', '', false, '{}', channel || ':' || seq, 'slack', 1
       from f, generate_series(0, 2) seq`,
    );
    await bench.pool.query('analyze');
    const asked: { readonly text: string; readonly values: readonly unknown[] }[] = [];
    const index = createThreadIndex({
      query: async (text: string, values: readonly unknown[]) => {
        asked.push({ text, values });
        return { rows: [] };
      },
    } as never);
    await index.articleOf('slack', { channel: 'C1', ts: '200.2' });
    await index.articleIn(OLDER);
    await index.cardsOf([one, two]);
    await index.latestDraftCard(one);
    expect(asked).toHaveLength(4);
    for (const { text, values } of asked) {
      const { rows } = await bench.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values]);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toContain('Seq Scan');
    }
  });
});

describe('the store of people', () => {
  it('keeps the language that a person chose last', async () => {
    const people = createPeopleStore(bench.pool);
    const ann = { platform: 'telegram', userId: '1' };
    expect(await people.language(ann)).toBeUndefined();
    await people.setLanguage(ann, 'ru');
    await people.setLanguage(ann, 'en');
    expect(await people.language(ann)).toBe('en');
    expect(await people.language({ ...ann, userId: '2' })).toBeUndefined();
  });
});
