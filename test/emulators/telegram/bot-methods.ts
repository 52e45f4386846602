import type { BotCommand, MessageEntity, User } from '@grammyjs/types';
import { ApiError, badRequest } from './api-error.ts';
import type { FileStore } from './files.ts';
import { fixFormattedText, type FormattedText, isBlank, readEntities } from './formatted-text.ts';
import { withFoundEntities } from './found-entities.ts';
import { type Markup, readMarkup } from './reply-markup.ts';
import type { Params } from './request-params.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { ChatState, StoredDocument, StoredMessage, World } from './world.ts';

/** Bot API 10.3, `sendMessage`, `sendDocument`, `sendRichMessage`, `answerCallbackQuery`, `setMyCommands`. */
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const MAX_RICH_TEXT = 32_768;
const MAX_ANSWER = 200;
const MAX_COMMANDS = 100;
const MAX_DESCRIPTION = 512;
const MAX_SHORT_DESCRIPTION = 120;
const MAX_NAME = 64;
const MAX_DELETE_AGE_S = 48 * 3600;

const CHAT_ACTIONS = /^(?:typing|upload_\w+|record_\w+|choose_sticker|find_location)$/;

/** A tap that waits for its answer. */
export interface OpenTap {
  readonly id: string;
  readonly user: User;
  readonly at: number;
}

/** What a person saw after a tap. */
export interface Toast {
  readonly tapId: string;
  readonly userId: number;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
  readonly text: string;
  readonly isAlert: boolean;
  readonly url?: string;
}

/** An ephemeral message, which only one person of a group was shown. */
export interface Whisper {
  readonly chatId: number;
  readonly userId: number;
  readonly text: string;
}

/** What methods read and change. */
export interface BotState {
  readonly world: World;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly taps: Map<string, OpenTap>;
  readonly toasts: Toast[];
  readonly whispers: Whisper[];
  /** By chat and message. */
  readonly reactions: Map<string, readonly string[]>;
  /** Whether groups and people let others react to messages. */
  readonly allowsReactions: boolean;
  /** By scope and language, as JSON. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** `name`, `description`, `short_description` by language. */
  readonly about: Map<string, string>;
  readonly canReadAll: boolean;
  readonly callbackAnswerMs: number;
  readonly allowsHttpWebhooks: boolean;
  /** @throws 429 */
  checkFlood(chatId: number, isGroup: boolean, what: 'message' | 'edit'): void;
}

type Method = (params: Params, state: BotState, signal: AbortSignal) => unknown;

/** The methods of the Bot API that a bot like ours may use, by their names in lower case. */
export const BOT_METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    getMe,
    getUpdates,
    setWebhook,
    deleteWebhook,
    getWebhookInfo: (_params: Params, { updates }: BotState) => updates.webhookInfo(),
    sendMessage,
    sendMessageDraft,
    sendRichMessage,
    sendDocument,
    editMessageText,
    editMessageCaption,
    editMessageReplyMarkup,
    editMessageMedia,
    deleteMessage,
    setMessageReaction,
    answerCallbackQuery,
    sendChatAction,
    getChat,
    getChatMember,
    getChatMemberCount,
    leaveChat,
    getFile,
    setMyCommands,
    getMyCommands,
    deleteMyCommands,
    setMyName: about('name', MAX_NAME),
    getMyName: told('name'),
    setMyDescription: about('description', MAX_DESCRIPTION),
    getMyDescription: told('description'),
    setMyShortDescription: about('short_description', MAX_SHORT_DESCRIPTION),
    getMyShortDescription: told('short_description'),
  } satisfies Record<string, Method>).map(([name, method]) => [name.toLowerCase(), method]),
);

function getMe(_params: Params, { world, canReadAll }: BotState): object {
  return {
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: canReadAll,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
  };
}

async function getUpdates(params: Params, { updates }: BotState, signal: AbortSignal): Promise<unknown> {
  updates.allow(readAllowed(params));
  return await updates.poll({
    offset: params.integer('offset') ?? 0,
    limit: params.integer('limit') ?? 0,
    timeoutSeconds: params.integer('timeout') ?? 0,
    signal,
  });
}

