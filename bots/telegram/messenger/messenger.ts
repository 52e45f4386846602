import { LRUCache } from 'lru-cache';
import { textsToRead } from '../../../src/cards/card-of.ts';
import {
  DeliveryError,
  type EarlierAttempt,
  type MessageRef,
  type Messenger,
  type Place,
} from '../../../src/delivery/messenger.ts';
import type { DocumentReader } from '../../../src/document/document-reader.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { TelegramChatStore, TelegramMessageRef } from '../connect/telegram-chat-store.ts';
import type { TelegramLanes } from '../connect/telegram-lanes.ts';
import type { TelegramTurns } from '../connect/telegram-turns.ts';
import { type CallTelegram, isRefusal } from '../connect/call-telegram.ts';
import { PLATFORM } from '../platform.ts';
import { createChatIds } from './chat-ids.ts';
import { createCoolDowns } from './cool-downs.ts';
import { findLostMessage } from './find-lost-message.ts';
import { createLimitsOf, isGroup, type TelegramLimits } from './limits.ts';
import { createMerger, type MergedDraft } from './merge.ts';
import {
  type Body,
  CARD,
  FIRST_PAGE,
  isPage,
  type Rendered,
  renderMessages,
  renderPlaceholder,
  type TelegramMessage,
} from '../render/content.ts';
import { clean } from '../render/inert.ts';
import type { FormattedText } from '../render/rich-text.ts';
import { createSend, type Placement } from './send.ts';
import { createStreamDraft, isLongEnough, STREAM_BUDGET_MS, STREAM_CALLS } from './stream-draft.ts';
import { movedTo, toDeliveryError } from './telegram-failures.ts';

/** What one of the messenger's methods does is over by then, all calls together; whoever sends holds the thread for longer. */
const BUDGET_MS = 10_000;
/** What was on its way then has arrived soon after. */
const SETTLE_MS = BUDGET_MS + 2000;
/** In a group that has to wait longer than this, a critique goes below its draft instead of into a message of its own. */
const MERGE_ABOVE_MS = 5000;
/** Whoever looks for a lost message gives way after each one that it asks about. */
const LANE_PATIENCE_MS = 2000;
const REMEMBERED_SENDS = 1000;

export interface TelegramMessengerOptions {
  readonly call: CallTelegram;
  readonly botId: string;
  readonly chats: TelegramChatStore;
  readonly lanes: TelegramLanes;
  readonly turns: Pick<TelegramTurns, 'count'>;
  /** Private chats of who looks after everybody's articles: they are told what nobody else can be. */
  readonly administrators: () => Promise<readonly number[]>;
  /** The finished article goes out as a rich message (Bot API 10.2) when it fits one. */
  readonly richMessages: boolean;
  readonly log: Pick<Logger, 'warn'>;
  /** Reads long texts without holding up the event loop. Default: they are read here and now. */
  readonly reader?: DocumentReader;
  /** Default: `TELEGRAM_LIMITS`. */
  readonly limits?: TelegramLimits;
  /** Default: {@link SETTLE_MS}. */
  readonly settleMs?: number;
  /** Default: {@link MERGE_ABOVE_MS}. */
  readonly mergeAboveMs?: number;
}

/**
 * Posts in two steps: first a placeholder, whose id is noted, then the content by an edit, which may be repeated as often as need
 * be. So a lost answer costs a placeholder at worst, and no draft, card or article is ever there twice. What cannot be edited into
 * being (files), and what is as short as a placeholder (notices), goes out at once and is looked for when the answer was lost.
 */
