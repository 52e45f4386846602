import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDraftStore, type DraftStore, type WrittenLedger } from '../../src/storage/draft-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let store: DraftStore;
beforeAll(() => {
  store = createDraftStore(database.pool);
});

async function openArticle(): Promise<string> {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await database.pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{}', 'Tides', '{}', 'memory:U1', '{requester}', 'en', '{}', '{}')`,
    [articleId],
  );
  return articleId;
}

/** Comments of which one run says that they are done. */
const ledgerOf = (articleId: string, ...names: readonly string[]): WrittenLedger => ({
  items: names.map((name) => ({
    id: `${articleId}/${name}`,
    kind: 'comment',
    byName: 'Ann',
    onVersion: 1,
    text: name,
  })),
  answers: names.map((name) => ({ item: `${articleId}/${name}`, done: true, quote: name })),
  superseded: [],
});

describe('a draft that two runs of a step write', () => {
  it.each([['one after the other'], ['at the same time']])(
    'is that of the first, with its ledger and its template (%s)',
    async (how) => {
      const articleId = await openArticle();
      const save = (text: string, template: string, ...names: readonly string[]) =>
        store.saveWritten({
          draftId: `${articleId}.s1`,
          articleId,
          version: 1,
          text,
          sections: [],
          authorName: 'writer',
          ledger: ledgerOf(articleId, ...names),
          template,
        });
      const first = () => save('# One', 'news', 'moon');
      const second = () => save('# Two', 'how-to', 'moon', 'sun');
      const hashes =
        how === 'at the same time' ? await Promise.all([first(), second()]) : [await first(), await second()];
      expect(hashes[0]).toEqual(hashes[1]);
      const { rows } = await database.pool.query<{ body: string; template: string; answered: string[] }>(
        `select d.body, a.template, (select array_agg(quote order by quote) from ledger_answers l where l.draft_id = d.draft_id) as answered
       from drafts d join articles a using (article_id) where article_id = $1`,
        [articleId],
      );
      expect([
        { body: '# One', template: 'news', answered: ['moon'] },
        { body: '# Two', template: 'how-to', answered: ['moon', 'sun'] },
      ]).toContainEqual(rows[0]);
      expect(rows).toHaveLength(1);
      if (how === 'one after the other') expect(rows[0]?.body).toBe('# One');
    },
  );
});
