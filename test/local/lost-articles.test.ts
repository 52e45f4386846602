import { describe, expect, it } from 'vitest';
import { toldOfLostArticles } from '../../src/local/lost-articles.ts';
import { useDatabase } from '../support/use-database.ts';

describe('toldOfLostArticles', () => {
  const database = useDatabase();
  const add = (articleId: string, stage: string, more = 'null, null') =>
    database.pool.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, closed_at, abandoned_at)
       select $1, '', '{}', 'Tides', '{}', '', '{}', 'en', '{}', '{}', $2, ${more}`,
      [articleId, stage],
    );

  it('counts what was under way, and says nothing where nothing was', async () => {
    await add('a'.repeat(16), 'delivered', 'now(), null');
    await add('b'.repeat(16), 'requested');
    await add('c'.repeat(16), 'requested', 'null, now()');
    expect(await toldOfLostArticles(database.url)).toBeUndefined();
    await add('d'.repeat(16), 'waiting');
    expect(await toldOfLostArticles(database.url)).toMatch(
      /^temporal\.db was not there.*: 1 article that is under way cannot go on.*npm run restore/,
    );
    await add('e'.repeat(16), 'drafting');
    expect(await toldOfLostArticles(database.url)).toContain('2 articles that are under way');
  });
});
