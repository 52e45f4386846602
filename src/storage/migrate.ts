import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

/** A server that takes the connection and says nothing would be waited for without end. */
const CONNECT_TIMEOUT_MS = 10_000;
const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/** Brings the schema up to date; several processes may do so at once, one works and the others wait. */
export async function migrate(databaseUrl: string, log: (message: string) => void): Promise<void> {
  await runner({
    databaseUrl: { connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS },
    dir: MIGRATIONS,
    migrationsTable: 'schema_migrations',
    direction: 'up',
    count: Number.POSITIVE_INFINITY,
    // The default, `fail`, throws in all but one of several starters.
    advisoryLockMode: 'wait',
    logger: { debug: () => undefined, info: log, warn: log, error: log },
  });
}

/** SQLSTATE classes that waiting does not mend: wrong password, no such database, no permission. */
export function isHopelessDatabaseError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(28|3D|42)/.test(code);
}
