import type { Pool } from 'pg';
import { dayOf, monthStart } from '../lib/day.ts';
import type { Stage } from '../protocol/article.ts';

/** What was paid for. Answers from a memory, ours or the gateway's, cost nothing and are no calls here. */
export interface Spending {
  readonly calls: number;
  /** Those among them of which nobody told a price: what they cost is not in `usd`. */
  readonly unpriced: number;
  readonly usd: number;
}

/** In UTC. */
export interface RecentSpending {
  readonly today: Spending;
  readonly month: Spending;
}

export interface ArticleSpending extends Spending {
  readonly articleId: string;
  readonly topic: string;
  readonly stage: Stage;
}

export interface Costs {
  /** On articles that the person asked for, whoever went on with them. */
  readonly person: RecentSpending;
  /** On articles that were asked for there. Absent: not asked for. */
  readonly channel?: RecentSpending;
  /** Absent: not asked for. */
  readonly everyone?: RecentSpending;
  /** Those that the person asked for last, newest first. */
  readonly articles: readonly ArticleSpending[];
}

export interface CostsAsked {
  /** `actorKey`s of the person. */
  readonly requesters: readonly string[];
  /** `channelKey` */
  readonly channel?: string;
  readonly everyone: boolean;
  readonly now: Date;
}

/** Sums of the table `model_calls`. Rejects with what `pg` throws. */
export interface CostStore {
  read(asked: CostsAsked): Promise<Costs>;
}

const LATEST = 10;

type Whose = { readonly column: 'requester_key' | 'channel_key'; readonly keys: readonly string[] } | undefined;

export function createCostStore(pool: Pick<Pool, 'query'>): CostStore {
  /** @param whose undefined: everybody's */
  async function recent(whose: Whose, now: Date): Promise<RecentSpending> {
    const { rows } = await pool.query<{ [K in keyof RecentSpending]: Spending }>(
      `select ${sumsOf('created_at >= $1')} as today, ${sumsOf('true')} as month
       from model_calls where created_at >= $2 and not cached ${whose === undefined ? '' : `and ${whose.column} = any($3)`}`,
      [dayOf(now).from, monthStart(now), ...(whose === undefined ? [] : [whose.keys])],
    );
    return rows[0] ?? { today: NOTHING, month: NOTHING };
  }

  async function latest(requesters: readonly string[]): Promise<readonly ArticleSpending[]> {
    const { rows } = await pool.query<ArticleSpending>(
      `select article_id as "articleId", topic, case stage when 'requested' then 'drafting' else stage end as stage, spent.*
       from (
         select article_id, topic, stage, created_at from articles
         where requester_key = any($1) and abandoned_at is null order by created_at desc limit ${LATEST}
       ) newest,
       lateral (
         select count(*)::integer as calls, count(*) filter (where cost_usd is null)::integer as unpriced,
                coalesce(sum(cost_usd), 0)::float8 as usd
         from model_calls where article_id = newest.article_id and not cached
       ) spent
       order by created_at desc`,
      [requesters],
    );
    return rows;
  }

  return {
    async read({ requesters, channel, everyone, now }) {
      const [person, inChannel, all, articles] = await Promise.all([
        recent({ column: 'requester_key', keys: requesters }, now),
        channel === undefined ? undefined : recent({ column: 'channel_key', keys: [channel] }, now),
        everyone ? recent(undefined, now) : undefined,
        latest(requesters),
      ]);
      return {
        person,
        ...(inChannel !== undefined && { channel: inChannel }),
        ...(all !== undefined && { everyone: all }),
        articles,
      };
    },
  };
}

const NOTHING: Spending = { calls: 0, unpriced: 0, usd: 0 };

/** A {@link Spending} of the rows for which `condition` holds. */
function sumsOf(condition: string): string {
  return `jsonb_build_object(
    'calls', count(*) filter (where ${condition}),
    'unpriced', count(*) filter (where ${condition} and cost_usd is null),
    'usd', coalesce(sum(cost_usd) filter (where ${condition}), 0))`;
}
