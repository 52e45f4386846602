import { LRUCache } from 'lru-cache';
import type { Membership } from '../../../src/chat/access.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { PLATFORM } from '../platform.ts';
import { type CallTelegram, telegramReason } from './call-telegram.ts';

const REMEMBERED = 10_000;
/** Whoever leaves a group decides there for so long still. */
const MEMBER_MS = 5 * 60_000;
const BUDGET_MS = 700;

/** Who is in which group, as Telegram tells. */
export function createTelegramMembership(call: CallTelegram, logger: Logger): Membership {
  const members = new LRUCache<string, true>({ max: REMEMBERED, ttl: MEMBER_MS });
  /** Undefined: Telegram did not say. */
  async function ask(actor: Actor, { platform, channel }: Thread): Promise<boolean | undefined> {
    const chat = Number(channel);
    if (actor.platform !== PLATFORM || platform !== PLATFORM || !Number.isSafeInteger(chat)) return false;
    // A conversation of two is named by the person.
    if (chat > 0) return channel === actor.userId;
    const key = `${actorKey(actor)} ${channel}`;
    if (members.has(key)) return true;
    try {
      const asked = { chat_id: chat, user_id: Number(actor.userId) };
      const found = await call('getChatMember', asked, { timeoutMs: BUDGET_MS });
      const isIn = found.status === 'restricted' ? found.is_member : !['left', 'kicked'].includes(found.status);
      if (isIn) members.set(key, true);
      return isIn;
    } catch (error) {
      logger.warn({ chat, reason: telegramReason(error) }, 'Could not find out whether somebody is in a group');
      return undefined;
    }
  }

  return {
    isMember: async (actor, thread) => (await ask(actor, thread)) === true,
    // What is said in a group is for its members.
    canRead: () => Promise.resolve(false),
    hasLeft: async (actor, thread) => (await ask(actor, thread)) === false,
  };
}
