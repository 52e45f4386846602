import type { Logger } from '../../src/lib/logger.ts';
import { LRUCache } from 'lru-cache';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { DeliveryError, type MessageRef, type Messenger, type Outgoing } from '../../src/delivery/messenger.ts';
import type { TelegramChatStore, TelegramMessageRef } from '../../src/storage/telegram-chat-store.ts';
import type { CallTelegram } from './call-telegram.ts';
import { findLostMessage } from './find-lost-message.ts';
import { createLanes } from './lanes.ts';
import { createMerger } from './merge.ts';
import type { TelegramPace } from './pace.ts';
import { type Rendered, partNames, renderPart, renderPlaceholder } from './render/content.ts';
import { createSend, type Placement } from './send.ts';
import { movedTo, toDeliveryError } from './telegram-failures.ts';

/** The `platform` of Telegram's threads and actors. */
export const PLATFORM = 'telegram';

/** A call is given up after 10 s, and what was on its way then has arrived soon after. */
const SETTLE_MS = 12_000;
/** A chat that is over its limit is left for later, so that others are served meanwhile. */
const PATIENCE_MS = 20_000;
/** In a group that has to wait longer than this, a critique goes below its draft instead of into a message of its own. */
const MERGE_ABOVE_MS = 5000;
const REMEMBERED_SENDS = 1000;

export interface TelegramMessengerOptions {
  readonly call: CallTelegram;
  readonly chats: TelegramChatStore;
  readonly pace: TelegramPace;
  /** The finished article goes out as a rich message (Bot API 10.2) when it fits one. */
  readonly richMessages: boolean;
  readonly log: Pick<Logger, 'warn'>;
  /** Default: {@link SETTLE_MS}. */
  readonly settleMs?: number;
  /** Default: {@link PATIENCE_MS}. */
  readonly patienceMs?: number;
  /** Default: {@link MERGE_ABOVE_MS}. */
  readonly mergeAboveMs?: number;
}

/**
 * Posts in two steps: first a placeholder, whose id is noted, then the content by an edit, which may be repeated as often as need
 * be. So a lost answer costs a placeholder at worst, and no draft, card or article is ever there twice. What cannot be edited into
 * being (files), and what is as short as a placeholder (notices), goes out at once and is looked for when the answer was lost.
 */
