import type { Limit } from '../../../src/delivery/messenger.ts';

/** An even pace, in milliseconds per call, and how many calls may go at once after a quiet time. */
export type Pace = Omit<Limit, 'key'>;

/** What Telegram lets a bot do. What is absent has no limit. */
export interface TelegramLimits {
  /** New messages in a chat. */
  readonly chat?: Pace;
  /** All calls about messages in a group, supergroup or channel: new ones, edits, deletions. */
  readonly group?: Pace;
  /** All calls about messages. */
  readonly bot?: Pace;
}

/**
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: a message a second in a chat, 20 calls a minute in a
 * group, 30 a second in all. What goes at once and the even pace together are one less than that in any minute, or second, since some
 * come in a little early.
 */
export const TELEGRAM_LIMITS: TelegramLimits = {
  chat: { everyMs: 1000, burst: 1 },
  group: { everyMs: 5000, burst: 7 },
  bot: { everyMs: 50, burst: 9 },
};

/** What a call uses up. */
export interface Usage {
  /** Messages that it makes. */
  readonly messages: 0 | 1;
  /** Calls that it takes in all. */
  readonly calls: number;
  /** How long after its turn the message may come, milliseconds: so long the chat waits the longer for the next. Default: at once. */
  readonly lastsMs?: number;
}

/** Names of limits, for all processes of a bot. */
export interface LimitKeys {
  /** The limit that Telegram is taken to mean when it asks to wait in a chat. */
  readonly chat: (chat: number) => string;
  readonly bot: string;
}

export function createLimitKeys(botId: string): LimitKeys {
  return { chat: (chat) => `${isGroup(chat) ? 'group' : 'chat'}:${botId}:${chat}`, bot: `bot:${botId}` };
}

/** What a call about a chat uses up, the limit of the chat itself first. @param chat where it is now */
export type LimitsOf = (chat: number, usage: Usage) => readonly Limit[];

export function createLimitsOf(botId: string, limits: TelegramLimits = TELEGRAM_LIMITS): LimitsOf {
  const keys = createLimitKeys(botId);
  return (chat, { messages, calls, lastsMs = 0 }) => {
    const ofChat = limit(`chat:${botId}:${chat}`, limits.chat, messages).map((one) => ({
      ...one,
      everyMs: one.everyMs + lastsMs,
    }));
    return [
      ...(isGroup(chat) ? limit(keys.chat(chat), limits.group, calls) : []),
      // In a group, messages alone count for it. In private an edit waits, too, when the chat has to cool down.
      ...(isGroup(chat) && messages === 0 ? [] : ofChat),
      ...limit(keys.bot, limits.bot, calls),
    ];
  };
}

/** Ids of groups, supergroups and channels are below zero. */
export function isGroup(chat: number): boolean {
  return chat < 0;
}

/** A call that counts so often. Whatever it counts, a limit that cools down is free again at the same moment. */
function limit(key: string, pace: Pace | undefined, count: number): readonly Limit[] {
  if (pace === undefined) return [];
  return [
    count === 0
      ? { key, ...NEXT_TO_NOTHING }
      : { key, everyMs: pace.everyMs * count, burst: (pace.burst - 1) / count + 1 },
  ];
}

/** Waits for its turn like others, and takes none away. */
const NEXT_TO_NOTHING: Pace = { everyMs: 1, burst: 1 };
