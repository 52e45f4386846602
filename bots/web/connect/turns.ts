import type { Pool } from 'pg';

/** How often somebody may ask. */
export interface TurnLimit {
  readonly perMinute: number;
  /** At once, after a pause. */
  readonly burst: number;
}

export interface Turn {
  readonly isTaken: boolean;
  /** How many more are there at once. */
  readonly left: number;
  /** Until there is one again, or all are; seconds, from 1. */
  readonly resetSeconds: number;
}

/** Whether somebody may ask now, in the table `pace`, which all processes share (GCRA). Rejects with what `pg` throws. */
export type TakeTurn = (name: string) => Promise<Turn>;

const MINUTE_MS = 60_000;

/** Nothing is written by who has none left, so that whoever keeps asking waits no longer for it. */
const TAKE = `
  with taken as (
    insert into pace as p (key, free_at) values ($1, clock_timestamp() + $2 * interval '1 ms')
    on conflict (key) do update set free_at = greatest(p.free_at, clock_timestamp()) + $2 * interval '1 ms'
      where greatest(p.free_at, clock_timestamp()) + $2 * interval '1 ms' <= clock_timestamp() + $3 * interval '1 ms'
    returning free_at
  )
  select exists (select from taken) as "isTaken",
    greatest(0, 1000 * extract(epoch from coalesce((select free_at from taken), (select free_at from pace where key = $1)) - clock_timestamp()))::float8 as "aheadMs"`;

export function createTakeTurn(pool: Pick<Pool, 'query'>, { perMinute, burst }: TurnLimit): TakeTurn {
  const everyMs = MINUTE_MS / perMinute;
  const mostMs = everyMs * burst;
  return async (name) => {
    const { rows } = await pool.query<{ isTaken: boolean; aheadMs: number }>({
      name: 'take-web-turn',
      text: TAKE,
      values: [`web:${name}`, everyMs, mostMs],
    });
    const { isTaken, aheadMs } = rows[0] ?? { isTaken: true, aheadMs: 0 };
    const left = isTaken ? Math.max(0, Math.floor((mostMs - aheadMs) / everyMs)) : 0;
    const waitMs = isTaken ? aheadMs : aheadMs + everyMs - mostMs;
    return { isTaken, left, resetSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
  };
}