export function createTelegramMessenger(options: TelegramMessengerOptions): Messenger<Body> {
  const { call, botId, chats, lanes, turns, administrators, richMessages, log, reader } = options;
  const { settleMs = SETTLE_MS, mergeAboveMs = MERGE_ABOVE_MS } = options;
  const limitsOf = createLimitsOf(botId, options.limits);
  const ids = createChatIds(chats);
  const coolDowns = createCoolDowns(botId);
  const send = createSend(call);
  const streamDraft = createStreamDraft(call);
  const merger = createMerger({ chats, ids, mergeAboveMs });
  const rendering = {
    richMessages,
    report: (failure: Error): void => log.warn({ err: failure }, 'A file is not what it should be'),
    ...(reader !== undefined && { reader }),
  };
  /** What could not be noted, because the database was away when it was sent. */
  const unnoted = new LRUCache<string, TelegramMessageRef>({ max: REMEMBERED_SENDS });
  /** Ids that lost messages do not have, by the keys of these. */
  const excluded = new LRUCache<string, Set<number>>({ max: REMEMBERED_SENDS });

  async function post(message: TelegramMessage, place: Place, until: number): Promise<MessageRef> {
    const known = await existing(message, place, until);
    if (known !== undefined) return known;
    const ref = await createWhereItIsRead(message, place, until);
    if (!(await fill(ref, message, until)))
      // The state changed while the content was loaded: the next attempt loads it anew.
      throw new DeliveryError(`Could not post ${place.key}. Its placeholder was deleted; it is posted again.`, {
        failure: 'not-sent',
        code: 'message_not_found',
      });
    merger.shown(message, place, ref);
    return toRef(ref);
  }

  /**
   * That a thread takes no messages is said to the requester in private. Who has never written to the bot cannot be told there: then the
   * group of the thread is, outside of any topic, where one that was deleted keeps nobody from reading it. Where the bot is no more, the
   * administrators are; and where they cannot be told, the log says what was refused.
   */
  async function createWhereItIsRead(
    message: TelegramMessage,
    place: Place,
    until: number,
  ): Promise<TelegramMessageRef> {
    try {
      return await create(await chatOf(place), message, place, until);
    } catch (error) {
      const { content, thread } = place;
      const isSaid = content.kind === 'notice' && content.notice.code === 'undeliverable';
      if (!isSaid || !isRefusal(error) || content.notice.where === thread.channel) throw error;
      const group = Number(content.notice.where);
      if (!isGroup(group)) throw error;
      const told =
        (await createInGroup(group, message, place, until)) ??
        (await firstOf(await administrators(), (chat) => create(chat, message, place, until).catch(unlessRefused)));
      if (told === undefined) throw error;
      log.warn({ message: place.key, chat: told.chat }, 'A requester cannot be told in private; others are told');
      return told;
    }
  }

  /** Undefined when the group does not take it. */
  async function createInGroup(
    group: number,
    message: TelegramMessage,
    place: Place,
    until: number,
  ): Promise<TelegramMessageRef | undefined> {
    try {
      return await create(await ids.current(group), message, place, until);
    } catch (error) {
      const next = movedTo(error);
      if (next === undefined) return unlessRefused(error);
      await ids.moved(group, next);
      return await create(next, message, place, until).catch(unlessRefused);
    }
  }

  /** What was sent before, or is to go below a draft, filled if that was not done; undefined when there is nothing, or somebody deleted it. */
  async function existing(message: TelegramMessage, place: Place, until: number): Promise<MessageRef | undefined> {
    const ref = unnoted.get(place.key) ?? (await chats.messageOf(place.key));
    if (ref !== undefined && (await ids.current(ref.chat)) === ref.chat && (await fill(ref, message, until))) {
      merger.shown(message, place, ref);
      return toRef(ref);
    }
    const merged = await merger.find(place);
    return merged !== undefined && (await showMerged(merged, until)) ? toRef(merged.ref) : undefined;
  }

  /** False when the message is gone. */
  async function fill(ref: TelegramMessageRef, { body }: TelegramMessage, until: number): Promise<boolean> {
    return !body.isFilledLater || (await send.edit(ref, await body.render(), until)) !== 'gone';
  }

  /** False when the draft is gone. */
  async function showMerged({ ref, draft, below }: MergedDraft, until: number): Promise<boolean> {
    const [card] = renderMessages(draft, rendering);
    return (await send.edit(ref, await card.body.render(below), until)) !== 'gone';
  }

  /** Whoever looks for a lost message must not meet one that is about to be noted. */
  async function create(
    chat: number,
    message: TelegramMessage,
    place: Place,
    until: number,
  ): Promise<TelegramMessageRef> {
    const body = await firstBody(message, place);
    const at = placementOf(chat, message, place);
    const streamed = streamedIn(chat, message);
    if (streamed !== undefined) await streamDraft(streamed, at, place.key);
    const leave = await lanes.enter(chat, LANE_PATIENCE_MS);
    if (leave === undefined)
      throw new DeliveryError(`Could not post ${place.key} yet: a lost message is being looked for in the chat.`, {
        failure: 'not-sent',
        code: 'busy',
      });
    try {
      const ref = await send.create(body, at, until);
      try {
        await chats.note(ref, place.key);
      } catch {
        unnoted.set(place.key, ref);
      }
      return ref;
    } finally {
      void leave();
    }
  }

  function placementOf(chat: number, { name }: TelegramMessage, place: Place): Placement {
    const { thread, root, siblings, content } = place;
    const isFirst = name === CARD || name === FIRST_PAGE;
    // Files belong to the message they go with; the pages of an article follow one another.
    const target = isFirst ? root : isPage(name) ? undefined : (siblings.get(CARD) ?? siblings.get(FIRST_PAGE));
    return {
      chat,
      ...(thread.thread !== undefined && chat === Number(thread.channel) && { topic: Number(thread.thread) }),
      ...(target?.['chat'] === chat && content.kind !== 'status' && { replyTo: Number(target['message']) }),
      silent: !isFirst || content.kind === 'sources' || content.kind === 'critique' || content.kind === 'fact-report',
    };
  }

  async function chatOf({ thread, key }: Pick<Place, 'thread' | 'key'>): Promise<number> {
    const chat = Number(thread.channel);
    if (!Number.isSafeInteger(chat))
      throw new DeliveryError(`Could not post ${key}. There is no Telegram chat of that name.`, {
        failure: 'refused',
        code: 'chat_not_found',
      });
    return await ids.current(chat);
  }

  async function edit(ref: MessageRef, message: TelegramMessage, place: Place, until: number): Promise<MessageRef> {
    const target = { chat: Number(ref['chat']), message: Number(ref['message']) };
    if ((await ids.current(target.chat)) !== target.chat) return await showAnew(message, place, until);
    const merged = await merger.find(place);
    const isThere =
      merged === undefined
        ? (await send.edit(target, await message.body.render(await merger.below(message, place, target)), until)) !==
          'gone'
        : await showMerged(merged, until);
    if (!isThere)
      throw new DeliveryError(`Could not edit ${place.key}. The message was deleted.`, {
        failure: 'refused',
        code: 'message_not_found',
      });
    merger.shown(message, place, target);
    return ref;
  }

  /** Messages of a group stay behind when it becomes a supergroup. What people still need is shown again in the new one. */
  async function showAnew(message: TelegramMessage, place: Place, until: number): Promise<MessageRef> {
    const { content, key } = place;
    const isNeeded = content.kind === 'status' || ('buttons' in content && content.buttons);
    if (isNeeded) return await post(message, place, until);
    throw new DeliveryError(
      `Could not edit ${key}. The group has become a supergroup, and the message stays as it is.`,
      {
        failure: 'refused',
        code: 'chat_migrated',
      },
    );
  }

  async function find(
    message: TelegramMessage,
    place: Place,
    { sentAt }: EarlierAttempt,
    until: number,
  ): Promise<MessageRef | undefined> {
    const { key } = place;
    const known = await existing(message, place, until);
    if (known !== undefined) return known;
    const ruledOut = excluded.get(key) ?? new Set();
    excluded.set(key, ruledOut);
    const chat = await chatOf(place);
    const lost = { chat, body: await firstBody(message, place), sentAt, excluded: ruledOut };
    const countCall = (at: number): Promise<void> => turns.count(limitsOf(at, { messages: 0, calls: 1 }));
    const ref = await findLostMessage(lost, { chats, lanes, send, countCall, key, until });
    excluded.delete(key);
    return ref === undefined ? undefined : await existing(message, place, until);
  }

  /** A call that is refused because the group has become a supergroup was not made: it is made again, where the chat is now. */
  async function attempt<T>(what: string, chat: number, work: (until: number) => Promise<T>): Promise<T> {
    const until = performance.now() + BUDGET_MS;
    try {
      try {
        return await work(until);
      } catch (error) {
        const next = movedTo(error);
        if (next === undefined) throw error;
        await ids.moved(chat, next);
        return await work(until);
      }
    } catch (error) {
      throw toDeliveryError(what, error, () => coolDowns.about(ids.known(chat)));
    }
  }

  return {
    platform: PLATFORM,
    settleMs,
    isOfTwo: ({ channel }) => !isGroup(Number(channel)),
    async render(content) {
      const texts = textsToRead(content);
      await reader?.prime([...texts, ...texts.map(clean)]);
      return renderMessages(content, rendering);
    },
    limits(kind, thread, message) {
      const chat = Number(thread.channel);
      if (!Number.isSafeInteger(chat)) return [];
      // A search is one edit more at least: it fills what it finds, or asks about one message more.
      const calls = kind === 'find' || (kind === 'post' && message.body.isFilledLater) ? 2 : 1;
      if (kind === 'post' && streamedIn(chat, message) !== undefined)
        return limitsOf(chat, { messages: 1, calls: calls + STREAM_CALLS, lastsMs: STREAM_BUDGET_MS });
      return limitsOf(ids.known(chat), { messages: kind === 'post' || kind === 'upload' ? 1 : 0, calls });
    },
    callFor: (message, place, waitMs) =>
      attempt(`plan ${place.key}`, Number(place.thread.channel), async () =>
        (await merger.plan(message, place, waitMs)) ? 'edit' : 'post',
      ),
    post: (message, place) =>
      attempt(`post ${place.key}`, Number(place.thread.channel), (until) => post(message, place, until)),
    edit: (ref, message, place) =>
      attempt(`edit ${place.key}`, Number(ref['chat']), (until) => edit(ref, message, place, until)),
    find: (message, place, earlier) =>
      attempt(`look for ${place.key}`, Number(place.thread.channel), (until) => find(message, place, earlier, until)),
  };
}

/** @throws what was thrown, unless Telegram will say the same again */
function unlessRefused(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}

/** The first that there is; the others are not asked for. */
async function firstOf<T, R>(all: readonly T[], find: (one: T) => Promise<R | undefined>): Promise<R | undefined> {
  for (const one of all) {
    const found = await find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What people watch come: in a group others would have to wait for it, and Telegram has it in private alone. */
function streamedIn(chat: number, { body: { streamed } }: TelegramMessage): FormattedText | undefined {
  return streamed !== undefined && !isGroup(chat) && isLongEnough(streamed) ? streamed : undefined;
}

/** What a message says when it comes into being. */
async function firstBody({ body }: TelegramMessage, { content, key }: Place): Promise<Rendered> {
  const rendered = await body.render();
  if (!body.isFilledLater) return rendered;
  const placeholder = renderPlaceholder(content, key);
  return rendered.kind === 'rich'
    ? { kind: 'rich', blocks: [{ type: 'paragraph', text: placeholder.text }] }
    : { kind: 'text', text: placeholder };
}

function toRef({ chat, message }: TelegramMessageRef): MessageRef {
  return { chat, message };
}
