import { createPacer } from '../../src/delivery/pacer.ts';

/** When a message may go out without Telegram asking to wait. */
export interface TelegramPace {
  /** Resolves when the call may be made. `message`: a new one; `edit`: any call that changes one. */
  turn(chat: number, kind: 'message' | 'edit', signal?: AbortSignal): Promise<void>;
  /** How long a new message would wait at the least, in milliseconds. */
  waitMs(chat: number): number;
}

/** Limits that Telegram names, or that its servers keep. */
export interface TelegramLimits {
  readonly messagePerChatMs: number;
  readonly perGroupAndMinute: number;
  readonly perSecond: number;
}

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this; in groups edits count as well. */
const TELEGRAM_LIMITS: TelegramLimits = { messagePerChatMs: 1000, perGroupAndMinute: 20, perSecond: 30 };

export function createTelegramPace(limits: TelegramLimits = TELEGRAM_LIMITS): TelegramPace {
  const messages = createPacer([{ count: 1, perMs: limits.messagePerChatMs, scope: 'channel' }]);
  const calls = createPacer([
    { count: limits.perGroupAndMinute, perMs: 60_000, scope: 'channel', appliesTo: isGroup },
    { count: limits.perSecond, perMs: 1000, scope: 'all' },
  ]);
  return {
    async turn(chat, kind, signal) {
      if (kind === 'message') await messages.turn(String(chat), signal);
      await calls.turn(String(chat), signal);
    },
    waitMs: (chat) => Math.max(messages.waitMs(String(chat)), calls.waitMs(String(chat))),
  };
}

/** Ids of groups, supergroups and channels are below zero. */
function isGroup(channel: string): boolean {
  return channel.startsWith('-');
}
