import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

/** A server that takes the connection and says nothing would be waited for without end. */
const CONNECT_TIMEOUT_MS = 10_000;
const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/** Brings the schema up to date; several processes may do so at once, one works and the others wait. */
export async function migrate(databaseUrl: string, log: (message: string) => void): Promise<void> {
  try {
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
  } catch (error) {
    throw refusalOf(error);
  }
}

/** PostgreSQL answers, and will not have us: waiting does not mend it. */
export class DatabaseRefusedError extends Error {
  override readonly name = 'DatabaseRefusedError';
  readonly code = 'database-refused';
}

/** SQLSTATE classes of a wrong user or password, a database that does not exist, and missing rights or a foreign schema. */
const REFUSALS = /^(28|3D|42)/;

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !REFUSALS.test(String(error.code))) return error;
  return new DatabaseRefusedError(
    `PostgreSQL refuses DATABASE_URL: ${error.message}. Check its user, password and database, and the rights of that user.`,
    { cause: error },
  );
}

export function isHopelessDatabaseError(error: unknown): boolean {
  return error instanceof DatabaseRefusedError;
}
