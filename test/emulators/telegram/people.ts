import { randomInt } from 'node:crypto';
import type { MessageEntity, User } from '@grammyjs/types';
import type { BotState } from './bot-methods.ts';
import { withFoundEntities } from './found-entities.ts';
import { type SeenMessage, toSeenMessage } from './seen-message.ts';
import type { UpdateKind } from './update-queue.ts';
import type { BotStanding, ChatState, StoredMessage, TopicState } from './world.ts';

/** A person, as tests name one. */
export type Person = User & { readonly is_bot: false };

/** A chat, as tests name one. */
export interface ChatHandle {
  readonly id: number;
}

export interface SayOptions {
  /** Id of the message that is replied to. */
  readonly replyTo?: number;
  readonly topic?: number;
  readonly entities?: readonly MessageEntity[];
  /** Under the name of the group, or of a channel. */
  readonly as?: 'anonymous-administrator' | ChatHandle;
}

/** What people do, and what becomes of chats. */
export interface People {
  user(profile: { firstName: string; lastName?: string; username?: string; language?: string }): Person;
  /** The chat of a person with the bot. Until they write to it, it cannot write to them. */
  privateChat(person: Person): ChatHandle;
  group(options: { title: string; members: readonly Person[] }): ChatHandle;
  supergroup(options: { title: string; members: readonly Person[]; topics?: readonly string[] }): ChatHandle & {
    /** Ids by name. */
    readonly topics: Readonly<Record<string, number>>;
  };
  channel(options: { title: string }): ChatHandle;

  /** Returns the message's id. */
  say(chat: ChatHandle, person: Person, text: string, options?: SayOptions): number;
  sendDocument(
    chat: ChatHandle,
    person: Person,
    file: { name: string; content: string | Buffer; mediaType?: string; caption?: string },
    options?: SayOptions,
  ): number;
  /** A person changes what they wrote. */
  rewrite(chat: ChatHandle, messageId: number, text: string): void;
  /** A person deletes a message, anyone's. */
  remove(chat: ChatHandle, messageId: number): void;
  /** Presses the button with this label (or a part of it) or data, and returns the tap's id. @throws when there is none. */
  tap(message: SeenMessage, labelOrData: string, person: Person): string;
  /** A tap with data of someone's choosing: apps can send anything. */
  forgeTap(chat: ChatHandle, messageId: number, data: string, person: Person): string;
  /** A tap below a message that was sent in the bot’s name elsewhere (inline mode): the bot learns no message. */
  forgeInlineTap(data: string, person: Person): string;

  block(person: Person): void;
  unblock(person: Person): void;
  kick(chat: ChatHandle): void;
  promote(chat: ChatHandle): void;
  /** An administrator lets somebody do less than others; whoever leaves keeps that. */
  restrict(chat: ChatHandle, person: Person, isMember: boolean): void;
  /** Only administrators may write. */
  mute(chat: ChatHandle): void;
  setTopic(chat: ChatHandle, topic: number, state: TopicState): void;
  /** Makes a supergroup of a group, with a new id. */
  migrate(group: ChatHandle): ChatHandle;
}

