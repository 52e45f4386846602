import type { Chat, Message, MessageEntity, User } from 'telegraf/types';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { channelKey, type Thread } from '../../../src/protocol/thread.ts';
import type { Front } from './front.ts';
import { PLATFORM } from '../platform.ts';
import { type Quote, quoteOf } from '../render/quote.ts';

/** Accounts behind which anybody may be: Telegram itself, @GroupAnonymousBot, @Channel_Bot. */
const FACELESS: ReadonlySet<number> = new Set([777_000, 1_087_968_824, 136_817_688]);

/** @param chat where they act. Who writes or taps in a chat is a member of it, but in public groups, where anybody may look in. */
export function actorOf(user: User, chat?: Chat): Actor {
  const isIn = chat !== undefined && (chat.type === 'private' || !('username' in chat && chat.username !== undefined));
  const where = chat && { platform: PLATFORM, channel: String(chat.id) };
  const name = typedLine([user.first_name, user.last_name ?? ''].join(' '));
  return {
    platform: PLATFORM,
    userId: String(user.id),
    // Deleted accounts have no name.
    displayName: name || (user.username ?? String(user.id)),
    groups: [],
    ...(isIn && where !== undefined && { channels: [channelKey(where)] }),
    ...(where !== undefined && { where }),
  };
}

/** What they chose with /language; else as configured; else the language of their Telegram. */
export async function languageOf(
  { people, interfaceLanguage }: Pick<Front, 'people' | 'interfaceLanguage'>,
  user: User,
): Promise<InterfaceLanguage> {
  const chosen = await people.language({ platform: PLATFORM, userId: String(user.id) });
  if (chosen !== undefined) return chosen;
  return interfaceLanguage === 'auto' ? languageOfLocale(user.language_code) : interfaceLanguage;
}

/** Whether nobody can tell who did it: an anonymous admin, a channel, a bot. */
export function isFaceless(user: User, senderChat?: Chat): boolean {
  return senderChat !== undefined || user.is_bot || FACELESS.has(user.id);
}

type Placed = Pick<Message, 'chat' | 'message_id'> & {
  readonly is_topic_message?: boolean;
  readonly message_thread_id?: number;
  readonly text?: string;
  readonly entities?: readonly MessageEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly MessageEntity[];
};

/** Outside of forums `message_thread_id` is only a chain of replies. */
function topicOf({ is_topic_message, message_thread_id }: Placed): number | undefined {
  return is_topic_message === true ? message_thread_id : undefined;
}

/** Where an article lives that is asked for with this message. */
export function threadOf(message: Placed): Thread {
  const topic = topicOf(message);
  return {
    platform: PLATFORM,
    channel: String(message.chat.id),
    ...(topic !== undefined && { thread: String(topic) }),
  };
}

/** Where an answer goes. */
export interface Place {
  readonly chat: number;
  readonly topic?: number;
  readonly replyTo?: number;
  /** What of that message is shown above the answer. Default: as many lines as the app takes. */
  readonly quote?: Quote;
  /** Telegram's number of the person who is to read it, and nobody else. */
  readonly onlyFor?: number;
  /** Where others would read it, it is not said at all. */
  readonly isSecret?: true;
}

/** In groups an answer is a reply, or nobody knew what it answers. */
export function placeOf(message: Placed, options: { readonly reply?: boolean } = {}): Place {
  const topic = topicOf(message);
  const { reply = message.chat.type !== 'private' } = options;
  const quote = quoteOf(message.text ?? message.caption ?? '', message.entities ?? message.caption_entities);
  return {
    chat: message.chat.id,
    ...(topic !== undefined && { topic }),
    ...(reply && { replyTo: message.message_id, ...(quote !== undefined && { quote }) }),
  };
}
