import type { Pool } from 'pg';
import type { Stage } from '../protocol/article.ts';

/** How long something took, seconds, over so many times. */
export interface Durations {
  readonly count: number;
  readonly median: number;
  /** Nine of ten took no longer. */
  readonly p90: number;
}

export interface DayStats {
  /** `2026-11-29`, UTC. */
  readonly day: string;
  readonly begun: number;
  readonly delivered: number;
  readonly usd: number;
}

export interface PersonStats {
  /** `slack:T024BE7LH:U024BE7LH` */
  readonly key: string;
  readonly name: string;
  readonly begun: number;
  readonly usd: number;
}

/** How a newsroom does: of articles that were begun within some days, unless said otherwise. */
export interface Stats {
  /** Of all that are under way, whenever they were begun. */
  readonly stages: readonly { readonly stage: Stage; readonly articles: number }[];
  readonly begun: number;
  readonly delivered: number;
  /** `drafting`: from the order to the first gate · `waiting`: from a gate to its decision · `finishing`: from the last approval to the end. Absent: none has got so far. */
  readonly times: Readonly<Partial<Record<'drafting' | 'waiting' | 'finishing', Durations>>>;
  /** Of those that were delivered: how many a person has edited, and how many were approved at their first gate, untouched. */
  readonly edits: { readonly edited: number; readonly untouched: number };
  readonly usd: number;
  /** Calls among those paid for of which nobody told a price. */
  readonly unpriced: number;
  /** Every day, the oldest first. */
  readonly days: readonly DayStats[];
  /** Who had most spent, first. */
  readonly people: readonly PersonStats[];
}

export interface StatsAsked {
  /** `actorKey`s; absent: everybody's. */
  readonly requesters?: readonly string[];
  readonly days: number;
  readonly now: Date;
}

/** Sums over articles. Rejects with what `pg` throws. */
export interface StatsStore {
  read(asked: StatsAsked): Promise<Stats>;
}

/** Of more, the latest say how long things take. */
const MOST_ARTICLES = 5000;
const MOST_PEOPLE = 20;

/** $1 from when · $2 until when · $3 whose; null: everybody's. A plan of its own for each, so that each reads the index that it has. */
const statement = (isEverybodys: boolean): string => {
  const theirs = isEverybodys ? '$3::text[] is null' : 'requester_key = any($3)';
  return `
  with begun as materialized (
    select article_id, requester_key, requester ->> 'displayName' as name, stage, created_at, closed_at from articles
    where created_at >= $1 and created_at < $2 and ${theirs} and abandoned_at is null
    order by created_at desc limit ${MOST_ARTICLES}
  ), gates as materialized (
    select f.article_id, f.message ->> 'gate' as gate, f.said_at, row_number() over (partition by f.article_id order by f.seq) as place
    from begun join feed f using (article_id)
    where f.message ->> 'kind' = 'gate' and f.message -> 'outline' is null
  ), decided as materialized (
    select d.article_id, d.gate, d.kind, d.decided_at from begun join decisions d using (article_id)
    where d.superseded_at is null and d.subject is null
  ), times as (
    select 'drafting' as part, extract(epoch from g.said_at - b.created_at) as took from begun b join gates g using (article_id) where g.place = 1
    union all
    select 'waiting', extract(epoch from d.decided_at - g.said_at) from gates g join decided d using (article_id, gate)
    union all
    select 'finishing', extract(epoch from b.closed_at - a.approved_at) from begun b
      join lateral (select max(decided_at) as approved_at from decided d where d.article_id = b.article_id and d.kind in ('approve', 'edit')) a on true
      where b.stage = 'delivered' and a.approved_at is not null
  ), per_part as (
    select part, count(*)::integer as count, percentile_cont(0.5) within group (order by greatest(took, 0)) as median,
      percentile_cont(0.9) within group (order by greatest(took, 0)) as p90
    from times group by part
  ), delivered as (
    select article_id, exists (select from decided d where d.article_id = b.article_id and d.kind = 'edit') as edited,
      not exists (select from decided d where d.article_id = b.article_id and d.kind <> 'approve') as untouched
    from begun b where stage = 'delivered'
  ), calls as materialized (
    select requester_key, date_trunc('day', created_at at time zone 'UTC')::date as day, sum(cost_usd) as usd, count(*) filter (where cost_usd is null) as unpriced
    from model_calls where created_at >= $1 and created_at < $2 and not cached and ${theirs}
    group by requester_key, day
  ), per_day as (
    select day::date as day from generate_series(($1 at time zone 'UTC')::date, (($2 - interval '1 ms') at time zone 'UTC')::date, interval '1 day') day
  ), spenders as (
    select key, coalesce((select name from begun b where b.requester_key = key order by created_at desc limit 1), key) as name,
      (select count(*) from begun b where b.requester_key = key)::integer as begun,
      coalesce((select sum(usd) from calls c where c.requester_key = key), 0)::float8 as usd
    from (select requester_key as key from begun union select requester_key from calls) keys
    order by usd desc, begun desc, key limit ${MOST_PEOPLE}
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'articles', n) order by n desc, stage), '[]') from (
      select case stage when 'requested' then 'drafting' else stage end as stage, count(*)::integer as n from articles
      where closed_at is null and abandoned_at is null and ${theirs} group by 1) s) as stages,
    (select count(*) from begun)::integer as begun,
    (select count(*) from delivered)::integer as delivered,
    (select coalesce(jsonb_object_agg(part, jsonb_build_object('count', count, 'median', round(median::numeric, 1), 'p90', round(p90::numeric, 1))), '{}') from per_part) as times,
    (select jsonb_build_object('edited', count(*) filter (where edited), 'untouched', count(*) filter (where untouched)) from delivered) as edits,
    (select coalesce(sum(usd), 0) from calls)::float8 as usd,
    (select coalesce(sum(unpriced), 0) from calls)::integer as unpriced,
    (select coalesce(jsonb_agg(jsonb_build_object('day', to_char(day, 'YYYY-MM-DD'),
        'begun', (select count(*) from begun b where (b.created_at at time zone 'UTC')::date = day),
        'delivered', (select count(*) from begun b where b.stage = 'delivered' and (b.closed_at at time zone 'UTC')::date = day),
        'usd', coalesce((select sum(usd) from calls c where c.day = per_day.day), 0)) order by day), '[]') from per_day) as days,
    (select coalesce(jsonb_agg(to_jsonb(s) order by usd desc, begun desc, key), '[]') from spenders s) as people`;
};

const DAY_MS = 86_400_000;

export function createStatsStore(pool: Pick<Pool, 'query'>): StatsStore {
  return {
    async read({ requesters, days, now }) {
      const until = Math.floor(now.getTime() / DAY_MS + 1) * DAY_MS;
      const { rows } = await pool.query<Stats>(statement(requesters === undefined), [
        new Date(until - days * DAY_MS),
        new Date(until),
        requesters ?? null,
      ]);
      const [stats] = rows;
      if (stats === undefined) throw new Error('A sum has one row');
      return stats;
    },
  };
}
