import type { Message, MessageEntity, User } from 'telegraf/types';
import { readSchedule } from '../../../src/chat/read-schedule.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { type Command, toArticleCommand, toCommand, toScheduleCommand } from '../../../src/chat/to-command.ts';

/** What a message asks of the bot. */
export type Meaning =
  | { readonly kind: 'command'; readonly command: Command }
  /** `code`: what followed `?start=` in the link that was opened. */
  | { readonly kind: 'welcome'; readonly code?: string }
  /** `bot`: its name, for links to it. */
  | { readonly kind: 'invite'; readonly bot: string }
  /** `userId`: whose invitation ends. */
  | { readonly kind: 'uninvite'; readonly userId: string }
  | { readonly kind: 'unknown-command'; readonly typed: string }
  /** To a message of the bot. */
  | { readonly kind: 'reply'; readonly to: Message; readonly text?: string }
  /** No command: a topic, perhaps. */
  | { readonly kind: 'words'; readonly text: string }
  /** A picture, a sticker, a file out of the blue, in private. */
  | { readonly kind: 'no-words' }
  | { readonly kind: 'migrated'; readonly from: number; readonly to: number }
  /** Not for the bot. */
  | { readonly kind: 'chatter' };

const CHATTER = { kind: 'chatter' } as const satisfies Meaning;
const VERBS: ReadonlySet<string> = new Set([
  'help',
  'inbox',
  'list',
  'costs',
  'status',
  'pause',
  'resume',
  'finish',
  'another',
  'claim',
  'release',
  'assign',
  'takeover',
  'away',
  'back',
  'revise',
  'translate',
  'extras',
  'retry',
  'raise',
  'cancel',
  'move',
  'follow',
  'unfollow',
  'language',
  'link',
  'unlink',
  'zone',
  'web',
  'schedules',
  'schedule',
  'anyway',
]);
/** As they stand in `/list`, where a tap sends them: `/status_4kx9m2c7pz`. */
const VERB_WITH_ID = /^([a-z]+)_([0-9a-z]{16})$/;
/** As it stands below an invitation, where a tap sends it. */
const UNINVITE = /^uninvite_(\d{1,20})$/;
/** What people send without words. Everything else without text says that something happened in the chat. */
const MEDIA = [
  'document',
  'photo',
  'video',
  'animation',
  'audio',
  'voice',
  'video_note',
  'sticker',
  'contact',
  'location',
  'poll',
  'dice',
  'story',
];

/** Reads one message. @param me the bot. */
export function toMeaning(message: Message, me: Pick<User, 'id' | 'username'>): Meaning {
  if ('migrate_to_chat_id' in message)
    return { kind: 'migrated', from: message.chat.id, to: message.migrate_to_chat_id };
  if ('migrate_from_chat_id' in message)
    return { kind: 'migrated', from: message.migrate_from_chat_id, to: message.chat.id };
  const isPrivate = message.chat.type === 'private';
  const { text, entities } = wordsOf(message);

  if (text !== undefined) {
    const [first] = entities;
    if (first?.type === 'bot_command' && first.offset === 0)
      return ofCommand(text.slice(0, first.length), text.slice(first.length), isPrivate, me);
  }
  const to = 'reply_to_message' in message ? message.reply_to_message : undefined;
  // In a forum every message replies to the one that opened its topic.
  if (to?.from?.id === me.id && !('forum_topic_created' in to))
    return { kind: 'reply', to, ...(text !== undefined && { text }) };
  if (text === undefined)
    return isPrivate && MEDIA.some((medium) => medium in message) ? { kind: 'no-words' } : CHATTER;
  const mention = entities.find((entity) => isMention(entity, text, me));
  if (mention !== undefined)
    return ofMention(text.slice(0, mention.offset) + text.slice(mention.offset + mention.length));
  if (!isPrivate) return CHATTER;
  // «каждый понедельник 9:00 …»: commands of Telegram are in Latin letters, and nothing else is meant by so many words.
  const schedule = readSchedule(typedLine(text));
  return schedule?.kind === 'schedule' ? { kind: 'command', command: schedule } : { kind: 'words', text };
}

/** A source has the topic as its caption. */
function wordsOf(message: Message): { readonly text?: string; readonly entities: readonly MessageEntity[] } {
  if ('text' in message) return { text: message.text, entities: message.entities ?? [] };
  if ('document' in message && message.caption !== undefined)
    return { text: message.caption, entities: message.caption_entities ?? [] };
  return { entities: [] };
}

function ofCommand(
  typed: string,
  rest: string,
  isPrivate: boolean,
  { username = '' }: Pick<User, 'username'>,
): Meaning {
  const [name = '', addressee] = typed.slice(1).toLowerCase().split('@');
  if (addressee !== undefined && addressee !== username.toLowerCase()) return CHATTER;
  if (name === 'start') {
    const code = rest.trim();
    return { kind: 'welcome', ...(code !== '' && { code }) };
  }
  if (name === 'invite') return { kind: 'invite', bot: username };
  const [, userId] = UNINVITE.exec(name) ?? [];
  if (userId !== undefined) return { kind: 'uninvite', userId };
  // Whatever follows is the topic, be it the name of a command.
  if (name === 'article') return { kind: 'command', command: toArticleCommand(rest) };
  if (name === 'every') return { kind: 'command', command: toScheduleCommand(`every ${rest}`) };
  const [, verb = name, id = ''] = VERB_WITH_ID.exec(name) ?? [];
  if (!VERBS.has(verb))
    // In a group it may be a command of another bot.
    return isPrivate || addressee !== undefined ? { kind: 'unknown-command', typed } : CHATTER;
  const command = toCommand(`${verb} ${id} ${rest}`);
  // “/list of lakes in Peru”
  return command.kind === 'start' ? { kind: 'words', text: command.topic } : { kind: 'command', command };
}

/** Mentioned, the bot takes a verb for a command, and anything else for a topic. */
function ofMention(text: string): Meaning {
  const command = toCommand(text);
  return command.kind === 'start' ? { kind: 'words', text: command.topic } : { kind: 'command', command };
}

function isMention(entity: MessageEntity, text: string, me: Pick<User, 'id' | 'username'>): boolean {
  if (entity.type === 'text_mention') return entity.user.id === me.id;
  return (
    entity.type === 'mention' &&
    text.slice(entity.offset + 1, entity.offset + entity.length).toLowerCase() === me.username?.toLowerCase()
  );
}
