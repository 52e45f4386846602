import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { createEvidenceStore } from '../../src/storage/evidence-store.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { createOverviewStore } from '../../src/storage/overview-store.ts';
import { createRetentionStore, type RetentionStore } from '../../src/storage/retention-store.ts';
import { useDatabase } from '../support/use-database.ts';
import { articleWriter } from '../support/write-articles.ts';

const database = useDatabase();
let retention: RetentionStore;
beforeAll(() => {
  retention = createRetentionStore(database.pool, { idleHours: 72, mostHours: 24 * 60 });
});

const SECRET = 'the secret of the tides';
const PAGE = createHash('sha256').update(SECRET).digest('hex');

/** An article that ended so many days ago, with words in every table that has some. */
async function article(id: string, endedDaysAgo: number | null): Promise<void> {
  const { pool } = database;
  await articleWriter(pool).write({ [id]: { stage: endedDaysAgo === null ? 'waiting' : 'delivered' } });
  await pool.query(
    `update articles set closed_at = now() - $2 * interval '1 day', request = jsonb_build_object('topic', 't', 'pasted', $3::text),
       input = jsonb_build_object('request', jsonb_build_object('pasted', $3::text)), delivered_version = 1 where article_id = $1`,
    [id, endedDaysAgo, SECRET],
  );
  const drafts = createDraftStore(pool);
  const draft = { draftId: `${id}-d1`, articleId: id, text: SECRET, authorName: 'writer' };
  const item = { id: `${id}-i`, kind: 'comment', byName: 'Ann', onVersion: 1, text: SECRET } as const;
  await drafts.saveWritten({
    ...draft,
    version: 1,
    sections: [],
    ledger: { items: [item], answers: [{ item: item.id, done: true, quote: SECRET }], superseded: [] },
  });
  for (const table of ['critiques', 'fact_reports'])
    await pool.query(`insert into ${table} select r.* from jsonb_populate_record(null::${table}, $1) r`, [
      {
        critique_id: `${id}-c`,
        fact_report_id: `${id}-f`,
        draft_id: draft.draftId,
        score: 7,
        body: { said: SECRET },
        created_at: new Date().toISOString(),
      },
    ]);
  await createEvidenceStore(pool).saveResearch(`${id}-r`, id, {
    report: { read: [], failed: [] },
    notes: [{ quote: SECRET, title: SECRET, sha256: PAGE }],
    pages: [{ sha256: PAGE, text: SECRET }],
    files: [],
  });
  await pool.query(
    `insert into editions (article_id, draft_id, body, marked, marked_sha256, sections, receipt) values ($1, $2, jsonb_build_object('text', $3::text), $3, 'of it', '[]', $3)`,
    [id, draft.draftId, SECRET],
  );
  await pool.query(
    `insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, words, decided_at)
     values ($1 || '-x', $1, 'request-changes', 1, 'hash', '{"displayName": "Ann"}', $2, now())`,
    [id, SECRET],
  );
  await pool.query(
    `insert into passage_comments (comment_id, article_id, version, quote, words, actor_key, actor) values ($1 || '-p', $1, 1, $2, $2, 'web:ann', '{}')`,
    [id, SECRET],
  );
  await pool.query(
    `insert into terminal_messages (key, article_id, content) values ($1, $1, jsonb_build_object('text', $2::text))`,
    [id, SECRET],
  );
  await pool.query(`insert into feed (article_id, seq, message) values ($1, 1, '{"kind": "notice"}')`, [id]);
  await pool.query(
    `with f as (insert into followers (article_id, platform, channel, role) values ($1, 'telegram', '5', 'decides') returning follower_id)
     insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
     select follower_id, 1, 'text', 'draft', 'sent', 'd', true, '{}', '5:' || follower_id, 'telegram', 1 from f`,
    [id],
  );
  await pool.query(
    `insert into telegram_merges (bot_id, post_key, chat, message, card, addition)
     select 'b', $1, 5, follower_id, json_build_object('text', $2::text), '{}' from followers where article_id = $1`,
    [id, SECRET],
  );
  await createModelCallStore(pool)
    .journal(id, 'write/1')
    .store(
      'hash',
      { text: SECRET, sources: [] },
      { purpose: 'writer.write', model: 'm', asked: 'm', costUsd: 0.5, cached: false, durationMs: 1 },
    );
}

