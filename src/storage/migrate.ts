import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { Pool } from 'pg';

/** A server that takes the connection and says nothing would be waited for without end. */
const CONNECT_TIMEOUT_MS = 10_000;
/** While a change of a table waits for its lock, everybody else waits behind it. */
const LOCK_TIMEOUT_MS = 5000;
/** Two minutes in all: longer than any transaction of ours. */
const LOCK_ATTEMPTS = 20;
const LOCK_PAUSE_MS = 1000;
const MIGRATIONS_TABLE = 'schema_migrations';
/** With which 0.1 began, whose tables no later release goes on with. */
const FIRST_OF_0_1 = '0001_articles';
const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/** SQLSTATE `lock_not_available`, and `undefined_table`. */
const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';

/**
 * Brings the schema up to date; several processes may do so at once, one works and the others wait. Processes of the release before go
 * on meanwhile, so a migration only adds. An index on a table that is in use is made in a migration of its own, in TypeScript:
 * `pgm.noTransaction()`, then `drop index concurrently if exists`, because an attempt may have broken off, then `create index concurrently`.
 * Tables of a later release are left as they are.
 *
 * @param options `count`: how many at most, for what an older release has written. Default: all. `folder`: where they are. Default: those of
 * this release
 * @throws {DatabaseRefusedError} when PostgreSQL will not have us, or holds what 0.1 has made.
 */
export async function migrate(
  databaseUrl: string,
  log: (message: string) => void,
  {
    lockTimeoutMs = LOCK_TIMEOUT_MS,
    lockPauseMs = LOCK_PAUSE_MS,
    count = Number.POSITIVE_INFINITY,
    folder = MIGRATIONS,
  } = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runner({
        databaseUrl: {
          connectionString: databaseUrl,
          connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
          lock_timeout: lockTimeoutMs,
        },
        dir: folder,
        migrationsTable: MIGRATIONS_TABLE,
        direction: 'up',
        count,
        // The default, `fail`, throws in all but one of several starters.
        advisoryLockMode: 'wait',
        logger: { debug: () => undefined, info: log, warn: log, error: log },
      });
      return;
    } catch (error) {
      if (!isLocked(error)) throw refusalOf(error);
      if (attempt === LOCK_ATTEMPTS)
        throw new Error(
          'Could not bring the tables up to date: others hold a lock on them. Look for long transactions in pg_stat_activity, then run it again.',
          { cause: error },
        );
      log(`A table is locked by others; trying again (${attempt})`);
      await sleep(lockPauseMs);
    }
  }
}

function tablesOf01(cause?: unknown): DatabaseRefusedError {
  return new DatabaseRefusedError(
    'These tables are those of Copydesk 0.1, which no later release goes on with; nothing in them was touched. Finish its articles with 0.1, then begin with an empty database (another DATABASE_URL, or COPYDESK_DATA for that of npm start): docs/upgrading.md.',
    { cause },
  );
}

/**
 * Whether the tables are those that this release needs, or newer ones.
 * @throws {DatabaseRefusedError} with the way out when they are older, or when PostgreSQL will not have us.
 */
export async function checkSchema(pool: Pool, folder = MIGRATIONS): Promise<void> {
  const [needed, made] = await Promise.all([namesOfMigrations(folder), madeIn(pool)]);
  if (made.has(FIRST_OF_0_1)) throw tablesOf01();
  const missing = needed.filter((name) => !made.has(name));
  if (missing.length > 0)
    throw new DatabaseRefusedError(
      `The tables in DATABASE_URL are older than this release needs (missing: ${missing.join(', ')}). Run "npm run migrate", then start again.`,
    );
}

/** Those of this release, in order. */
export async function namesOfMigrations(folder = MIGRATIONS): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.map((file) => file.replace(/\.[a-z]+$/, '')).toSorted();
}

async function madeIn(pool: Pool): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE}`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (codeOf(error) === UNDEFINED_TABLE) return new Set();
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
  // The library has met it where our first one should be.
  if (error instanceof Error && error.message.endsWith(` ${FIRST_OF_0_1}`)) return tablesOf01(error);
  if (!(error instanceof Error) || !REFUSALS.test(codeOf(error))) return error;
  return new DatabaseRefusedError(
    `PostgreSQL refuses DATABASE_URL: ${error.message}. Check its user, password and database, and the rights of that user.`,
    { cause: error },
  );
}

export function isHopelessDatabaseError(error: unknown): boolean {
  return error instanceof DatabaseRefusedError;
}

/** The library keeps no cause where it looks for its own table. */
function isLocked(error: unknown): boolean {
  return codeOf(error) === LOCK_NOT_AVAILABLE || (error instanceof Error && error.message.includes('lock timeout'));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
