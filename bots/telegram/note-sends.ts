import type { TelegramChatStore } from '../../src/storage/telegram-chat-store.ts';
import type { CallTelegram } from './call-telegram.ts';

/**
 * Takes note of every message that a call brings about: whoever looks for a lost one has to know which are not it. That a note
 * could not be taken fails no call.
 */
export function notingSends(call: CallTelegram, chats: Pick<TelegramChatStore, 'note'>): CallTelegram {
  return async (method, payload, options) => {
    const result = await call(method, payload, options);
    const ref = sentMessage(result);
    if (ref !== undefined) await chats.note(ref).catch(() => undefined);
    return result;
  };
}

/** Where the `Message` is that a call answered with. */
export function sentMessage(result: unknown): { readonly chat: number; readonly message: number } | undefined {
  if (typeof result !== 'object' || result === null || !('message_id' in result) || !('chat' in result))
    return undefined;
  const { message_id: message, chat } = result;
  if (typeof message !== 'number' || typeof chat !== 'object' || chat === null || !('id' in chat)) return undefined;
  return typeof chat.id === 'number' ? { chat: chat.id, message } : undefined;
}
