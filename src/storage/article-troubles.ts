import type { Pool } from 'pg';

/** What an operator has to know of the articles that are under way. */
export interface ArticleTroubles {
  /** Not over. */
  readonly underWay: number;
  /** A step failed, and they wait for a person. */
  readonly stuck: number;
  /** When the first of the stuck ones was last heard of. */
  readonly stuckSince?: Date;
  /** A budget is spent, and they wait for a person or for the next day. */
  readonly overBudget: number;
  /** A thread of theirs takes no messages. Where people decide in it, they are stuck as well, as soon as a worker hears of it. */
  readonly inTrouble: number;
  /** Why, of one of those threads: the words of the failed delivery. */
  readonly threadTrouble?: string;
  /** Asked for longer than `forgottenAfterMinutes` ago, and no workflow has been heard of. */
  readonly forgotten: number;
}

interface Row extends Omit<ArticleTroubles, 'stuckSince' | 'threadTrouble'> {
  readonly stuckSince: Date | null;
  readonly threadTrouble: string | null;
}

/** Rejects with what `pg` throws. */
export async function readArticleTroubles(
  pool: Pick<Pool, 'query'>,
  { forgottenAfterMinutes }: { readonly forgottenAfterMinutes: number },
): Promise<ArticleTroubles> {
  const { rows } = await pool.query<Row>(
    `with open as (
       select article_id, case when state ? 'budget' then 'over-budget' else stage end as stage, created_at, updated_at
       from articles where closed_at is null and abandoned_at is null
     ),
     blocked as (
       select article_id, min(trouble ->> 'message') as message
       from followers join open using (article_id) where trouble is not null and moved_to is null group by article_id
     )
     select count(*)::integer as "underWay",
            count(*) filter (where stage = 'stuck')::integer as stuck,
            min(updated_at) filter (where stage = 'stuck') as "stuckSince",
            count(*) filter (where stage = 'over-budget')::integer as "overBudget",
            (select count(*)::integer from blocked) as "inTrouble",
            (select min(message) from blocked) as "threadTrouble",
            count(*) filter (where stage = 'requested' and created_at < now() - make_interval(mins => $1))::integer as forgotten
     from open`,
    [forgottenAfterMinutes],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL counted nothing');
  const { stuckSince, threadTrouble, ...counts } = row;
  return {
    ...counts,
    ...(stuckSince !== null && { stuckSince }),
    ...(threadTrouble !== null && { threadTrouble }),
  };
}
