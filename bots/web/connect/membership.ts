import type { Membership } from '../../../src/chat/access.ts';
import type { Newcomers } from '../../../src/chat/door.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { type Actor, keysOf } from '../../../src/protocol/actor.ts';
import type { StartRules } from '../../../src/protocol/may-start.ts';
import { channelKey, type Thread } from '../../../src/protocol/thread.ts';
import type { VouchStore } from '../../../src/storage/vouch-store.ts';
import { PLATFORM } from '../platform.ts';
import { STORE_BUDGET_MS } from './store-budget.ts';

/**
 * Whoever was let in may start articles: the operator gave them a token, or their session has the scope, which a chat's own door has to
 * have said yes to.
 */
export const WEB_RULES: StartRules = { guests: true, external: true };

export function createWebNewcomers(vouches: Pick<VouchStore, 'of'>): Newcomers {
  return {
    meet: () => Promise.resolve({ isDirect: true, belonging: 'member', groups: [] }),
    hosts: () => Promise.resolve([]),
    isHost: async (actor) => (await vouches.of(actor)).isAdministrator,
  };
}

/** Where a person's articles live that they asked for here: a channel of their own. */
export function homeOf(actor: Actor): Thread {
  return { platform: PLATFORM, channel: keysOf(actor)[0] ?? '' };
}

/** A channel here has one member. Of the channels of chats is known what was said when the person came from there. */
export function createWebMembership(vouches: Pick<VouchStore, 'of'>, logger: Logger): Membership {
  return {
    isMember: (actor, thread) =>
      Promise.resolve(
        actor.channels?.includes(channelKey(thread)) === true ||
          (thread.platform === PLATFORM && keysOf(actor).includes(thread.channel)),
      ),
    async canRead(actor, thread) {
      try {
        const { readable } = await within(STORE_BUDGET_MS, 'PostgreSQL', vouches.of(actor));
        return readable.includes(channelKey(thread));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not look what somebody can read');
        return false;
      }
    },
  };
}
