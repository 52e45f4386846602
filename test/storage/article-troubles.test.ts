import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readArticleTroubles } from '../../src/storage/article-troubles.ts';
import { useDatabase } from '../support/use-database.ts';
import { articleWriter, type ArticleWriter } from '../support/write-articles.ts';

const database = useDatabase();
let pool: pg.Pool;
let articles: ArticleWriter;
beforeAll(async () => {
  ({ pool } = database);
  articles = articleWriter(pool);
});
beforeEach(() => pool.query('truncate articles cascade'));

describe('readArticleTroubles', () => {
  const read = () => readArticleTroubles(pool, { forgottenAfterMinutes: 5 });

  it('finds none where there are no articles', async () => {
    expect(await read()).toEqual({ underWay: 0, stuck: 0, overBudget: 0, inTrouble: 0, forgotten: 0 });
  });

  it('counts those that are stuck, and says since when', async () => {
    await articles.write({
      old: { stage: 'stuck', heardOfMinutesAgo: 90 },
      new: { stage: 'stuck', heardOfMinutesAgo: 1 },
      over: { stage: 'stuck', heardOfMinutesAgo: 300, isClosed: true },
      well: { stage: 'drafting' },
    });
    const found = await read();
    expect(found).toEqual({
      underWay: 3,
      stuck: 2,
      stuckSince: expect.any(Date),
      overBudget: 0,
      inTrouble: 0,
      forgotten: 0,
    });
    expect(Math.round((Date.now() - Number(found.stuckSince)) / 60_000)).toBe(90);
  });

  it('tells those whose budget is spent from those in which a step failed', async () => {
    await articles.write({ failed: { stage: 'stuck' }, spent: { stage: 'stuck' } });
    await pool.query(
      `update articles set state = '{"stage":"stuck","budget":{"scope":"day"}}' where article_id = 'spent'`,
    );
    expect(await read()).toMatchObject({ underWay: 2, stuck: 1, overBudget: 1 });
  });

  it('counts an article once whose threads take no messages, and not those that it has left', async () => {
    await articles.write({ a: {}, b: {}, over: { isClosed: true } });
    await articles.follow('a', { trouble: 'Could not post in C1' });
    await articles.follow('a', { trouble: 'Could not post in C2' });
    await articles.follow('b', { trouble: 'Could not post in C3', hasMoved: true });
    await articles.follow('over', { trouble: 'Could not post in C4' });
    expect(await read()).toEqual({
      underWay: 2,
      stuck: 0,
      overBudget: 0,
      inTrouble: 1,
      threadTrouble: 'Could not post in C1',
      forgotten: 0,
    });
  });

  it('counts those that nobody began for too long, unless the person was told that they were not taken', async () => {
    await articles.write({
      forgotten: { stage: 'requested', askedMinutesAgo: 6 },
      fresh: { stage: 'requested', askedMinutesAgo: 4 },
      abandoned: { stage: 'requested', askedMinutesAgo: 60, isAbandoned: true },
      begun: { stage: 'drafting', askedMinutesAgo: 60 },
    });
    expect(await read()).toMatchObject({ underWay: 3, forgotten: 1 });
  });
});
