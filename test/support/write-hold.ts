import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Nobody writes to a table for a while: a process stands still right before its next statement. */
export interface WriteHold {
  /** Resolves when a statement waits. */
  readonly reached: Promise<void>;
  /** What waits never happens; whoever comes later writes as ever. */
  release(): Promise<void>;
}

const POLL_MS = 20;

/** @param table is read by others as ever */
export async function holdWrites(databaseUrl: string, table: string): Promise<WriteHold> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${table} in share mode`);
  const waiting = async (): Promise<readonly number[]> => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_locks where relation = $1::regclass and not granted`,
      [table],
    );
    return rows.map(({ pid }) => pid);
  };
  const untilOneWaits = async (): Promise<void> => {
    while ((await waiting()).length === 0) await sleep(POLL_MS);
  };
  return {
    reached: untilOneWaits(),
    async release() {
      // The server would do what a client asked for before it died.
      await client.query(`select pg_terminate_backend(pid) from unnest($1::int[]) as pid`, [await waiting()]);
      await client.query('rollback');
      await client.end();
    },
  };
}
