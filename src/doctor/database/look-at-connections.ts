import type { Pool } from 'pg';
import { fault, type Finding, ok, warning } from '../doctor.ts';

/** Nobody but an administrator gets the reserved ones. A limit of -1 is none. */
const COUNT = `
  with in_use as (
    select count(*) filter (where backend_type = 'client backend')::integer as in_all,
           count(*) filter (where datname = current_database())::integer as of_database,
           count(*) filter (where usename = current_user)::integer as of_role
    from pg_stat_activity
  )
  select in_all as "inUse", least(
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      - coalesce(current_setting('reserved_connections', true)::integer, 0) - in_all,
    (select datconnlimit - of_database from pg_database where datname = current_database() and datconnlimit >= 0),
    (select rolconnlimit - of_role from pg_roles where rolname = current_user and rolconnlimit >= 0)) as left
  from in_use`;

/**
 * Whether PostgreSQL has connections left for one more process of ours.
 * @param poolSize `storage.pool_size`: so many a process may open
 */
export async function lookAtConnections(pool: Pick<Pool, 'query'>, poolSize: number): Promise<Finding> {
  const { rows } = await pool.query<{ inUse: number; left: number }>(COUNT);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL counted nothing');
  return judgeConnections({ ...row, poolSize });
}

export function judgeConnections({
  inUse,
  left,
  poolSize,
}: {
  readonly inUse: number;
  readonly left: number;
  readonly poolSize: number;
}): Finding {
  const count = `${Math.max(0, left)} left, ${inUse} in use`;
  const wayOut = 'Raise max_connections of PostgreSQL, or lower storage.pool_size in config/copydesk.yaml.';
  if (left <= 0) return fault(count, wayOut);
  if (left < poolSize) return warning(`${count}: a process may open ${poolSize} (storage.pool_size)`, wayOut);
  return ok(`${count}; a process may open ${poolSize}`);
}
