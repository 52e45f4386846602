import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Quotas } from '../../src/gateway/request-store.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
beforeAll(() => {
  ({ pool } = database);
});
beforeEach(() => pool.query('truncate articles cascade'));

function inputOf(articleId: string, { person = 'U1', channel = 'C1' } = {}): ArticleInput {
  return {
    articleId,
    traceId: '0'.repeat(32),
    request: { topic: `Topic of ${articleId}`, language: 'en' },
    requester: { platform: 'slack', userId: person, displayName: person, groups: [] },
    thread: { platform: 'slack', workspace: 'T1', channel },
    language: 'en',
    settings: TEST_SETTINGS,
  };
}

/** `taken`, or the scope of the quota that has no place left. */
async function open(input: ArticleInput, quotas: Quotas): Promise<string> {
  const opened = await createRequestStore(pool).open(input, quotas);
  if (opened === undefined) return "somebody else's";
  return 'kind' in opened ? opened.scope : 'taken';
}

async function become(articleId: string, stage: string): Promise<void> {
  await pool.query(
    `update articles set stage = $2, closed_at = case when $2 in ('delivered', 'rejected', 'cancelled') then now() end where article_id = $1`,
    [articleId, stage],
  );
}

describe('quotas', () => {
  it('hold exactly when forty articles are asked for at the same moment', async () => {
    const opened = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        open(inputOf(`a${n}`, { person: `U${n % 2}`, channel: `C${n % 3}` }), { perPerson: 3, perChannel: 4 }),
      ),
    );
    const { rows } = await pool.query<{ person: string; channel: string }>(
      'select requester_key as person, channel_key as channel from articles',
    );
    expect(rows).toHaveLength(opened.filter((became) => became === 'taken').length);
    const countOf = (key: string): number =>
      rows.filter(({ person, channel }) => person === key || channel === key).length;
    expect(['slack:U0', 'slack:U1'].map(countOf)).toEqual([3, 3]);
    for (const channel of ['slack:T1:C0', 'slack:T1:C1', 'slack:T1:C2'])
      expect(countOf(channel)).toBeLessThanOrEqual(4);
  });

  it('never refuse an article that has its place, however often and however many at once it is asked for', async () => {
    const again = await Promise.all(
      Array.from({ length: 10 }, () => open(inputOf('mine'), { perPerson: 1, perChannel: 1 })),
    );
    expect(new Set(again)).toEqual(new Set(['taken']));
    await become('mine', 'drafting');
    expect(await open(inputOf('mine'), { perPerson: 1 })).toBe('taken');
    expect(await open(inputOf('other'), { perPerson: 1 })).toBe('person');
  });

  it.each(['waiting', 'paused', 'stuck', 'delivered', 'rejected', 'cancelled'])(
    'do not count what is %s: nothing works on it',
    async (stage) => {
      await open(inputOf('mine'), { perPerson: 1, perChannel: 1 });
      await become('mine', stage);
      expect(await open(inputOf('other'), { perPerson: 1, perChannel: 1 })).toBe('taken');
    },
  );

  it.each(['requested', 'drafting', 'finishing'])('count what is %s', async (stage) => {
    await open(inputOf('mine'), {});
    await become('mine', stage);
    expect(await open(inputOf('other', { channel: 'C2' }), { perPerson: 1 })).toBe('person');
    expect(await open(inputOf('other', { person: 'U2' }), { perChannel: 1 })).toBe('channel');
    expect(await open(inputOf('other', { person: 'U2', channel: 'C2' }), { perPerson: 1, perChannel: 1 })).toBe(
      'taken',
    );
  });

  it('ask anew for a place for what was not taken the first time', async () => {
    const store = createRequestStore(pool);
    await open(inputOf('mine'), { perPerson: 1 });
    await store.abandon('mine');
    expect(await open(inputOf('other'), { perPerson: 1 })).toBe('taken');
    expect(await open(inputOf('mine'), { perPerson: 1 })).toBe('person');
    await become('other', 'delivered');
    expect(await open(inputOf('mine'), { perPerson: 1 })).toBe('taken');
  });

  it('name what is at work, the newest first, at most five', async () => {
    for (let n = 0; n < 7; n += 1) await open(inputOf(`a${n}`), {});
    expect(await createRequestStore(pool).open(inputOf('other'), { perPerson: 2 })).toEqual({
      kind: 'quota-reached',
      scope: 'person',
      most: 2,
      atWork: ['a6', 'a5', 'a4', 'a3', 'a2'].map((articleId) => ({ articleId, topic: `Topic of ${articleId}` })),
    });
  });

  it('hold up nobody when there are none', async () => {
    const opened = await Promise.all(Array.from({ length: 20 }, (_, n) => open(inputOf(`a${n}`), {})));
    expect(new Set(opened)).toEqual(new Set(['taken']));
  });
});