/** https://core.telegram.org/bots/api#user: who speaks for anonymous administrators, and for channels. */
const GROUP_ANONYMOUS_BOT: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};
const CHANNEL_BOT: User = { id: 136_817_688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

/** Supergroups and channels count down from here. */
const SUPERGROUP_IDS = -1_000_000_000_000;
const MAX_TEXT = 4096;

export interface PeopleOptions {
  readonly privacy: boolean;
  readonly tapExpiryMs: number;
}

export function createPeople({ world, files, taps, updates }: BotState, options: PeopleOptions): People {
  const { bot } = world;
  let lastUser = randomInt(100_000, 900_000) * 1000;
  let lastGroup = 4_000_000_000 + randomInt(100_000) * 1000;

  const stateOf = ({ id }: ChatHandle): ChatState => {
    const chat = world.chats.get(id);
    if (chat === undefined) throw new Error(`There is no chat ${id}.`);
    return chat;
  };

  const messageOf = (chat: ChatHandle, id: number): StoredMessage => {
    const message = stateOf(chat).messages.get(id);
    if (message === undefined) throw new Error(`There is no message ${id} in chat ${chat.id}.`);
    return message;
  };

  /** What reaches the bot from a group in privacy mode. */
  const isForBot = (message: StoredMessage): boolean => {
    const { chat, text, entities, replyTo, service } = message;
    if (chat.bot !== 'member' && chat.bot !== 'administrator') return false;
    if (!options.privacy || chat.bot === 'administrator' || chat.type === 'private' || service !== undefined)
      return true;
    if (replyTo !== undefined && chat.messages.get(replyTo)?.from.id === bot.id) return true;
    return entities.some(({ type, offset, length }) => {
      const [, addressee] = text.slice(offset, offset + length).split('@');
      const isToBot = addressee?.toLowerCase() === bot.username?.toLowerCase();
      return (type === 'bot_command' && (addressee === undefined || isToBot)) || (type === 'mention' && isToBot);
    });
  };

  const announce = (message: StoredMessage, kind: UpdateKind = 'message'): void => {
    if (isForBot(message)) updates.add(kind, world.toMessage(message), `chat ${message.chat.id}`);
  };

  const write = (
    chat: ChatHandle,
    person: Person,
    content: Pick<StoredMessage, 'text'> & Partial<StoredMessage>,
    { replyTo, topic, entities = [], as }: SayOptions,
  ): number => {
    const target = stateOf(chat);
    if (target.migratedTo !== undefined) throw new Error(`The group ${chat.id} is a supergroup now.`);
    if (target.type !== 'private' && !target.members.has(person.id))
      throw new Error(`${person.first_name} is not in chat ${chat.id}.`);
    if (content.text.length > MAX_TEXT) throw new Error('Telegram’s apps cut a text that long into several messages.');
    if (replyTo !== undefined) messageOf(chat, replyTo);
    if (target.type === 'private' && target.bot === 'stranger') target.bot = 'member';
    const senderChat = as === 'anonymous-administrator' ? target : as && stateOf(as);
    const message = world.post(target, {
      from: as === undefined ? person : as === 'anonymous-administrator' ? GROUP_ANONYMOUS_BOT : CHANNEL_BOT,
      ...(senderChat !== undefined && { senderChat: world.toChat(senderChat) }),
      ...content,
      ...withFoundEntities({ text: content.text, entities }),
      ...(replyTo !== undefined && { replyTo }),
      ...(topic !== undefined && { topic }),
    });
    announce(message);
    return message.id;
  };

  /** @param place the message, or the id of one in inline mode. */
  const startTap = (place: object, data: string, person: Person, chatId: number): string => {
    const id = `${randomInt(2 ** 47)}${taps.size}`;
    taps.set(id, { id, user: person, at: Date.now() });
    updates.add(
      'callback_query',
      { id, from: person, ...place, chat_instance: String(chatId * 7), data },
      `user ${person.id}`,
      options.tapExpiryMs,
    );
    return id;
  };

  const stand = (chat: ChatState, next: BotStanding, person: Person): void => {
    const [before, after] = [chat.bot, next].map((standing) => ({
      user: bot,
      status: standing === 'blocked' ? 'kicked' : standing,
    }));
    chat.bot = next;
    updates.add(
      'my_chat_member',
      { chat: world.toChat(chat), from: person, date: now(), old_chat_member: before, new_chat_member: after },
      `chat ${chat.id}`,
    );
  };

  const addGroup = (
    type: 'group' | 'supergroup',
    title: string,
    members: Iterable<number>,
    isForum = false,
  ): ChatState => {
    lastGroup += randomInt(1, 50);
    return world.addChat({
      id: type === 'group' ? -lastGroup : SUPERGROUP_IDS - lastGroup,
      type,
      title,
      isForum,
      bot: 'member',
      members: new Set(members),
    });
  };

  const anyMember = (chat: ChatState): Person => {
    const [id = 0] = chat.members;
    return (world.users.get(id) ?? { id, is_bot: false, first_name: '' }) as Person;
  };

  return {
    user({ firstName, lastName, username, language }) {
      lastUser += randomInt(1, 50);
      const person: Person = {
        id: lastUser,
        is_bot: false,
        first_name: firstName,
        ...(lastName !== undefined && { last_name: lastName }),
        ...(username !== undefined && { username }),
        ...(language !== undefined && { language_code: language }),
      };
      world.users.set(person.id, person);
      world.addChat({
        id: person.id,
        type: 'private',
        title: firstName,
        bot: 'stranger',
        ...(username !== undefined && { username }),
      });
      return person;
    },
    privateChat: ({ id }) => ({ id }),
    group: ({ title, members }) => ({
      id: addGroup(
        'group',
        title,
        members.map(({ id }) => id),
      ).id,
    }),
    supergroup({ title, members, topics = [] }) {
      const people = members.map(({ id }) => id);
      const chat = addGroup('supergroup', title, people, topics.length > 0);
      const from = anyMember(chat);
      world.post(chat, { from, text: '', service: { supergroup_chat_created: true } });
      const ids = topics.map((name): [string, number] => {
        const service = { forum_topic_created: { name, icon_color: 7_322_096 } };
        const opening = world.post(chat, { from, text: '', service });
        chat.messages.set(opening.id, { ...opening, topic: opening.id });
        chat.topics.set(opening.id, 'open');
        return [name, opening.id];
      });
      return { id: chat.id, topics: Object.fromEntries(ids) };
    },
    channel({ title }) {
      lastGroup += randomInt(1, 50);
      return { id: world.addChat({ id: SUPERGROUP_IDS - lastGroup, type: 'channel', title, bot: 'administrator' }).id };
    },

    say: (chat, person, text, sayOptions = {}) => write(chat, person, { text }, sayOptions),
    sendDocument(chat, person, { name, content, mediaType, caption = '' }, sayOptions = {}) {
      const document = files.add({
        name,
        bytes: Buffer.from(content),
        ...(mediaType !== undefined && { mediaType }),
      });
      return write(chat, person, { text: caption, document }, sayOptions);
    },
    rewrite(chat, messageId, text) {
      const message = messageOf(chat, messageId);
      message.text = text;
      message.entities = withFoundEntities({ text, entities: [] }).entities;
      message.edits += 1;
      message.editDate = now();
      announce(message, 'edited_message');
    },
    remove(chat, messageId) {
      messageOf(chat, messageId);
      stateOf(chat).messages.delete(messageId);
    },
    tap({ chatId, id }, labelOrData, person) {
      const message = messageOf({ id: chatId }, id);
      const buttons = toSeenMessage(message, bot.id).buttons.filter(({ data }) => data !== undefined);
      const button =
        buttons.find(({ text, data }) => data === labelOrData || text === labelOrData) ??
        buttons.find(({ text }) => text.includes(labelOrData));
      if (button?.data === undefined)
        throw new Error(
          `No button “${labelOrData}” below message ${id}, only ${buttons.map(({ text }) => text).join(', ') || 'none'}.`,
        );
      return startTap({ message: world.toMessage(message) }, button.data, person, chatId);
    },
    forgeTap(chat, messageId, data, person) {
      const target = stateOf(chat);
      const message = target.messages.get(messageId);
      // Of a message that is gone or old, the bot learns no more.
      const shown =
        message === undefined
          ? { chat: world.toChat(target), message_id: messageId, date: 0 }
          : world.toMessage(message);
      return startTap({ message: shown }, data, person, chat.id);
    },
    forgeInlineTap: (data, person) => startTap({ inline_message_id: `inline${taps.size}` }, data, person, 0),

    block: (person) => stand(stateOf(person), 'blocked', person),
    unblock: (person) => stand(stateOf(person), 'member', person),
    kick: (chat) => stand(stateOf(chat), 'kicked', anyMember(stateOf(chat))),
    promote: (chat) => stand(stateOf(chat), 'administrator', anyMember(stateOf(chat))),
    restrict: (chat, { id }, isMember) => void stateOf(chat).restricted.set(id, isMember),
    mute(chat) {
      stateOf(chat).isMuted = true;
    },
    setTopic(chat, topic, next) {
      const { topics, messages } = stateOf(chat);
      topics.set(topic, next);
      if (next === 'deleted') for (const [id, message] of messages) if (message.topic === topic) messages.delete(id);
    },
    migrate(group) {
      const old = stateOf(group);
      const next = addGroup('supergroup', old.title, old.members);
      next.bot = old.bot;
      const from = anyMember(old);
      announce(world.post(old, { from, text: '', service: { migrate_to_chat_id: next.id } }));
      old.migratedTo = next.id;
      const moved = { from: GROUP_ANONYMOUS_BOT, senderChat: world.toChat(next), text: '' };
      announce(world.post(next, { ...moved, service: { migrate_from_chat_id: old.id } }));
      return { id: next.id };
    },
  };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
