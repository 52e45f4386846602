import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createStatsStore, type Stats } from '../../src/storage/stats-store.ts';
import { useDatabase } from '../support/use-database.ts';

const NOW = new Date('2026-11-29T16:00:00Z');
const database = useDatabase();
let pool: Pool;

/** An article of somebody, with what happened so many minutes after it was begun. */
async function article(
  who: string,
  hoursAgo: number,
  {
    stage = 'waiting',
    gate,
    decided = [],
    closed,
    usd,
  }: { stage?: string; gate?: number; decided?: readonly [string, number][]; closed?: number; usd?: number } = {},
): Promise<void> {
  const id = randomUUID();
  const begun = NOW.getTime() - hoursAgo * 3_600_000;
  const at = (minutes: number): Date => new Date(begun + minutes * 60_000);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, created_at, closed_at)
     values ($1, 't', '{}', 'T', jsonb_build_object('displayName', $2::text), 'slack:T1:' || $2, '{}', 'en', '{}', '{}', $3, $4, $5)`,
    [id, who, stage, at(0), closed === undefined ? null : at(closed)],
  );
  if (gate !== undefined)
    await pool.query('insert into feed (article_id, seq, message, said_at) values ($1, 1, $2, $3)', [
      id,
      { kind: 'gate', gate: 'g1' },
      at(gate),
    ]);
  for (const [kind, minutes] of decided)
    await pool.query(
      `insert into decisions (decision_id, article_id, kind, version, draft_hash, gate, actor, decided_at) values ($1, $2, $3, 1, '', 'g1', '{}', $4)`,
      [randomUUID(), id, kind, at(minutes)],
    );
  if (usd !== undefined)
    await pool.query(
      `insert into model_calls (article_id, requester_key, trace_id, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms, created_at)
       values ($1, 'slack:T1:' || $2, 't', 's1', $3, 'p', 'm', 'm', '{}', $4, false, 1, $5)`,
      [id, who, randomUUID(), usd, at(1)],
    );
}

let mine: Stats;
let all: Stats;
beforeAll(async () => {
  ({ pool } = database);
  await article('Ann', 5, { stage: 'delivered', gate: 10, decided: [['approve', 40]], closed: 42, usd: 0.5 });
  await article('Ann', 30, { stage: 'delivered', gate: 20, decided: [['edit', 30]], closed: 31, usd: 0.25 });
  await article('Ann', 2, { gate: 30 });
  await article('Ann', 24 * 40, { stage: 'requested', usd: 9 });
  await article('Ben', 3, { stage: 'stuck', usd: 2 });
  const store = createStatsStore(pool);
  mine = await store.read({ requesters: ['slack:T1:Ann'], days: 7, now: NOW });
  all = await store.read({ days: 7, now: NOW });
});

describe('how articles do', () => {
  it('counts those that are under way, whenever they were begun', () => {
    expect(mine.stages).toEqual([
      { stage: 'drafting', articles: 1 },
      { stage: 'waiting', articles: 1 },
    ]);
    expect(all.stages).toContainEqual({ stage: 'stuck', articles: 1 });
  });

  it('tells how long things take, and how many a person has edited', () => {
    expect(mine).toMatchObject({ begun: 3, delivered: 2, edits: { edited: 1, untouched: 1 } });
    expect(mine.times).toEqual({
      drafting: { count: 3, median: 1200, p90: 1680 },
      waiting: { count: 2, median: 1200, p90: 1680 },
      finishing: { count: 2, median: 90, p90: 114 },
    });
  });

  it('adds up what they cost, by day and by person', () => {
    expect(mine).toMatchObject({ usd: 0.75, unpriced: 0 });
    expect(mine.days).toHaveLength(7);
    expect(mine.days.slice(-2)).toEqual([
      { day: '2026-11-28', begun: 1, delivered: 1, usd: 0.25 },
      { day: '2026-11-29', begun: 2, delivered: 1, usd: 0.5 },
    ]);
    expect(all.people).toEqual([
      { key: 'slack:T1:Ben', name: 'Ben', begun: 1, usd: 2 },
      { key: 'slack:T1:Ann', name: 'Ann', begun: 3, usd: 0.75 },
    ]);
    expect(mine.people.map(({ key }) => key)).toEqual(['slack:T1:Ann']);
  });

  it('is nothing where there is nothing', async () => {
    expect(await createStatsStore(pool).read({ requesters: ['slack:T1:Eve'], days: 1, now: NOW })).toEqual({
      stages: [],
      begun: 0,
      delivered: 0,
      times: {},
      edits: { edited: 0, untouched: 0 },
      usd: 0,
      unpriced: 0,
      days: [{ day: '2026-11-29', begun: 0, delivered: 0, usd: 0 }],
      people: [],
    });
  });
});
