import type { Membership } from '../../../src/chat/access.ts';
import type { Newcomers } from '../../../src/chat/door.ts';
import { type Actor, keysOf } from '../../../src/protocol/actor.ts';
import type { StartRules } from '../../../src/protocol/may-start.ts';
import { channelKey, type Thread } from '../../../src/protocol/thread.ts';
import { PLATFORM } from '../platform.ts';

/** Whoever was let in may start articles: a token or a session says who they are, and the operator or a chat gave it to them. */
export const WEB_RULES: StartRules = { guests: true, external: true };

export const webNewcomers: Newcomers = {
  meet: () => Promise.resolve({ isDirect: true, belonging: 'member', groups: [] }),
  hosts: () => Promise.resolve([]),
  isHost: () => Promise.resolve(false),
};

/** Where a person's articles live that they asked for here: a channel of their own. */
export function homeOf(actor: Actor): Thread {
  return { platform: PLATFORM, channel: keysOf(actor)[0] ?? '' };
}

/** A channel here has one member. Of the channels of chats is known what was said when the person came from there (`actor.channels`). */
export function createWebMembership(): Membership {
  return {
    isMember: (actor, thread) =>
      Promise.resolve(
        actor.channels?.includes(channelKey(thread)) === true ||
          (thread.platform === PLATFORM && keysOf(actor).includes(thread.channel)),
      ),
    canRead: () => Promise.resolve(false),
  };
}
