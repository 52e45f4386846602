import type { TelegramTurns } from '../connect/telegram-turns.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import type { LimitsOf, Usage } from './limits.ts';

/** People are answered within three seconds, whatever else goes out to their chat. */
const PATIENCE_MS = 1000;

/**
 * Calls that answer people count like those of deliveries, so that the two together keep Telegram's limits. Who would have to wait
 * for long does not: then Telegram has the last word.
 */
export function paceAnswers(
  call: CallTelegram,
  { turns, limitsOf }: { readonly turns: TelegramTurns; readonly limitsOf: LimitsOf },
): CallTelegram {
  return async (method, payload, options) => {
    const usage = usageOf(method);
    const chat = 'chat_id' in payload ? Number(payload.chat_id) : undefined;
    if (usage !== undefined && chat !== undefined) await turns.tryTurn(limitsOf(chat, usage), PATIENCE_MS);
    return await call(method, payload, options);
  };
}

/** Undefined for what is not about messages. */
function usageOf(method: string): Usage | undefined {
  if (isSending(method)) return { messages: 1, calls: 1 };
  return /^(?:edit|delete)Message/.test(method) ? { messages: 0, calls: 1 } : undefined;
}

/** Whether a call makes a message. */
export function isSending(method: string): boolean {
  return /^send(?!ChatAction)/.test(method);
}
