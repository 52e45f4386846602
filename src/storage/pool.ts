import { Pool } from 'pg';

export interface PoolSettings {
  /** Connections of this process at most. */
  readonly maxConnections: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** A pool whose every wait has an end. An idle connection that breaks is reported and replaced, not thrown. */
export function createPool(databaseUrl: string, settings: PoolSettings, onError: (error: Error) => void): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'copydesk',
    max: settings.maxConnections,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    statement_timeout: settings.statementTimeoutMs,
    idle_in_transaction_session_timeout: settings.statementTimeoutMs,
    // A dead host is noticed by the system instead of after a write's timeout.
    keepAlive: true,
  });
  pool.on('error', onError);
  return pool;
}
