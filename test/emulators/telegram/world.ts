import type { Chat, Message, MessageEntity, User } from '@grammyjs/types';
import { ApiError, badRequest } from './api-error.ts';
import type { Markup } from './reply-markup.ts';

/** How the bot stands in a chat. `stranger`: the person has never written to it. */
export type BotStanding = 'member' | 'administrator' | 'left' | 'kicked' | 'blocked' | 'stranger';

export interface StoredDocument {
  readonly fileId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A message as it stands in a chat. */
export interface StoredMessage {
  readonly id: number;
  readonly chat: ChatState;
  readonly from: User;
  /** The group itself for an anonymous administrator, a channel for who speaks for it. */
  readonly senderChat?: Chat;
  readonly date: number;
  /** The same to the microsecond: `performance.now()`. */
  readonly at: number;
  /** Of the text, or of the caption of a document. */
  text: string;
  entities: readonly MessageEntity[];
  /** Content of a rich message, as it was sent. */
  rich?: Readonly<Record<string, unknown>>;
  document?: StoredDocument;
  readonly replyTo?: number;
  /** What is shown of the message that it replies to, when not as much as fits. */
  readonly quote?: string;
  /** The forum topic. */
  readonly topic?: number;
  /** The message that a chain of replies in a supergroup began with. */
  readonly threadOf?: number;
  markup?: Markup;
  /** Fields of a service message. */
  readonly service?: Readonly<Record<string, unknown>>;
  edits: number;
  editDate?: number;
}

export type TopicState = 'open' | 'closed' | 'deleted';

export interface ChatState {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  /** Group and channel: title; private chat: the person's first name. */
  readonly title: string;
  readonly username?: string;
  readonly isForum: boolean;
  bot: BotStanding;
  /** People who may do everything. */
  readonly administrators: Set<number>;
  readonly members: Set<number>;
  /** People who may not do everything, in the group (true) or out of it. */
  readonly restricted: Map<number, boolean>;
  readonly topics: Map<number, TopicState>;
  readonly messages: Map<number, StoredMessage>;
  /** The supergroup that a group became. */
  migratedTo?: number;
  /** Whether members may write. */
  isMuted: boolean;
}

export type NewMessage = Omit<StoredMessage, 'id' | 'chat' | 'date' | 'at' | 'edits' | 'entities'> & {
  readonly entities?: readonly MessageEntity[];
};

/** People, chats and messages. */
export interface World {
  readonly bot: User;
  readonly users: Map<number, User>;
  readonly chats: Map<number, ChatState>;
  addChat(chat: Pick<ChatState, 'id' | 'type' | 'title' | 'bot'> & Partial<ChatState>): ChatState;
  /** The chat that a request is about. @throws 400 when there is none, or when it has become a supergroup. */
  chatOf(id: string | undefined): ChatState;
  /** The same, when the bot may write there. @throws 403 when it may not. */
  writableChat(id: string | undefined): ChatState;
  post(chat: ChatState, message: NewMessage): StoredMessage;
  toMessage(message: StoredMessage): Message;
  toChat(chat: ChatState): Chat;
}

export function createWorld(bot: User): World {
  const users = new Map<number, User>([[bot.id, bot]]);
  const chats = new Map<number, ChatState>();
  /** Private chats and basic groups of an account share one counter, supergroups and channels have their own. */
  let lastInAccount = 1000;
  const lastInChat = new Map<number, number>();

  const toChat = (chat: ChatState): Chat =>
    ({
      id: chat.id,
      type: chat.type,
      ...(chat.type === 'private' ? privateFields(users.get(chat.id)) : { title: chat.title }),
      ...(chat.username !== undefined && { username: chat.username }),
      ...(chat.isForum && { is_forum: true }),
    }) as Chat;

  const toMessage = (message: StoredMessage, depth = 0): Message => {
    const { chat, replyTo, topic, document, rich } = message;
    // In a topic, what replies to nothing replies to the message that opened it.
    const replied = chat.messages.get(replyTo ?? topic ?? -1);
    return {
      message_id: message.id,
      from: message.from,
      ...(message.senderChat !== undefined && { sender_chat: message.senderChat }),
      chat: toChat(chat),
      date: message.date,
      ...(message.editDate !== undefined && { edit_date: message.editDate }),
      ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
      ...(topic === undefined && message.threadOf !== undefined && { message_thread_id: message.threadOf }),
      ...(replied !== undefined && replied !== message && depth === 0 && { reply_to_message: toMessage(replied, 1) }),
      ...message.service,
      ...textFields(message),
      ...(rich !== undefined && { rich_message: rich }),
      ...(document !== undefined && { document: documentFields(document) }),
      ...(message.markup?.kind === 'inline' && {
        reply_markup: { inline_keyboard: message.markup.rows, ...(message.markup.forceReply && { force_reply: true }) },
      }),
    } as unknown as Message;
  };

  const chatOf = (id: string | undefined): ChatState => {
    if (id === undefined || id === '') throw badRequest('chat_id is empty');
    const chat = id.startsWith('@')
      ? [...chats.values()].find(({ username }) => username === id.slice(1))
      : chats.get(Number(id));
    if (chat === undefined) throw badRequest('chat not found');
    if (chat.migratedTo !== undefined)
      throw new ApiError(400, 'group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
    return chat;
  };

  return {
    bot,
    users,
    chats,
    chatOf,
    toChat,
    toMessage: (message) => toMessage(message),
    addChat(chat) {
      const state: ChatState = {
        isForum: false,
        administrators: new Set(),
        members: new Set(),
        restricted: new Map(),
        topics: new Map(),
        messages: new Map(),
        isMuted: false,
        ...chat,
      };
      chats.set(chat.id, state);
      return state;
    },
    writableChat(id) {
      const chat = chatOf(id);
      switch (chat.bot) {
        case 'stranger':
          throw new ApiError(403, "bot can't initiate conversation with a user");
        case 'blocked':
          throw new ApiError(403, 'bot was blocked by the user');
        case 'kicked':
          throw new ApiError(403, `bot was kicked from the ${chat.type} chat`);
        case 'left':
          throw new ApiError(403, `bot is not a member of the ${chat.type} chat`);
        case 'member':
          if (chat.isMuted) throw badRequest('not enough rights to send text messages to the chat');
          if (chat.type === 'channel') throw badRequest('need administrator rights in the channel chat');
          return chat;
        case 'administrator':
          return chat;
        default:
          return chat.bot satisfies never;
      }
    },
    post(chat, message) {
      const isCountedInChat = chat.type === 'supergroup' || chat.type === 'channel';
      const id = (isCountedInChat ? (lastInChat.get(chat.id) ?? 0) : lastInAccount) + 1;
      if (isCountedInChat) lastInChat.set(chat.id, id);
      else lastInAccount = id;
      const root = message.replyTo === undefined ? undefined : chat.messages.get(message.replyTo);
      const stored: StoredMessage = {
        entities: [],
        ...(chat.type === 'supergroup' && !chat.isForum && root && { threadOf: root.threadOf ?? root.id }),
        ...message,
        id,
        chat,
        date: Math.floor(Date.now() / 1000),
        at: performance.now(),
        edits: 0,
      };
      chat.messages.set(id, stored);
      return stored;
    },
  };
}

function privateFields(user: User | undefined): object {
  return {
    first_name: user?.first_name ?? '',
    ...(user?.last_name !== undefined && { last_name: user.last_name }),
    ...(user?.username !== undefined && { username: user.username }),
  };
}

function textFields({ text, entities, document, rich }: StoredMessage): object {
  if (text === '' || rich !== undefined) return {};
  if (document === undefined) return { text, ...(entities.length > 0 && { entities }) };
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function documentFields({ fileId, name, mediaType, bytes }: StoredDocument): object {
  return {
    file_name: name,
    mime_type: mediaType,
    file_id: fileId,
    file_unique_id: `u${fileId}`,
    file_size: bytes.length,
  };
}
