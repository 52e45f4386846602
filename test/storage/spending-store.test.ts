import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUDGET_SCOPES } from '../../src/protocol/budget.ts';
import { createSpendingStore } from '../../src/storage/spending-store.ts';
import { explainingPool, type Plan } from '../support/article-plans.ts';
import { useDatabase } from '../support/use-database.ts';

const SINCE = new Date('2026-11-29T00:00:00Z');

const database = useDatabase();
let pool: Pool;
/** Article `a<n>` is of person `n % 100` in channel `n % 50`, with 20 calls of a cent: half of them before the day began. Every tenth has no price. */
beforeAll(async () => {
  ({ pool } = database);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     select 'a' || n, 't', '{}', 'How tides work', '{}', 'slack:U' || n % 100, '{}', 'en', '{}',
            jsonb_build_object('thread', jsonb_build_object('platform', 'slack', 'channel', 'C' || n % 50))
     from generate_series(1, 1000) n`,
  );
  await pool.query(
    `insert into model_calls (article_id, requester_key, channel_key, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms, created_at)
     select article_id, requester_key, channel_key, 's', n::text, 'p', 'm', 'm', to_jsonb(repeat('x', 200)), case when n % 10 <> 0 then 0.01 end, n > 20, 1,
            case when n % 2 = 0 then $1::timestamptz - interval '1 microsecond' else $1 + n * interval '1 minute' end
     from articles, generate_series(1, 25) n`,
    [SINCE],
  );
  await pool.query('vacuum analyze articles, model_calls');
});

describe('what was spent', () => {
  it('is summed up to the cent, for the article ever, for the rest since the day began, without what was not paid for', async () => {
    const spent = await createSpendingStore(pool).spent('a1', BUDGET_SCOPES, SINCE);
    expect(spent).toEqual({
      article: { usd: 0.18, unpriced: 2 },
      'person-day': { usd: 1, unpriced: 0 },
      'channel-day': { usd: 2, unpriced: 0 },
      day: { usd: 100, unpriced: 0 },
    });
    expect(await createSpendingStore(pool).spent('a1', ['article'], SINCE)).toEqual({
      article: { usd: 0.18, unpriced: 2 },
    });
  });

  it('is read by indexes among 25,000 calls', async () => {
    const plans: Plan[] = [];
    await createSpendingStore(explainingPool(pool, (plan) => plans.push(plan))).spent(
      'a1',
      ['article', 'person-day', 'channel-day'],
      SINCE,
    );
    const [plan] = plans;
    expect(plan?.seqScans).toEqual([]);
    expect(plan?.rowsRead).toBeLessThan(600);
    expect(plan?.blocks).toBeLessThan(100);
  });
});