function setWebhook(params: Params, { updates, allowsHttpWebhooks }: BotState): true {
  const url = params.text('url') ?? '';
  const secretToken = params.text('secret_token') ?? '';
  const maxConnections = params.integer('max_connections') ?? 40;
  if (url !== '') {
    if (!URL.canParse(url)) throw badRequest('bad webhook: Invalid webhook URL specified');
    const { protocol, port } = new URL(url);
    if (!allowsHttpWebhooks) {
      if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
      if (!['', '443', '80', '88', '8443'].includes(port))
        throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
    }
    if (secretToken !== '' && !/^[A-Za-z0-9_-]{1,256}$/.test(secretToken))
      throw badRequest('secret token contains unallowed characters');
  }
  updates.allow(readAllowed(params));
  if (params.flag('drop_pending_updates')) updates.drop();
  updates.setWebhook({ url, secretToken, maxConnections });
  return true;
}

function deleteWebhook(params: Params, { updates }: BotState): true {
  if (params.flag('drop_pending_updates')) updates.drop();
  updates.setWebhook({ url: '', secretToken: '', maxConnections: 40 });
  return true;
}

function readAllowed(params: Params): readonly string[] | undefined {
  const value = params.json('allowed_updates');
  return Array.isArray(value) ? value.map(String) : undefined;
}

function sendMessage(params: Params, state: BotState): unknown {
  const { chat, ...place } = readPlace(params, state);
  const text = readText(params, 'text', 'entities');
  if (text.text.length > MAX_TEXT) throw badRequest('message is too long');
  const ephemeral = params.json('ephemeral_message_parameters');
  if (ephemeral !== undefined) return sendEphemeral(ephemeral, text.text, chat, state);
  return send(state, chat, { ...place, ...withFoundEntities(text), ...readNewMarkup(params, chat) });
}

