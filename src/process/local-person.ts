import { userInfo } from 'node:os';
import type { Actor } from '../protocol/actor.ts';
import { channelKey } from '../protocol/thread.ts';

/** Who sits at this machine, as the system knows them: the one person of the terminal, who comes to the page by the address that is printed. */
export function localPerson(): Actor {
  const platform = 'terminal';
  const username = userName();
  const where = { platform, channel: username };
  return {
    platform,
    userId: username,
    displayName: username,
    groups: [],
    channels: [channelKey(where)],
    where,
  };
}

/** A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
