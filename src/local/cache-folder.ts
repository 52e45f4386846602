import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './command.ts';

/**
 * Where this user keeps what takes minutes to make, whatever clone it was made for. The XDG base directory specification: a path that is not
 * absolute is to be ignored.
 */
export function cacheFolder(env: Environment): string {
  const xdg = env['XDG_CACHE_HOME'];
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return join(base, 'copydesk');
}
