import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import { createDraftPageStore, type DraftPageStore } from '../../src/storage/draft-page-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN: Actor = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
const ID = '7k3m9x2c4p01q2w3';

const database = useDatabase();
let store: DraftPageStore;
beforeAll(async () => {
  const { pool } = database;
  store = createDraftPageStore(pool);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{"language": "de"}', 'Tides', $2, 'memory:U1', '{requester}', 'en', '{}', '{}')`,
    [ID, ANN],
  );
  const draft = (
    draftId: string,
    version: number | null,
    author: string,
    body: string,
    sections: unknown,
    copyOf?: string,
  ) =>
    pool.query(
      `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256, sections, copy_of) values ($1, $2, $3, $4, 'somebody', $5, $6, $7, $8)`,
      [
        draftId,
        ID,
        version,
        author,
        body,
        draftId.padEnd(64, '0'),
        sections === null ? null : JSON.stringify(sections),
        copyOf ?? null,
      ],
    );
  await draft('one', 1, 'agent', 'First.', []);
  await draft('lost', 3, 'agent', 'Lost.', []);
  await draft('unsaid', 4, 'agent', 'Nobody has seen it.', []);
  await draft('two', 2, 'person', 'Second.', null);
  await draft('three', 3, 'agent', 'First.', [], 'one');
  const say = (seq: number, message: unknown) =>
    pool.query('insert into feed (article_id, seq, message) values ($1, $2, $3)', [ID, seq, message]);
  await say(1, { kind: 'draft', draftId: 'one', version: 1, outline: true });
  await say(2, { kind: 'draft', draftId: 'three', version: 3 });
  await pool.query(
    `insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, edited_draft_id, decided_at) values ('e1', $1, 'edit', 1, '', $2, 'two', now())`,
    [ID, ANN],
  );
  await pool.query(`insert into critiques (critique_id, draft_id, score, body) values ('c', 'one', 7, '{"score": 7}')`);
  await pool.query(`insert into fact_reports (fact_report_id, draft_id, body) values ('r', 'one', '{"claims": []}')`);
  await pool.query(
    `insert into ledger (item_id, article_id, kind, said_by, on_version, words, sections)
     values ('i1', $1, 'comment', 'Ann', 1, 'Shorter', '["s1"]'), ('i2', $1, 'comment', 'Ben', 9, 'Later', null)`,
    [ID],
  );
});

describe('the store of drafts for a page', () => {
  it('finds what was said by its number', async () => {
    expect(await store.find(ID, 1)).toMatchObject({
      draftId: 'one',
      text: 'First.',
      isOutline: true,
      textLanguage: 'de',
      topic: 'Tides',
    });
  });

  it('finds a text that a person wrote, with the draft that it replaced', async () => {
    const page = await store.find(ID, 2);
    expect(page).toMatchObject({ draftId: 'two', author: 'person', isOutline: false, critique: null });
    expect(page?.lineage.map(({ draftId }) => draftId)).toEqual(['two', 'one']);
    expect(await store.text(ID, 2)).toEqual({ version: 2, lineage: page?.lineage });
  });

  it('finds what was said and not what was lost, and knows of a draft that came back what is known of the one whose text it has', async () => {
    expect(await store.find(ID, 3)).toMatchObject({
      draftId: 'three',
      version: 3,
      critique: { score: 7 },
      factReports: [{ claims: [] }],
    });
  });

  it('has what was said on a draft and what became of it, and nothing of later drafts', async () => {
    expect((await store.find(ID, 1))?.ledger).toEqual([
      { id: 'i1', kind: 'comment', byName: 'Ann', text: 'Shorter', section: 's1' },
    ]);
  });

  it.each([
    ['that the article has not said', ID, 4],
    ['that there is not', ID, 9],
    ['of no article', 'nothing', 1],
  ])('finds no draft %s', async (_, articleId, version) => {
    expect(await store.find(articleId, version)).toBeUndefined();
    expect(await store.text(articleId, version)).toBeUndefined();
  });
});
