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

describe('articles to be told who somebody is', () => {
  const voting = { approvals: 2, rejections: 1 };
  /** Nothing of it was written down for long. */
  async function parked(articleId: string, approvers: readonly string[], person = 'U1'): Promise<void> {
    const approval = { gate: 'final', approvers, voting } as const;
    await open({ ...inputOf(articleId, { person }), settings: { ...TEST_SETTINGS, approval } }, {});
    await become(articleId, 'waiting');
    await pool.query(`update articles set updated_at = now() - interval '2 hours' where article_id = $1`, [articleId]);
  }
  const told = async (...keys: readonly string[]): Promise<readonly string[]> =>
    (await createRequestStore(pool).votedOnBy(keys)).toSorted();

  it('are those that still wait for them, too: a vote may count before it is written down', async () => {
    await parked('by-name', ['slack:U7', 'slack:U8']);
    await parked('by-who-asked', ['requester', 'slack:U8'], 'U7');
    await parked('by-channel', ['anyone']);
    await parked('by-group', ['slack:T1:group:S1', 'slack:U8']);
    await parked('of-others', ['requester', 'slack:U8']);
    expect(await told('telegram:7', 'slack:U7')).toEqual(['by-channel', 'by-group', 'by-name', 'by-who-asked']);
    await become('by-name', 'delivered');
    expect(await told('slack:U7')).toEqual(['by-channel', 'by-group', 'by-who-asked']);
  });

  it('are those at which they have voted before all others, where there are many', async () => {
    for (let n = 0; n < 205; n += 1) await parked(`open-${n}`, ['anyone']);
    await parked('voted', ['slack:U7', 'slack:U8']);
    await pool.query(
      `update articles set updated_at = now() - interval '1 day', state = '{"open":{"tally":{"waitingFor":["slack:U8"],"heard":["slack:U7"]}}}' where article_id = 'voted'`,
    );
    expect(await told('slack:U7')).toContain('voted');
  });
});

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
