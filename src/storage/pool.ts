import { Pool } from 'pg';

export interface PoolSettings {
  /** Connections of this process at most. */
  readonly poolSize: number;
  readonly connectionTimeoutSeconds: number;
  readonly statementTimeoutSeconds: number;
}

/** What the answer of a server that lives may take longer than its statement. */
const ON_THE_WAY_MS = 2000;

/** A pool whose every wait has an end. An idle connection that breaks is reported and replaced, not thrown. */
export function createPool(databaseUrl: string, settings: PoolSettings, onError: (error: Error) => void): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'copydesk',
    max: settings.poolSize,
    connectionTimeoutMillis: settings.connectionTimeoutSeconds * 1000,
    statement_timeout: settings.statementTimeoutSeconds * 1000,
    // On this side, for a server that is not there to keep the other one.
    query_timeout: settings.statementTimeoutSeconds * 1000 + ON_THE_WAY_MS,
    idle_in_transaction_session_timeout: settings.statementTimeoutSeconds * 1000,
    // A dead host is noticed by the system instead of after a write's timeout.
    keepAlive: true,
  });
  pool.on('error', (error) => {
    // `end` does not wait for the last goodbyes, and a server that stops right after it cuts them short.
    if (!pool.ending) onError(error);
  });
  return pool;
}
