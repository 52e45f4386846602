import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import { createReadingStore, type ReadingStore } from '../../src/storage/reading-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN: Actor = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };

const database = useDatabase();
let pool: Pool;
let store: ReadingStore;
beforeAll(() => {
  ({ pool } = database);
  store = createReadingStore(pool);
});

const refOf = (version: number) => ({ version, hash: String(version).padStart(8, '0') });

/** An article with so many drafts, of which some stood at a gate, and some were outlines. */
async function openArticle(drafts: number, gates: readonly number[] = [], outlines: readonly number[] = []) {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{}', 'Tides', $2, 'memory:U1', '{requester}', 'en', '{}', '{}')`,
    [articleId, ANN],
  );
  let seq = 0;
  const say = async (kind: string, version: number): Promise<void> => {
    seq += 1;
    const outline = outlines.includes(version) ? { outline: true } : {};
    const message = { kind, version, draftId: `${articleId}/${version}`, ...outline };
    await pool.query('insert into feed (article_id, seq, message) values ($1, $2, $3)', [articleId, seq, message]);
  };
  for (let version = 1; version <= drafts; version += 1) {
    await pool.query(
      `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'agent', 'writer', $4, $5)`,
      [`${articleId}/${version}`, articleId, version, `Text ${version}.`, refOf(version).hash.padEnd(64, '0')],
    );
    await say('draft', version);
    if (gates.includes(version)) await say('gate', version);
  }
  return {
    articleId,
    decide: (actor: Actor, version: number, more: { editedInto?: number; superseded?: boolean } = {}) =>
      pool.query(
        `insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, edited_draft_id, decided_at, superseded_at)
         values ($1, $2, 'request-changes', $3, '', $4, $5, now(), $6)`,
        [
          randomUUID(),
          articleId,
          version,
          actor,
          more.editedInto === undefined ? null : `${articleId}/${more.editedInto}`,
          more.superseded === true ? new Date() : null,
        ],
      ),
    earlier: async (actor: Actor, version: number) => {
      const { version: found, isOwn } = (await store.find(articleId, refOf(version), actor))?.earlier ?? {};
      return found === undefined ? undefined : [found, isOwn];
    },
  };
}

describe('the reading store', () => {
  it('compares with nothing before a first draft', async () => {
    const { articleId, earlier } = await openArticle(1, [1]);
    expect(await earlier(ANN, 1)).toBeUndefined();
    expect(await store.find(articleId, refOf(1), ANN)).toEqual({ topic: 'Tides', text: 'Text 1.' });
  });

  it('compares drafts with drafts, and outlines with outlines', async () => {
    const { articleId, decide, earlier } = await openArticle(4, [1, 2, 3, 4], [1, 2]);
    await decide(ANN, 1);
    await decide(ANN, 2);
    expect(await earlier(ANN, 2)).toEqual([1, true]);
    expect(await earlier(ANN, 3)).toBeUndefined();
    expect(await earlier(ANN, 4)).toEqual([3, false]);
    expect(await store.find(articleId, refOf(2), ANN)).toMatchObject({ outline: true });
    expect(await store.find(articleId, refOf(4), ANN)).not.toHaveProperty('outline');
  });

  it('takes nobody for a person of another workspace who has the same id', async () => {
    const { decide, earlier } = await openArticle(5, [2, 4]);
    await decide({ ...ANN, workspace: 'T1' }, 3);
    expect(await earlier({ ...ANN, workspace: 'T1' }, 5)).toEqual([3, true]);
    expect(await earlier({ ...ANN, workspace: 'T2' }, 5)).toEqual([4, false]);
    expect(await earlier(ANN, 5)).toEqual([4, false]);
  });

  it('compares with the draft that the person decided on last', async () => {
    const { decide, earlier } = await openArticle(5, [2, 4]);
    await decide(ANN, 2);
    await decide(BEN, 4);
    expect(await earlier(ANN, 5)).toEqual([2, true]);
    expect(await earlier(BEN, 5)).toEqual([4, true]);
  });

  it('takes a text that the person wrote for one that they have seen', async () => {
    const { decide, earlier } = await openArticle(4, [2]);
    await decide(ANN, 2, { editedInto: 3 });
    expect(await earlier(ANN, 4)).toEqual([3, true]);
  });

  it('compares with the draft whose changes they opened last, however often they open them', async () => {
    const { articleId, earlier } = await openArticle(5, [2, 4]);
    await store.note(articleId, 3, ANN);
    await store.note(articleId, 3, ANN);
    expect(await earlier(ANN, 5)).toEqual([3, true]);
    await store.note(articleId, 5, ANN);
    expect(await earlier(ANN, 5)).toEqual([3, true]);
    expect(await earlier(BEN, 5)).toEqual([4, false]);
  });

  it('compares with what was last put before people, or shown, for who has done neither', async () => {
    const asked = await openArticle(5, [2]);
    expect(await asked.earlier(ANN, 5)).toEqual([2, false]);
    const shown = await openArticle(3, [3]);
    expect(await shown.earlier(ANN, 3)).toEqual([2, false]);
  });

  it('takes no decision for one that did not count, and finds no draft that is not there', async () => {
    const { articleId, decide, earlier } = await openArticle(3, [2]);
    await decide(ANN, 1, { superseded: true });
    expect(await earlier(ANN, 3)).toEqual([2, false]);
    expect(await store.find(articleId, { version: 3, hash: 'ffffffff' }, ANN)).toBeUndefined();
  });

  it('has a draft whole, with what its critic said last', async () => {
    const { articleId } = await openArticle(2);
    for (const [at, score] of [7, 8].entries())
      await pool.query(`insert into critiques values ($1, $2, $3, $4, now() + $5 * interval '1 second')`, [
        `${articleId}/k${at}`,
        `${articleId}/2`,
        score,
        { score },
        at,
      ]);
    expect(await store.whole(articleId, refOf(2))).toEqual({
      topic: 'Tides',
      text: 'Text 2.',
      notes: [],
      critique: { score: 8 },
    });
    expect(await store.whole(articleId, refOf(1))).toMatchObject({ text: 'Text 1.', critique: null });
    expect(await store.whole(articleId, { version: 2, hash: 'ffffffff' })).toBeUndefined();
  });
});
