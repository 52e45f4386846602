import type { CallTelegram } from './call-telegram.ts';
import type { TelegramPace } from './pace.ts';

/** People are answered within three seconds, whatever else goes out to their chat. */
const PATIENCE_MS = 1000;

/**
 * Messages that answer people take their turns like those that are delivered, so that the two together keep Telegram's limits. Who
 * would have to wait for long does not: then Telegram has the last word.
 */
export function takingTurns(call: CallTelegram, pace: Pick<TelegramPace, 'turn' | 'waitMs'>): CallTelegram {
  return async (method, payload, options) => {
    const chat = method === 'sendMessage' && 'chat_id' in payload ? Number(payload.chat_id) : undefined;
    if (chat !== undefined && pace.waitMs(chat) <= PATIENCE_MS) await pace.turn(chat, 'message');
    return await call(method, payload, options);
  };
}
