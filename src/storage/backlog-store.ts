import type { Pool } from 'pg';

/** What there is to do, for metrics. Each part costs what is under way, and not what there ever was. */
export interface Backlog {
  /** Articles that are not over, by stage; since when the one that is there longest is, seconds. */
  readonly stages: readonly { readonly stage: string; readonly articles: number; readonly oldestSeconds: number }[];
  /**
   * By platform: threads that have something to show, how long the entry waits that has waited longest (0: none does), and threads of
   * articles under way that get no more messages.
   */
  readonly feed: readonly {
    readonly platform: string;
    readonly due: number;
    readonly lagSeconds: number;
    readonly broken: number;
  }[];
  /** Events that endpoints are still to be told. */
  readonly webhooks: { readonly pending: number; readonly oldestSeconds: number };
}

export interface BacklogStore {
  /** Rejects with what `pg` throws. */
  read(): Promise<Backlog>;
}

const STAGES = `
  select stage, count(*)::integer as articles, extract(epoch from now() - min(stage_since))::float8 as "oldestSeconds"
  from articles where closed_at is null and abandoned_at is null group by stage`;

const FEED = `
  with due as (
    select f.platform, count(*)::integer as due, max(extract(epoch from now() - e.said_at))::float8 as lag
    from followers f left join lateral (
      select said_at from feed
      where article_id = f.article_id and seq > f.cursor and (said_to is null) = (f.role <> 'person')
      order by seq limit 1
    ) e on true
    where f.due_at is not null and f.trouble is null and f.moved_to is null
    group by f.platform
  ), broken as (
    select f.platform, count(*)::integer as broken
    from articles a join followers f using (article_id)
    where a.closed_at is null and f.trouble is not null
    group by f.platform
  )
  select platform, coalesce(due, 0) as due, coalesce(lag, 0) as "lagSeconds", coalesce(broken, 0) as broken
  from due full join broken using (platform)`;

const WEBHOOKS = `
  select count(*)::integer as pending, coalesce(extract(epoch from now() - min(d.queued_at)), 0)::float8 as "oldestSeconds"
  from webhook_deliveries d join webhook_endpoints e on e.name = d.endpoint
  where d.state = 'pending' and e.disabled_at is null and e.removed_at is null`;

export function createBacklogStore(pool: Pool): BacklogStore {
  return {
    async read() {
      // One after another: metrics take one connection.
      const stages = await pool.query<Backlog['stages'][number]>({ name: 'count-stages', text: STAGES });
      const feed = await pool.query<Backlog['feed'][number]>({ name: 'count-feed', text: FEED });
      const webhooks = await pool.query<Backlog['webhooks']>({ name: 'count-webhooks', text: WEBHOOKS });
      return {
        stages: stages.rows,
        feed: feed.rows,
        webhooks: webhooks.rows[0] ?? { pending: 0, oldestSeconds: 0 },
      };
    },
  };
}
