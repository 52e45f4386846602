import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTopicStore } from '../../src/storage/topic-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { useDatabase } from '../support/use-database.ts';

interface Written {
  readonly language?: string;
  readonly stage: string;
  readonly revises?: { readonly first: string; readonly edition: number };
  readonly translates?: {
    readonly first: string;
    readonly articleId: string;
    readonly edition: number;
    readonly asked: string;
  };
  readonly isAbandoned?: boolean;
}

const database = useDatabase();
let minutes = 0;

async function write({ language = 'en', stage, isAbandoned = false, ...origin }: Written): Promise<string> {
  const { pool } = database;
  const id = randomUUID();
  const input = { request: { language }, thread: { platform: 'slack', workspace: 'T1', channel: 'C1' }, ...origin };
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, created_at,
       delivered_version, abandoned_at, closed_at)
     values ($1, '', $2, 'Tides', '{"displayName": "Ann"}', 'slack:T1:U1', '{}', 'en', '{}', $3, $4, now() - interval '1 day' + make_interval(mins => $5),
       case when $4 = 'delivered' then 1 end, case when $6 then now() end, case when $4 in ('delivered', 'rejected') then now() end)`,
    [id, input.request, input, stage, (minutes += 1), isAbandoned],
  );
  if (stage !== 'delivered') return id;
  await pool.query(
    `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $1, 1, 'agent', 'm', 'x', 'x')`,
    [id],
  );
  await pool.query(
    `insert into editions (article_id, draft_id, body, marked, marked_sha256, sections) values ($1, $1, jsonb_build_object('title', 'Title in ' || $2::text), 'x', 'of x', '[]')`,
    [id, language],
  );
  return id;
}

const find = (articleId: string) => createTranslationStore(database.pool).find(articleId);

describe('what an article was translated into', () => {
  it('is nothing at first, and there is nothing of what is no article', async () => {
    const articleId = await write({ stage: 'waiting' });
    expect(await find(articleId)).toEqual({ first: articleId, topic: 'Tides', language: 'en', translations: [] });
    expect(await find('nobody')).toBeUndefined();
  });

  it('is told by language, from any edition and any translation, with what is made and what is delivered', async () => {
    const first = await write({ stage: 'delivered' });
    const of = (articleId: string, edition: number) => ({ first, articleId, edition, asked: 'w1' });
    const refused = await write({ stage: 'rejected', language: 'ru', translates: of(first, 1) });
    const russian = await write({ stage: 'delivered', language: 'ru', translates: of(first, 1) });
    const german = await write({ stage: 'waiting', language: 'de', translates: of(first, 1) });
    await write({ stage: 'requested', language: 'fr', translates: of(first, 1), isAbandoned: true });
    const thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    const delivered = { articleId: russian, first: russian, edition: 1, title: 'Title in ru', of: 1, thread };
    const expected = {
      first,
      topic: 'Tides',
      language: 'en',
      delivered: { articleId: first, edition: 1, title: 'Title in en' },
      translations: [
        {
          language: 'ru',
          newest: { articleId: russian, stage: 'delivered', of: 1, byName: 'Ann', asked: 'w1' },
          delivered,
          isStale: false,
          failed: 1,
        },
        {
          language: 'de',
          newest: { articleId: german, stage: 'waiting', of: 1, byName: 'Ann', asked: 'w1' },
          isStale: false,
          failed: 0,
        },
      ],
    };
    for (const id of [first, refused, russian, german]) expect(await find(id)).toEqual(expected);

    // An edition under way makes nothing stale; a delivered one does, until its own translation is delivered.
    const second = await write({ stage: 'waiting', revises: { first, edition: 2 } });
    expect((await find(second))?.translations).toMatchObject([{ isStale: false }, { isStale: false }]);
    await database.pool.query(`update articles set stage = 'delivered' where article_id = $1`, [second]);
    expect((await find(second))?.translations).toMatchObject([
      { isStale: true, delivered, failed: 0 },
      { isStale: false },
    ]);
    await write({ stage: 'delivered', language: 'ru', translates: of(second, 2) });
    expect((await find(first))?.translations[0]).toMatchObject({ isStale: false, delivered: { of: 2 } });
  });

  it('is not what another order is said to be like', async () => {
    const first = await write({ stage: 'delivered' });
    const child = await write({ stage: 'waiting', translates: { first, articleId: first, edition: 1, asked: 'w1' } });
    const recent = await createTopicStore(database.pool).recent('slack:T1:C1', 7);
    const ids = recent.map(({ articleId }) => articleId);
    expect([ids.includes(first), ids.includes(child)]).toEqual([true, false]);
  });

  it('is due by the settings once it is delivered, until it is there, or was turned down', async () => {
    const store = createTranslationStore(database.pool);
    const wanted = async (articleId: string, translations: object): Promise<void> => {
      await database.pool.query(
        `update articles set settings = jsonb_build_object('translations', $2::jsonb), closed_at = now() where article_id = $1`,
        [articleId, translations],
      );
    };
    const dueOf = async (...ids: readonly string[]) =>
      (await store.due('slack')).filter(({ articleId }) => ids.includes(articleId)).map(({ language }) => language);
    const first = await write({ stage: 'delivered' });
    await wanted(first, { languages: ['de', 'EN', 'pt-BR'], templates: { news: { languages: ['ru'] } } });
    expect(await dueOf(first)).toEqual(['de', 'pt-BR']);
    expect(await store.due('telegram')).toEqual([]);
    await database.pool.query(`update articles set template = 'news' where article_id = $1`, [first]);
    expect(await dueOf(first)).toEqual(['ru']);
    await write({
      stage: 'rejected',
      language: 'ru',
      translates: { first, articleId: first, edition: 1, asked: 'w1' },
    });
    expect(await dueOf(first)).toEqual([]);

    // A later edition is another matter; of the earlier one nothing is due any more.
    const second = await write({ stage: 'delivered', revises: { first, edition: 2 } });
    await wanted(second, { languages: ['ru'], templates: {} });
    expect(await dueOf(first, second)).toEqual(['ru']);
    const running = await write({
      stage: 'waiting',
      language: 'ru',
      translates: { first, articleId: first, edition: 1, asked: 'w2' },
    });
    expect(await dueOf(first, second)).toEqual([]);
    await database.pool.query(`update articles set stage = 'delivered', closed_at = now() where article_id = $1`, [
      running,
    ]);
    expect(await dueOf(first, second)).toEqual(['ru']);
  });
});
