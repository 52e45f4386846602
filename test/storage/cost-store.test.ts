import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { explainingPool, type Plan } from '../support/article-plans.ts';
import { useDatabase } from '../support/use-database.ts';

const NOW = new Date('2026-11-29T16:00:00Z');
const NOTHING = { calls: 0, unpriced: 0, usd: 0 };

const database = useDatabase();
let pool: Pool;
beforeAll(() => {
  ({ pool } = database);
});
beforeEach(() => pool.query('truncate articles cascade'));

async function article(id: string, requester: string, channel: string, hoursAgo = 1): Promise<void> {
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, created_at)
     values ($1, 't', '{}', 'Topic of ' || $1, '{}', $2, '{}', 'en', '{}', $3, $4::timestamptz - make_interval(hours => $5))`,
    [id, requester, { thread: { platform: 'slack', workspace: 'T1', channel } }, NOW, hoursAgo],
  );
}

/** One call, as an agent stores it. */
async function call(
  articleId: string,
  at: string,
  { usd, cached = false }: { readonly usd?: number; readonly cached?: boolean },
): Promise<void> {
  const hash = Math.random().toString();
  await createModelCallStore(pool)
    .journal(articleId, 's1')
    .store(
      hash,
      { text: 'An answer', sources: [] },
      {
        purpose: 'writer.draft',
        model: 'm',
        asked: 'm',
        cached,
        durationMs: 1,
        ...(usd !== undefined && { costUsd: usd }),
      },
    );
  await pool.query('update model_calls set created_at = $2 where request_hash = $1', [hash, at]);
}

const read = (asked: { readonly channel?: string; readonly everyone?: boolean } = {}, requester = 'slack:U1') =>
  createCostStore(pool).read({ requesters: [requester], everyone: false, now: NOW, ...asked });

describe('what articles cost', () => {
  it('is nothing before anything was paid for', async () => {
    expect(await read({ channel: 'slack:T1:C1', everyone: true })).toEqual({
      person: { today: NOTHING, month: NOTHING },
      channel: { today: NOTHING, month: NOTHING },
      everyone: { today: NOTHING, month: NOTHING },
      articles: [],
    });
  });

  it('is summed up for the person, the channel and everybody, by days and months in UTC', async () => {
    await article('mine', 'slack:U1', 'C1');
    await article('mine-elsewhere', 'slack:U1', 'C2', 2);
    await article('bens', 'slack:U2', 'C1');
    await call('mine', '2026-11-29T00:00:00Z', { usd: 0.1 });
    await call('mine', '2026-11-28T23:59:59.999Z', { usd: 0.2 });
    await call('mine-elsewhere', '2026-11-01T00:00:00Z', { usd: 0.4 });
    await call('mine-elsewhere', '2026-10-31T23:59:59.999Z', { usd: 0.8 });
    await call('bens', '2026-11-29T12:00:00Z', { usd: 1.6 });
    expect(await read({ channel: 'slack:T1:C1', everyone: true })).toEqual({
      person: { today: { calls: 1, unpriced: 0, usd: 0.1 }, month: { calls: 3, unpriced: 0, usd: 0.7 } },
      channel: { today: { calls: 2, unpriced: 0, usd: 1.7 }, month: { calls: 3, unpriced: 0, usd: 1.9 } },
      everyone: { today: { calls: 2, unpriced: 0, usd: 1.7 }, month: { calls: 4, unpriced: 0, usd: 2.3 } },
      articles: [
        { articleId: 'mine', topic: 'Topic of mine', stage: 'drafting', calls: 2, unpriced: 0, usd: 0.3 },
        {
          articleId: 'mine-elsewhere',
          topic: 'Topic of mine-elsewhere',
          stage: 'drafting',
          calls: 2,
          unpriced: 0,
          usd: 1.2,
        },
      ],
    });
  });

  it('says how many calls nobody told a price of, and counts no answer that was not paid for', async () => {
    await article('mine', 'slack:U1', 'C1');
    await call('mine', '2026-11-29T12:00:00Z', { usd: 0.5 });
    await call('mine', '2026-11-29T12:00:00Z', {});
    await call('mine', '2026-11-29T12:00:00Z', { usd: 0, cached: true });
    const spent = { calls: 2, unpriced: 1, usd: 0.5 };
    expect(await read()).toMatchObject({ person: { today: spent, month: spent }, articles: [spent] });
  });

  it('is read by indexes alone among 40,000 calls of 2,000 articles', async () => {
    await pool.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, created_at)
       select 'a' || n, 't', '{}', 'How tides work', '{}', 'slack:U' || n % 200, '{}', 'en', '{}',
              jsonb_build_object('thread', jsonb_build_object('platform', 'slack', 'workspace', 'T1', 'channel', 'C' || n % 200)),
              $1::timestamptz - n * interval '20 minutes'
       from generate_series(1, 2000) n`,
      [NOW],
    );
    await pool.query(
      `insert into model_calls (article_id, requester_key, channel_key, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms, created_at)
       select article_id, requester_key, channel_key, 's' || n, n::text, 'p', 'm', 'm', to_jsonb(repeat('x', 200)), 0.01, false, 1, articles.created_at + n * interval '1 minute'
       from articles, generate_series(1, 20) n`,
    );
    await pool.query('vacuum analyze articles, model_calls');
    const plans: Plan[] = [];
    await createCostStore(explainingPool(pool, (plan) => plans.push(plan))).read({
      requesters: ['slack:U1'],
      channel: 'slack:T1:C1',
      everyone: false,
      now: NOW,
    });
    expect(plans).toHaveLength(3);
    for (const { what, seqScans, rowsRead, blocks } of plans) {
      expect(seqScans, what).toEqual([]);
      expect(rowsRead, what).toBeLessThan(1000);
      expect(blocks, what).toBeLessThan(500);
    }
  });
});
