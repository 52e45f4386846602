import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

// A lock whose database object is garbage-collected is a lock lost: whoever forgets the handle keeps the lock anyway.
const held = new Set<DatabaseSync>();

/** A held lock. It ends with `release()` or with the process, however the process ends. */
export interface FileLock {
  release(): void;
}

/**
 * Takes the exclusive lock on a file, or answers `undefined` when another process (or this one) holds it.
 *
 * Node has no `flock`; SQLite's exclusive transaction is the operating system's own file lock. The kernel gives it to
 * one of several starters and takes it back when the holder dies, so there is no stale lock and no process id to trust.
 *
 * @param path an absolute path; the file is created, stays empty, and is left behind on release
 * @throws when the file cannot be opened or is not ours to write
 */
export function tryLock(path: string): FileLock | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