/** Bot API 9.3: shown for half a minute, or until a message comes. It is none itself. */
function sendMessageDraft(params: Params, state: BotState): true {
  const chat = state.world.writableChat(params.text('chat_id'));
  if (chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
  readTopic(params, chat);
  const id = params.integer('draft_id');
  if (id === undefined || id === 0) throw badRequest('draft_id must be non-zero');
  const { text } = readText(params, 'text', 'entities');
  if (text.length > MAX_TEXT) throw badRequest('message is too long');
  state.checkFlood(chat.id, false, 'edit');
  return true;
}

/** Bot API 10.3: one person of a group sees it, if the bot is an administrator there, or they have just tapped. It has no number of a message. */
function sendEphemeral(parameters: unknown, text: string, chat: ChatState, state: BotState): unknown {
  if (!isObject(parameters)) throw badRequest("can't parse EphemeralMessageParameters: expected an Object");
  const { receiver_user_id: id, callback_query_id: tapId } = parameters;
  const receiver = Number(id);
  const tap = typeof tapId === 'string' ? state.taps.get(tapId) : undefined;
  if (chat.bot !== 'administrator' && tap?.user.id !== receiver) throw badRequest('BOT_NOT_ADMIN');
  if (chat.type === 'private' || !chat.members.has(receiver)) throw badRequest('USER_NOT_PARTICIPANT');
  state.checkFlood(chat.id, true, 'message');
  state.whispers.push({ chatId: chat.id, userId: receiver, text });
  return {
    message_id: 0,
    ephemeral_message_id: state.whispers.length,
    from: state.world.bot,
    chat: state.world.toChat(chat),
    date: Math.floor(Date.now() / 1000),
    text,
  };
}

function setMessageReaction(params: Params, { world, reactions, allowsReactions }: BotState): true {
  const chat = world.writableChat(params.text('chat_id'));
  const id = params.integer('message_id') ?? 0;
  if (!chat.messages.has(id)) throw badRequest('message to react not found');
  if (!allowsReactions) throw badRequest('REACTION_INVALID');
  const given = params.json('reaction');
  const emojis = Array.isArray(given) ? given.map((one: unknown) => (isObject(one) ? String(one['emoji']) : '')) : [];
  reactions.set(`${chat.id} ${id}`, emojis);
  return true;
}

function sendRichMessage(params: Params, state: BotState): unknown {
  const { chat, ...place } = readPlace(params, state);
  return send(state, chat, { ...place, ...readRich(params), ...readNewMarkup(params, chat) });
}

function sendDocument(params: Params, state: BotState): unknown {
  const { chat, ...place } = readPlace(params, state);
  const document = readDocument(params, state, params.text('document'), 'document');
  return send(state, chat, { ...place, ...readCaption(params), document, ...readNewMarkup(params, chat) });
}

function editMessageText(params: Params, state: BotState): unknown {
  const message = readEditable(params, state);
  const rich = params.json('rich_message') === undefined ? undefined : readRich(params);
  const text = rich ?? readText(params, 'text', 'entities');
  if (message.document !== undefined) throw badRequest('there is no text in the message to edit');
  if (rich === undefined && text.text.length > MAX_TEXT) throw badRequest('MESSAGE_TOO_LONG');
  return edit(state, message, {
    text: text.text,
    entities: rich === undefined ? withFoundEntities(text).entities : [],
    rich: rich?.rich,
    document: undefined,
    markup: readInlineMarkup(params),
  });
}

function editMessageCaption(params: Params, state: BotState): unknown {
  const message = readEditable(params, state);
  if (message.document === undefined) throw badRequest('there is no caption in the message to edit');
  const { text, entities } = readCaption(params);
  return edit(state, message, { ...message, text, entities, markup: readInlineMarkup(params) });
}

function editMessageReplyMarkup(params: Params, state: BotState): unknown {
  const message = readEditable(params, state);
  return edit(state, message, { ...message, markup: readInlineMarkup(params) });
}

function editMessageMedia(params: Params, state: BotState): unknown {
  const message = readEditable(params, state);
  const media = params.json('media');
  if (!isObject(media) || media['type'] !== 'document') throw badRequest("can't parse InputMedia");
  const source = typeof media['media'] === 'string' ? media['media'] : undefined;
  const document = readDocument(params, state, source, source?.replace(/^attach:\/\//, '') ?? '');
  const { caption: words, caption_entities: marks } = media;
  const caption = fixFormattedText(typeof words === 'string' ? words : '', readEntities(marks));
  if (caption.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return edit(state, message, {
    ...withFoundEntities(caption),
    rich: undefined,
    document,
    markup: readInlineMarkup(params),
  });
}

function deleteMessage(params: Params, { world }: BotState): true {
  const chat = world.writableChat(params.text('chat_id'));
  const message = chat.messages.get(params.integer('message_id') ?? 0);
  if (message === undefined) throw badRequest('message to delete not found');
  const isOwn = message.from.id === world.bot.id;
  const isOld = Date.now() / 1000 - message.date > MAX_DELETE_AGE_S;
  if ((!isOwn && chat.bot !== 'administrator' && chat.type !== 'private') || isOld)
    throw badRequest("message can't be deleted");
  chat.messages.delete(message.id);
  return true;
}

function answerCallbackQuery(params: Params, { taps, toasts, callbackAnswerMs }: BotState): true {
  const text = params.text('text') ?? '';
  if (text.length > MAX_ANSWER) throw badRequest('MESSAGE_TOO_LONG');
  const id = params.text('callback_query_id') ?? '';
  const tap = taps.get(id);
  taps.delete(id);
  if (tap === undefined || Date.now() - tap.at > callbackAnswerMs)
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const url = params.text('url');
  if (url !== undefined && url !== '') throw badRequest('URL_INVALID');
  toasts.push({ tapId: id, userId: tap.user.id, at: performance.now(), text, isAlert: params.flag('show_alert') });
  return true;
}

function sendChatAction(params: Params, { world }: BotState): true {
  const chat = world.writableChat(params.text('chat_id'));
  readTopic(params, chat);
  if (!CHAT_ACTIONS.test(params.text('action') ?? '')) throw badRequest('wrong parameter action in request');
  return true;
}

function getChat(params: Params, { world }: BotState): object {
  const chat = world.chatOf(params.text('chat_id'));
  if (chat.bot === 'kicked') throw new ApiError(403, `bot was kicked from the ${chat.type} chat`);
  return { ...world.toChat(chat), accent_color_id: 0, max_reaction_count: 11 };
}

function getChatMember(params: Params, { world }: BotState): object {
  const chat = world.chatOf(params.text('chat_id'));
  const userId = params.integer('user_id') ?? 0;
  const user = world.users.get(userId);
  if (user === undefined) throw badRequest('invalid user_id specified');
  if (userId === world.bot.id) return { status: chat.bot, user };
  const isMember = chat.restricted.get(userId);
  if (isMember !== undefined) return { status: 'restricted', user, is_member: isMember, can_send_messages: false };
  const status = chat.administrators.has(userId) ? 'administrator' : chat.members.has(userId) ? 'member' : 'left';
  return { status, user };
}

function getChatMemberCount(params: Params, { world }: BotState): number {
  return world.chatOf(params.text('chat_id')).members.size + 1;
}

function leaveChat(params: Params, { world }: BotState): true {
  const chat = world.writableChat(params.text('chat_id'));
  if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  chat.bot = 'left';
  return true;
}

function getFile(params: Params, { files }: BotState): object {
  const fileId = params.text('file_id') ?? '';
  const path = files.pathOf(fileId);
  return {
    file_id: fileId,
    file_unique_id: `u${fileId}`,
    file_size: files.get(fileId)?.bytes.length ?? 0,
    file_path: path,
  };
}

function setMyCommands(params: Params, { commands, world }: BotState): true {
  const list = params.json('commands');
  if (!Array.isArray(list)) throw badRequest("can't parse commands JSON object");
  if (list.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const read = list.map((item: unknown) => {
    if (!isObject(item)) throw badRequest("can't parse BotCommand: expected an Object");
    const { command, description } = item;
    if (typeof command !== 'string' || !/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (typeof description !== 'string' || description.trim() === '' || description.length > 256)
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command: command.replace(/^\//, ''), description };
  });
  commands.set(commandsKey(params, world), read);
  return true;
}

function getMyCommands(params: Params, { commands, world }: BotState): readonly BotCommand[] {
  return commands.get(commandsKey(params, world)) ?? [];
}

function deleteMyCommands(params: Params, { commands, world }: BotState): true {
  commands.delete(commandsKey(params, world));
  return true;
}

const COMMAND_SCOPES =
  /^(?:default|all_private_chats|all_group_chats|all_chat_administrators|chat|chat_administrators|chat_member)$/;

function commandsKey(params: Params, world: World): string {
  const scope = params.json('scope') ?? { type: 'default' };
  if (!isObject(scope) || !COMMAND_SCOPES.test(String(scope['type'])))
    throw badRequest("can't parse BotCommandScope: unsupported type specified");
  if ('chat_id' in scope) world.chatOf(String(scope['chat_id']));
  const language = params.text('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return JSON.stringify([scope['type'], scope['chat_id'] ?? null, language]);
}

function about(field: string, max: number): Method {
  return (params, state) => {
    const text = params.text(field) ?? '';
    if (text.length > max) throw badRequest(`BOT_${field.toUpperCase()}_INVALID`);
    state.about.set(`${field} ${params.text('language_code') ?? ''}`, text);
    return true;
  };
}

function told(field: string): Method {
  return (params, state) => ({ [field]: state.about.get(`${field} ${params.text('language_code') ?? ''}`) ?? '' });
}

/** Where a new message goes: the chat, the topic, and what it replies to. */
function readPlace(
  params: Params,
  { world }: BotState,
): { readonly chat: ChatState } & Pick<StoredMessage, 'replyTo' | 'quote' | 'topic'> {
  const chat = world.writableChat(params.text('chat_id'));
  const topic = readTopic(params, chat);
  const reply = params.json('reply_parameters');
  const id = isObject(reply) ? reply['message_id'] : params.integer('reply_to_message_id');
  if (id === undefined) return { chat, ...(topic !== undefined && { topic }) };
  const replied = chat.messages.get(Number(id));
  const isHere = replied !== undefined && (topic === undefined || replied.topic === topic || replied.id === topic);
  if (!isHere) {
    const mayDoWithout = isObject(reply)
      ? reply['allow_sending_without_reply'] === true
      : params.flag('allow_sending_without_reply');
    if (!mayDoWithout) throw badRequest('message to be replied not found');
    return { chat, ...(topic !== undefined && { topic }) };
  }
  const where = topic ?? replied.topic;
  const quote = isObject(reply) ? readQuote(reply, replied) : undefined;
  return {
    chat,
    replyTo: replied.id,
    ...(quote !== undefined && { quote }),
    ...(where !== undefined && { topic: where }),
  };
}

const MAX_QUOTE = 1024;
const QUOTED_MARKS = /^(?:bold|italic|underline|strikethrough|spoiler|custom_emoji|date_time)$/;

/** Stands in the message to the letter, with these of its entities. */
function readQuote(
  { quote, quote_entities: entities, quote_parse_mode: parseMode }: Readonly<Record<string, unknown>>,
  { text, entities: all }: StoredMessage,
): string | undefined {
  if (quote === undefined || quote === '') return undefined;
  if (parseMode !== undefined) throw badRequest('this emulator knows entities and no parse_mode');
  if (typeof quote !== 'string' || quote.length > MAX_QUOTE) throw badRequest('QUOTE_TEXT_INVALID');
  const marksIn = (list: readonly MessageEntity[], from: number): string =>
    JSON.stringify(
      list
        .filter(
          ({ type, offset, length }) =>
            QUOTED_MARKS.test(type) && offset < from + quote.length && offset + length > from,
        )
        .map(({ type, offset, length }) => [
          type,
          Math.max(offset - from, 0),
          Math.min(offset + length - from, quote.length),
        ])
        .sort(),
    );
  const given = marksIn(readEntities(entities), 0);
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1))
    if (marksIn(all, at) === given) return quote;
  throw badRequest('QUOTE_TEXT_INVALID');
}

function readTopic(params: Params, chat: ChatState): number | undefined {
  const topic = params.integer('message_thread_id');
  if (topic === undefined || topic === 0) return undefined;
  const state = chat.topics.get(topic);
  if (state === undefined || state === 'deleted') throw badRequest('message thread not found');
  if (state === 'closed' && chat.bot !== 'administrator') throw badRequest('TOPIC_CLOSED');
  return topic;
}

function readText(params: Params, textField: string, entitiesField: string): FormattedText {
  refuseParseMode(params);
  const text = params.text(textField) ?? '';
  if (text === '') throw badRequest('message text is empty');
  const fixed = fixFormattedText(text, readEntities(params.json(entitiesField)));
  if (isBlank(fixed.text)) throw badRequest('text must be non-empty');
  return fixed;
}

function readCaption(params: Params): FormattedText {
  refuseParseMode(params);
  const caption = fixFormattedText(params.text('caption') ?? '', readEntities(params.json('caption_entities')));
  if (caption.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return withFoundEntities(caption);
}

function refuseParseMode(params: Params): void {
  if (params.text('parse_mode') !== undefined) throw badRequest('this emulator knows entities and no parse_mode');
}

function readRich(params: Params): { text: string; entities: []; rich: Readonly<Record<string, unknown>> } {
  const rich = params.json('rich_message');
  if (!isObject(rich)) throw badRequest("can't parse InputRichMessage: expected an Object");
  const given = ['blocks', 'html', 'markdown'].filter((field) => rich[field] !== undefined);
  if (given.length !== 1) throw badRequest('exactly one of the fields blocks, html and markdown must be specified');
  const { blocks, html, markdown } = rich;
  const text =
    typeof markdown === 'string'
      ? markdown
      : typeof html === 'string'
        ? html
        : blocks === undefined
          ? ''
          : JSON.stringify(blocks);
  if (text.trim() === '') throw badRequest('rich message must be non-empty');
  if ([...text].length > MAX_RICH_TEXT) throw badRequest('RICH_MESSAGE_TOO_LONG');
  return { text, entities: [], rich };
}

function readDocument(params: Params, { files }: BotState, source: string | undefined, field: string): StoredDocument {
  const attached = /^attach:\/\/(.+)$/.exec(source ?? '')?.[1];
  const uploaded = params.file(attached ?? field);
  if (uploaded !== undefined) return files.add(uploaded);
  if (source === undefined || source === '') throw badRequest('there is no document in the request');
  const known = files.get(source);
  if (known === undefined) throw badRequest('wrong remote file identifier specified: Wrong string length');
  return known;
}

function readNewMarkup(params: Params, chat: ChatState): { readonly markup?: Markup } {
  const markup = readMarkup(params.json('reply_markup'));
  if (markup !== undefined && markup.kind !== 'inline' && chat.type === 'channel')
    throw badRequest('reply markup is not supported in channels');
  return markup === undefined ? {} : { markup };
}

function readInlineMarkup(params: Params): Markup | undefined {
  const markup = readMarkup(params.json('reply_markup'));
  if (markup !== undefined && markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  return markup;
}

function readEditable(params: Params, { world }: BotState): StoredMessage {
  if (params.text('inline_message_id') !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  const chat = world.writableChat(params.text('chat_id'));
  const id = params.integer('message_id') ?? 0;
  if (id === 0) throw badRequest('message identifier is not specified');
  const message = chat.messages.get(id);
  if (message === undefined) throw badRequest('message to edit not found');
  const hasOtherMarkup = message.markup !== undefined && message.markup.kind !== 'inline';
  if (message.from.id !== world.bot.id || message.service !== undefined || hasOtherMarkup)
    throw badRequest("message can't be edited");
  return message;
}

type Content = Pick<StoredMessage, 'text' | 'entities'> & {
  readonly rich?: StoredMessage['rich'] | undefined;
  readonly document?: StoredDocument | undefined;
  readonly markup?: Markup | undefined;
};

function send(
  state: BotState,
  chat: ChatState,
  message: Content & Pick<StoredMessage, 'replyTo' | 'quote' | 'topic'>,
): unknown {
  state.checkFlood(chat.id, chat.type !== 'private', 'message');
  const { rich, document, markup, ...rest } = message;
  const sent = state.world.post(chat, {
    ...rest,
    from: state.world.bot,
    ...(rich !== undefined && { rich }),
    ...(document !== undefined && { document }),
    ...(markup !== undefined && { markup }),
  });
  return state.world.toMessage(sent);
}

function edit(state: BotState, message: StoredMessage, next: Content): unknown {
  const visible = ({ text, entities, rich, document, markup }: Content): string =>
    JSON.stringify([text, entities, rich, document?.fileId, markup]);
  if (visible(message) === visible(next))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  state.checkFlood(message.chat.id, message.chat.type !== 'private', 'edit');
  message.text = next.text;
  message.entities = next.entities;
  setOrDelete(message, 'rich', next.rich);
  setOrDelete(message, 'document', next.document);
  setOrDelete(message, 'markup', next.markup);
  message.edits += 1;
  message.editDate = Math.floor(Date.now() / 1000);
  return state.world.toMessage(message);
}

function setOrDelete<K extends 'rich' | 'document' | 'markup'>(
  message: Partial<Pick<StoredMessage, K>>,
  field: K,
  value: StoredMessage[K] | undefined,
): void {
  if (value === undefined) delete message[field];
  else message[field] = value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
