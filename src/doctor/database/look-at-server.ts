import type { Pool } from 'pg';
import { reasonOf } from '../../lib/reason-of.ts';
import { fault, type Finding, ok, type Trouble } from '../doctor.ts';

/** `unique nulls not distinct`, which the tables have, came with 15. */
const OLDEST_VERSION = 150_000;

/** Whether PostgreSQL answers, is recent enough, and takes writes. */
export async function lookAtServer(pool: Pick<Pool, 'query'>, databaseUrl: string): Promise<Finding> {
  const { host, pathname } = new URL(databaseUrl);
  let server: Server | undefined;
  try {
    const { rows } = await pool.query<Server>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::integer as number,
              current_database() as database, pg_is_in_recovery() as "isStandby"`,
    );
    server = rows[0];
  } catch (error) {
    return { kind: 'fault', troubles: [refusal(error, host || 'DATABASE_URL', pathname.slice(1))] };
  }
  if (server === undefined) throw new Error('PostgreSQL does not say who it is');
  const { version, number, database, isStandby } = server;
  if (number < OLDEST_VERSION)
    return fault(`PostgreSQL ${version} at ${host} is too old`, 'Copydesk needs PostgreSQL 15 or newer.');
  if (isStandby)
    return fault(
      `PostgreSQL at ${host} is a standby, which takes no writes`,
      'Let DATABASE_URL point at the primary server.',
    );
  return ok(`version ${version.replace(/ .*/, '')} at ${host}, database ${database}`);
}

interface Server {
  readonly version: string;
  readonly number: number;
  readonly database: string;
  readonly isStandby: boolean;
}

function refusal(error: unknown, host: string, database: string): Trouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case '28P01':
    case '28000':
      return {
        what: `PostgreSQL at ${host} refuses us: ${reasonOf(error)}`,
        wayOut:
          'Check user and password in DATABASE_URL (what is no letter or digit is written as in addresses: %40 for @).',
      };
    case '3D000':
      return {
        what: `PostgreSQL at ${host} has no database ${database}`,
        wayOut: `Make it: create database ${database}. Or name another one at the end of DATABASE_URL.`,
      };
    case '53300':
      return {
        what: `PostgreSQL at ${host} has no connection left: ${reasonOf(error)}`,
        wayOut: 'Raise its max_connections, or lower storage.pool_size in config/copydesk.yaml.',
      };
    default:
      return {
        what: `PostgreSQL at ${host} cannot be reached (${code || reasonOf(error)})`,
        wayOut:
          'Check the address in DATABASE_URL, that the server is up, and that a firewall lets this machine through.',
      };
  }
}
