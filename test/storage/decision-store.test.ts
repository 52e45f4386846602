import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Decision } from '../../src/protocol/decision.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createDecisionStore } from '../../src/storage/decision-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const AT = '2026-11-23T14:00:00.000Z';
const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const draft = { version: 1, hash: '00000000' };

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
  for (const articleId of ['one', 'two'])
    await createArticleStore(pool).open({
      articleId,
      request: { topic: 'How tides work', language: 'en' },
      requester: ANN,
      threads: [{ platform: 'slack', channel: 'C1' }],
      language: 'en',
      settings: TEST_SETTINGS,
    });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function idsOf(articleId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select decision_id as id from decisions where article_id = $1 order by decided_at, decision_id',
    [articleId],
  );
  return rows.map(({ id }) => id);
}

describe('the store of decisions', () => {
  it('keeps each decision that the desk knows of, once', async () => {
    const decisions = createDecisionStore(pool);
    const changes: Decision = { id: 'one-1', kind: 'request-changes', comment: 'Shorter', draft, by: ANN };
    const approval: Decision = { id: 'one-2', kind: 'approve', draft: { ...draft, version: 2 }, by: ANN };
    await decisions.record({ articleId: 'one', decision: changes, at: AT, known: ['one-1'] });
    await decisions.record({ articleId: 'one', decision: approval, at: AT, known: ['one-1', 'one-2'] });
    await decisions.record({ articleId: 'one', decision: approval, at: AT, known: ['one-1', 'one-2'] });
    expect(await idsOf('one')).toEqual(['one-1', 'one-2']);
    expect(await decisions.get('one-1')).toMatchObject({ kind: 'request-changes', words: 'Shorter', byName: 'Ann' });
  });

  it('takes out what was recorded of a workflow task that got lost, and nothing of another article', async () => {
    const [decisions, drafts] = [createDecisionStore(pool), createDraftStore(pool)];
    const edited = await drafts.storeEdited({
      draftId: 'lost',
      articleId: 'two',
      text: '# By hand',
      authorName: 'Ben',
    });
    const lost: Decision = { id: 'two-1', kind: 'edit', edited, draft, by: { ...ANN, displayName: 'Ben' } };
    await decisions.record({ articleId: 'two', decision: lost, at: AT, editedVersion: 2, known: ['two-1'] });
    const winner: Decision = { id: 'two-2', kind: 'approve', draft, by: ANN };
    await decisions.record({ articleId: 'two', decision: winner, at: AT, known: ['two-2'] });
    expect(await idsOf('two')).toEqual(['two-2']);
    expect(await idsOf('one')).toEqual(['one-1', 'one-2']);
    const { rows } = await pool.query(`select version from drafts where draft_id = 'lost'`);
    expect(rows).toEqual([{ version: null }]);
  });

  it('leaves the rest alone for a desk that did not tell what it knows', async () => {
    const later: Decision = { id: 'two-3', kind: 'approve', draft: { ...draft, version: 3 }, by: ANN };
    await createDecisionStore(pool).record({ articleId: 'two', decision: later, at: AT });
    expect(await idsOf('two')).toEqual(['two-2', 'two-3']);
  });
});
