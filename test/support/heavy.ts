import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../src/local/cache-folder.ts';
import { type FileLock, tryLock } from '../../src/local/file-lock.ts';

const LOOK_AGAIN_MS = 200;

/**
 * Where what takes minutes to make is kept: once per user, not once per clone.
 * CI makes what is missing; elsewhere a test that needs it is skipped until it is there (`CI=true npm test` makes it).
 */
export const CACHE_FOLDER = cacheFolder(process.env);

/** Whether a test may spend minutes and hundreds of megabytes on making what it needs. */
export const MAY_MAKE = process.env['CI'] === 'true';

/** The lock on a file, once whoever makes the same now is done. */
export async function waitForLock(path: string): Promise<FileLock> {
  for (;;) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    await sleep(LOOK_AGAIN_MS);
  }
}