/** Tables in which the words stand somewhere. */
async function placesOf(words: string): Promise<readonly string[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await database.pool.query(
      `select from ${name} t where to_jsonb(t)::text like '%' || $1 || '%' limit 1`,
      [words],
    );
    if (rowCount === 1) found.push(name);
  }
  return found;
}

async function clear(): Promise<void> {
  await database.pool.query(
    'truncate articles, pages, terminal_messages, telegram_merges, source_files, webhook_endpoints, web_tokens, web_sessions cascade',
  );
}

describe('retention', () => {
  it('deletes every word of articles that ended long ago, and keeps who decided what about which text', async () => {
    await clear();
    await article('old', 31);
    expect(await placesOf(SECRET)).toEqual([
      'articles',
      'critiques',
      'decisions',
      'drafts',
      'editions',
      'evidence',
      'fact_reports',
      'ledger',
      'ledger_answers',
      'model_calls',
      'pages',
      'passage_comments',
      'telegram_merges',
      'terminal_messages',
    ]);
    expect(await retention.due('texts', 30)).toMatchObject({ count: 1, oldest: expect.any(String) });
    expect(await retention.forget('texts', 30, 10)).toBe(1);
    expect(await placesOf(SECRET)).toEqual(['model_calls']);
    expect(await retention.forget('texts', 30, 10)).toBe(0);
    expect(await retention.due('texts', 30)).toEqual({ kind: 'texts', count: 0 });
    const { rows } = await database.pool.query(
      `select topic, texts_gone_at is not null as gone, d.version, d.author_name as author, d.sha256, x.kind, x.words,
         (select bool_or(live) from messages) as live
       from articles join drafts d using (article_id) join decisions x using (article_id)`,
    );
    expect(rows).toEqual([
      {
        topic: 'old',
        gone: true,
        version: 1,
        author: 'writer',
        sha256: PAGE,
        kind: 'request-changes',
        words: null,
        live: false,
      },
    ]);
  });

  it('says of an article that its texts are gone, wherever somebody asks for them', async () => {
    await clear();
    await article('old', 31);
    const stores = {
      articles: createArticleStore(database.pool),
      editions: createEditionStore(database.pool),
      overviews: createOverviewStore(database.pool),
    };
    expect((await stores.articles.find('old'))?.textsGoneAt).toBeNull();
    expect(await stores.editions.find('old', 'x')).toMatchObject({ delivered: { text: SECRET } });
    await retention.forget('feed', 30, 10);
    // Where it was asked for is known without its feed.
    expect(await stores.editions.find('old', 'x')).toMatchObject({ delivered: { text: SECRET } });
    await retention.forget('texts', 30, 10);
    expect((await stores.articles.find('old'))?.textsGoneAt).toEqual(expect.any(Date));
    expect((await stores.overviews.find('old'))?.textsGoneAt).toEqual(expect.any(Date));
    const editions = await stores.editions.find('old', 'x');
    expect(editions).toMatchObject({ goneAt: expect.any(Date) });
    expect(editions).not.toHaveProperty('delivered');
  });

  it('leaves what is under way, what ended lately, and what an article under way is made of', async () => {
    await clear();
    await article('open', null);
    await article('late', 29);
    await article('first', 60);
    await article('second', null);
    await database.pool.query(
      `update articles set input = '{"revises": {"first": "first", "edition": 2}}' where article_id = 'second'`,
    );
    await article('original', 60);
    await article('translation', null);
    await database.pool.query(
      `update articles set input = '{"translates": {"first": "original", "edition": 1}}' where article_id = 'translation'`,
    );
    await article('published', 60);
    await database.pool.query(
      `insert into publications (article_id, target, family, edition) values ('published', 'blog', 'published', 1)`,
    );
    for (const kind of ['texts', 'feed'] as const) {
      expect(await retention.due(kind, 30)).toEqual({ kind, count: 0 });
      expect(await retention.forget(kind, 30, 10)).toBe(0);
    }
    await database.pool.query(`update articles set closed_at = now() where article_id in ('second', 'translation')`);
    await database.pool.query(`update publications set state = '{"status": "published"}'`);
    expect(await retention.forget('texts', 30, 10)).toBe(3);
    expect(await placesOf(SECRET)).toContain('pages');
  });

  it('deletes answers of models once their article is over, and none that is still to be paid for once', async () => {
    await clear();
    await article('over', 8);
    await article('open', null);
    expect(await retention.forget('modelAnswers', 7, 10)).toBe(1);
    const { rows } = await database.pool.query(
      `select article_id as id, answer, usable, cost_usd::float8 as usd from model_calls order by 1 desc`,
    );
    expect(rows).toEqual([
      { id: 'over', answer: {}, usable: false, usd: 0.5 },
      { id: 'open', answer: { text: SECRET, sources: [] }, usable: true, usd: 0.5 },
    ]);
    expect(await retention.forget('modelAnswers', 7, 10)).toBe(0);
  });

  it('deletes what was said where, and nothing else', async () => {
    await clear();
    await article('old', 31);
    expect(await retention.forget('feed', 30, 10)).toBe(1);
    const { rows } = await database.pool.query(
      `select (select count(*) from feed)::integer as feed, (select count(*) from followers)::integer as followers,
         (select count(*) from messages)::integer as messages, (select count(*) from telegram_merges)::integer as merges,
         (select body from drafts) as body`,
    );
    expect(rows).toEqual([{ feed: 0, followers: 0, messages: 0, merges: 0, body: SECRET }]);
  });

  it('does so much at once, and never twice, however many do it', async () => {
    await clear();
    for (let number = 0; number < 9; number += 1) await article(`a${number}`, 40);
    expect(await retention.forget('texts', 30, 2)).toBe(2);
    const counts = await Promise.all([1, 2, 3, 4].map(async () => await retention.forget('texts', 30, 5)));
    const rest = await retention.forget('texts', 30, 10);
    expect(counts.reduce((sum, count) => sum + count, rest)).toBe(7);
  });

  it('deletes what endpoints were told, but for what they are still to be told', async () => {
    await clear();
    await article('told', 40);
    await database.pool.query(
      `insert into webhook_endpoints (name, source, url) values ('newsroom', 'api', 'https://x')`,
    );
    await database.pool.query(
      `insert into webhook_events (event_id, article_id, number, type, at, body, made_at)
       select 'e' || n, 'told', n, 'article.delivered', now(), $1, now() - interval '40 days' from generate_series(1, 2) n`,
      [SECRET],
    );
    await database.pool.query(
      `insert into webhook_deliveries (endpoint, event_id, article_id, number, state)
       values ('newsroom', 'e1', 'told', 1, 'delivered'), ('newsroom', 'e2', 'told', 2, 'pending')`,
    );
    expect(await retention.forget('webhooks', 30, 10)).toBe(1);
    const { rows } = await database.pool.query(`select event_id as id, body from webhook_events order by 1`);
    expect(rows).toEqual([
      { id: 'e1', body: '' },
      { id: 'e2', body: SECRET },
    ]);
  });

  it('counts from the moment from which on a session opens nothing', async () => {
    await clear();
    await database.pool.query(
      `insert into web_sessions (secret_sha256, id, person, person_key, came_by, began_at, seen_at)
       select name, name, '{}', 'web:ann', 'link', now() - began * interval '1 day', now() - seen * interval '1 day'
       from (values ('idle-for-34-days', 40, 34), ('idle-for-32-days', 40, 32), ('over-since-31-days', 91, 29), ('over-since-a-day', 61, 0)) s (name, began, seen)`,
    );
    expect(await retention.due('sessions', 30)).toMatchObject({ count: 2 });
    expect(await retention.forget('sessions', 30, 10)).toBe(2);
    const { rows } = await database.pool.query('select id from web_sessions order by 1');
    expect(rows.map(({ id }) => id)).toEqual(['idle-for-32-days', 'over-since-a-day']);
  });

  it('deletes files that nobody read, and tokens that open nothing', async () => {
    await clear();
    await database.pool.query(
      `insert into source_files (file_id, name, body, kept_at) values ('f1', 'a', 'x', now() - interval '40 days'), ('f2', 'b', 'x', now())`,
    );
    await database.pool.query(
      `insert into web_tokens (token_id, token_hash, actor_key, actor, scopes, expires_at, revoked_at)
       values ('gone', 'a', 'web:ann', '{}', '{}', null, now() - interval '40 days'), ('old', 'b', 'web:ann', '{}', '{}', now() - interval '40 days', null),
         ('there', 'c', 'web:ann', '{}', '{}', null, null)`,
    );
    expect(await retention.due('sessions', 30)).toMatchObject({ count: 2 });
    expect(await retention.forget('sessions', 30, 10)).toBe(2);
    expect(await retention.forget('sourceFiles', 30, 10)).toBe(1);
    const { rows } = await database.pool.query(
      `select token_id as id from web_tokens union all select file_id from source_files`,
    );
    expect(rows).toEqual([{ id: 'there' }, { id: 'f2' }]);
  });
});
