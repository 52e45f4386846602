import { createLimitKeys } from './limits.ts';

/** Telegram does not say what was too much when it asks to wait: the chat is taken for it, and the bot when several chats hear it at once. */
export interface CoolDowns {
  /** The key of the limit that has to cool down, after Telegram asked to wait in a chat. */
  about(chat: number): string;
}

const AT_ONCE_MS = 1000;

export function createCoolDowns(botId: string, now: () => number = () => performance.now()): CoolDowns {
  const keys = createLimitKeys(botId);
  let last: { readonly chat: number; readonly at: number } | undefined;
  return {
    about(chat) {
      const moment = now();
      const isOfAll = last !== undefined && last.chat !== chat && moment - last.at < AT_ONCE_MS;
      last = { chat, at: moment };
      return isOfAll ? keys.bot : keys.chat(chat);
    },
  };
}