export function createTelegramMessenger(options: TelegramMessengerOptions): Messenger {
  const { call, chats, pace, richMessages, log } = options;
  const { settleMs = SETTLE_MS, patienceMs = PATIENCE_MS, mergeAboveMs = MERGE_ABOVE_MS } = options;
  const send = createSend({ call, pace, patienceMs });
  const merger = createMerger({ chats, send, richMessages, mergeAboveMs });
  const inLane = createLanes();
  const report = (failure: Error): void => log.warn({ err: failure }, 'A file is not what it should be');
  /** What could not be noted, because the database was away when it was sent. */
  const unnoted = new LRUCache<string, TelegramMessageRef>({ max: REMEMBERED_SENDS });

  const render = (content: ChatContent, part: string | undefined, below?: readonly ChatContent[]): Promise<Rendered> =>
    renderPart(content, part, { richMessages, report }, below);

  async function post(outgoing: Outgoing): Promise<MessageRef> {
    const { key, content, part } = outgoing;
    const body = await render(content, part);
    const known = await existing(outgoing, body);
    if (known !== undefined) return known;
    const chat = await chatOf(outgoing);
    const merged = await merger.post(outgoing, chat);
    if (merged !== undefined) return toRef(merged);
    const ref = await create(chat, outgoing, firstBody(body, content, key));
    if (isFilledLater(body, content) && (await send.edit(ref, body)) === 'gone') throw deletedAtOnce(key);
    merger.shown(outgoing, ref);
    return toRef(ref);
  }

  /** What an attempt before this one sent, filled if that was not done; undefined when there is nothing, or somebody deleted it. */
  async function existing(outgoing: Outgoing, body: Rendered): Promise<MessageRef | undefined> {
    const { key, content } = outgoing;
    const ref = unnoted.get(key) ?? (await chats.messageOf(key));
    if (ref === undefined || (await chats.current(ref.chat)) !== ref.chat) return undefined;
    if (isFilledLater(body, content) && (await send.edit(ref, body)) === 'gone') return undefined;
    merger.shown(outgoing, ref);
    return toRef(ref);
  }

  /** One at a time in a chat: whoever looks for a lost message must not meet one that is about to be noted. */
  async function create(chat: number, outgoing: Outgoing, body: Rendered): Promise<TelegramMessageRef> {
    const at = await placementOf(chat, outgoing);
    return await inLane(chat, async () => {
      const ref = await send.create(body, at);
      try {
        await chats.note(ref, outgoing.key);
      } catch {
        unnoted.set(outgoing.key, ref);
      }
      return ref;
    });
  }

  async function placementOf(chat: number, { thread, root, key, part, content }: Outgoing): Promise<Placement> {
    const names = part === undefined ? [] : partNames(content, { richMessages });
    const isFirst = part === undefined || names[0] === part;
    // Files belong to the message they go with; the pages of an article follow one another.
    const firstKey = `${key.slice(0, key.length - (part ?? '').length)}${names[0] ?? ''}`;
    const target = isFirst ? root : part?.startsWith('text-') === true ? undefined : await chats.messageOf(firstKey);
    return {
      chat,
      ...(thread.thread !== undefined && chat === Number(thread.channel) && { topic: Number(thread.thread) }),
      ...(target?.['chat'] === chat && content.kind !== 'status' && { replyTo: Number(target['message']) }),
      silent: !isFirst || content.kind === 'critique' || content.kind === 'fact-report',
    };
  }

  async function chatOf({ thread, key }: Pick<Outgoing, 'thread' | 'key'>): Promise<number> {
    const chat = Number(thread.channel);
    if (!Number.isSafeInteger(chat))
      throw new DeliveryError(`Could not post ${key}. There is no Telegram chat of that name.`, {
        failure: 'refused',
        code: 'chat_not_found',
      });
    return await chats.current(chat);
  }

  async function edit(ref: MessageRef, outgoing: Outgoing): Promise<MessageRef> {
    const { content, key } = outgoing;
    const target = { chat: Number(ref['chat']), message: Number(ref['message']) };
    const [first, ...others] = partNames(content, { richMessages });
    const part = others.length > 0 ? first : undefined;
    if ((await chats.current(target.chat)) !== target.chat) return await showAnew(outgoing, part);
    const body = await render(content, part, content.kind === 'draft' ? await chats.mergedInto(target) : []);
    if ((await send.edit(target, body)) === 'gone')
      throw new DeliveryError(`Could not edit ${key}. The message was deleted.`, {
        failure: 'refused',
        code: 'message_not_found',
      });
    merger.shown(outgoing, target);
    return ref;
  }

  /** Messages of a group stay behind when it becomes a supergroup. What people still need is shown again in the new one. */
  async function showAnew(outgoing: Outgoing, part: string | undefined): Promise<MessageRef> {
    const { content, key } = outgoing;
    const isNeeded = content.kind === 'status' || ('buttons' in content && content.buttons);
    if (isNeeded) return await post({ ...outgoing, ...(part !== undefined && { part }) });
    throw new DeliveryError(
      `Could not edit ${key}. The group has become a supergroup, and the message stays as it is.`,
      {
        failure: 'refused',
        code: 'chat_migrated',
      },
    );
  }

  async function find(outgoing: Outgoing, sentAt: Date): Promise<MessageRef | undefined> {
    const { key, content, part } = outgoing;
    const body = await render(content, part);
    const known = await existing(outgoing, body);
    if (known !== undefined) return known;
    const merged = await merger.find(outgoing);
    if (merged !== undefined) return toRef(merged);
    const chat = await chatOf(outgoing);
    const lost = { chat, body: firstBody(body, content, key), sentAt };
    const ref = await inLane(chat, async () => {
      const found = await findLostMessage(lost, { chats, send });
      if (found !== undefined) await chats.note(found, key);
      return found;
    });
    return ref === undefined ? undefined : await existing(outgoing, body);
  }

  /** A call that is refused because the group has become a supergroup was not made: it is made again, where the chat is now. */
  async function attempt<T>(what: string, chat: number, work: () => Promise<T>): Promise<T> {
    try {
      try {
        return await work();
      } catch (error) {
        const next = movedTo(error);
        if (next === undefined) throw error;
        await chats.moved(chat, next);
        return await work();
      }
    } catch (error) {
      throw toDeliveryError(what, error);
    }
  }

  return {
    platform: PLATFORM,
    settleMs,
    partsOf: (content) => partNames(content, { richMessages }),
    post: (outgoing) => attempt(`post ${outgoing.key}`, Number(outgoing.thread.channel), () => post(outgoing)),
    edit: (ref, outgoing) => attempt(`edit ${outgoing.key}`, Number(ref['chat']), () => edit(ref, outgoing)),
    find: (outgoing, { sentAt }) =>
      attempt(`look for ${outgoing.key}`, Number(outgoing.thread.channel), () => find(outgoing, sentAt)),
  };
}

/** What a message says when it comes into being. */
function firstBody(body: Rendered, content: ChatContent, key: string): Rendered {
  if (!isFilledLater(body, content)) return body;
  const placeholder = renderPlaceholder(content, key);
  return body.kind === 'rich'
    ? { kind: 'rich', blocks: [{ type: 'paragraph', text: placeholder.text }] }
    : { kind: 'text', text: placeholder };
}

function isFilledLater(body: Rendered, content: ChatContent): boolean {
  return body.kind !== 'document' && content.kind !== 'notice';
}

/** Somebody was quicker than the content: the next attempt makes another one. */
function deletedAtOnce(key: string): DeliveryError {
  return new DeliveryError(`Could not post ${key}. Its placeholder was deleted; it is posted again.`, {
    failure: 'not-sent',
    code: 'message_not_found',
  });
}

function toRef({ chat, message }: TelegramMessageRef): MessageRef {
  return { chat, message };
}
