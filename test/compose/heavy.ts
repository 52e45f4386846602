import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what takes minutes to make is kept: once per user, not once per clone.
 * CI makes what is missing; elsewhere a test that needs it is skipped until it is there (`CI=true npm test` makes it).
 */
export const CACHE_FOLDER = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'copydesk');

/** Whether a test may spend minutes and hundreds of megabytes on making what it needs. */
export const MAY_MAKE = process.env['CI'] === 'true';
