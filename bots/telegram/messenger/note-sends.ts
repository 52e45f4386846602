import type { TelegramChatStore } from '../connect/telegram-chat-store.ts';
import type { Leave, TelegramLanes } from '../connect/telegram-lanes.ts';
import { within } from '../../../src/lib/within.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { isSending } from './pace-answers.ts';

/** People wait for what is sent here. Whoever looks for a message gives way after each one that it asks about. */
const PATIENCE_MS = 500;

export interface NotingSendsOptions {
  readonly chats: Pick<TelegramChatStore, 'note'>;
  readonly lanes: TelegramLanes;
}

/**
 * Takes note of every message that a call brings about: whoever looks for a lost one has to know which are not it, and waits meanwhile.
 * That a note could not be taken fails no call.
 */
export function notingSends(call: CallTelegram, { chats, lanes }: NotingSendsOptions): CallTelegram {
  return async (method, payload, options) => {
    const chat = 'chat_id' in payload ? Number(payload.chat_id) : undefined;
    const leave = isSending(method) && chat !== undefined ? await enterSoon(lanes, chat) : undefined;
    try {
      const result = await call(method, payload, options);
      const ref = sentMessage(result);
      if (ref !== undefined) await chats.note(ref).catch(() => undefined);
      return result;
    } finally {
      void leave?.();
    }
  };
}

/** Undefined when that would take too long: then it is sent all the same. */
async function enterSoon(lanes: TelegramLanes, chat: number): Promise<Leave | undefined> {
  const entering = lanes.enter(chat, PATIENCE_MS);
  try {
    return await within(PATIENCE_MS, 'The lane', entering);
  } catch {
    void entering.then((leave) => leave?.()).catch(() => undefined);
    return undefined;
  }
}

/** Where the `Message` is that a call answered with. */
export function sentMessage(result: unknown): { readonly chat: number; readonly message: number } | undefined {
  if (typeof result !== 'object' || result === null || !('message_id' in result) || !('chat' in result))
    return undefined;
  const { message_id: message, chat } = result;
  // An ephemeral message has none.
  if (typeof message !== 'number' || message === 0 || typeof chat !== 'object' || chat === null || !('id' in chat))
    return undefined;
  return typeof chat.id === 'number' ? { chat: chat.id, message } : undefined;
}
