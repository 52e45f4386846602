import { LRUCache } from 'lru-cache';
import type { TelegramChatStore } from '../connect/telegram-chat-store.ts';

/** Where chats are now: a group that becomes a supergroup has another id from then on. */
export interface ChatIds {
  /** As far as this process knows. */
  known(chat: number): number;
  current(chat: number): Promise<number>;
  moved(from: number, to: number): Promise<void>;
}

const REMEMBERED_CHATS = 10_000;
/** Whether a chat has moved meanwhile. Telegram itself says so, too, to whoever writes to the old id. */
const ASK_AGAIN_MS = 60_000;
const FOREVER = 0;

export function createChatIds(chats: Pick<TelegramChatStore, 'current' | 'moved'>): ChatIds {
  const remembered = new LRUCache<number, number>({ max: REMEMBERED_CHATS });
  return {
    known: (chat) => remembered.get(chat) ?? chat,

    async current(chat) {
      // Only groups get a new id, when they become supergroups.
      const known = chat >= 0 ? chat : remembered.get(chat);
      if (known !== undefined) return known;
      const now = await chats.current(chat);
      remembered.set(chat, now, { ttl: now === chat ? ASK_AGAIN_MS : FOREVER });
      return now;
    },

    async moved(from, to) {
      await chats.moved(from, to);
      remembered.set(from, to, { ttl: FOREVER });
    },
  };
}
