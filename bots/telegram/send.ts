import { Input } from 'telegraf';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import type { TelegramMessageRef } from '../../src/storage/telegram-chat-store.ts';
import type { CallTelegram } from './call-telegram.ts';
import { sentMessage } from './note-sends.ts';
import type { TelegramPace } from './pace.ts';
import type { Rendered } from './render/content.ts';
import type { Keyboard } from './render/keyboard.ts';
import type { FormattedText } from './render/rich-text.ts';
import { isNotModified, isNotOurs } from './telegram-failures.ts';

/** Where a new message goes. */
export interface Placement {
  readonly chat: number;
  /** Id of a forum topic. */
  readonly topic?: number;
  readonly replyTo?: number;
  /** Brings no sound. */
  readonly silent: boolean;
}

/** What a message says; with `probe` it is what it said when it was sent. */
export type Body = Rendered;

/** What became of an edit. `same`: the message said it already · `gone`: there is no such message of ours that could say it. */
export type EditOutcome = 'edited' | 'same' | 'gone';

/** Messages out and changes to them, at Telegram's pace, each call once. Rejects with what the call rejects with. */
export interface Send {
  create(body: Body, at: Placement): Promise<TelegramMessageRef>;
  edit(ref: TelegramMessageRef, body: Body): Promise<EditOutcome>;
  remove(ref: TelegramMessageRef): Promise<void>;
  /** How long a new message would wait at the least, in milliseconds. */
  waitMs(chat: number): number;
}

export interface SendOptions {
  readonly call: CallTelegram;
  readonly pace: TelegramPace;
  /** Who would wait longer for a turn comes again later, and leaves the place to other chats. */
  readonly patienceMs: number;
}

/** The types of telegraf end with Bot API 7; the methods do not. */
type AnyCall = (method: string, payload: Readonly<Record<string, unknown>>) => Promise<unknown>;

const NO_PREVIEW = { link_preview_options: { is_disabled: true } };

export function createSend({ call, pace, patienceMs }: SendOptions): Send {
  const request = call as unknown as AnyCall;

  async function turn(chat: number, kind: 'message' | 'edit'): Promise<void> {
    const waitMs = pace.waitMs(chat);
    if (waitMs > patienceMs)
      throw new DeliveryError(`Telegram takes no more messages for chat ${chat} for now.`, {
        failure: 'not-sent',
        code: 'paced',
        retryAfterMs: waitMs,
      });
    await pace.turn(chat, kind);
  }

  return {
    waitMs: (chat) => pace.waitMs(chat),

    async create(body, at) {
      await turn(at.chat, 'message');
      const [method, payload] = creation(body, at);
      const ref = sentMessage(await request(method, payload));
      if (ref === undefined) throw new Error('Telegram answered without the message');
      return ref;
    },

    async edit({ chat, message }, body) {
      await turn(chat, 'edit');
      const [method, payload] = change(body);
      try {
        await request(method, { chat_id: chat, message_id: message, ...payload });
        return 'edited';
      } catch (error) {
        if (isNotModified(error)) return 'same';
        if (isNotOurs(error)) return 'gone';
        throw error;
      }
    },

    async remove({ chat, message }) {
      await turn(chat, 'edit');
      await request('deleteMessage', { chat_id: chat, message_id: message });
    },
  };
}

function creation(body: Body, { chat, topic, replyTo, silent }: Placement): Parameters<AnyCall> {
  const reply = replyTo === undefined ? undefined : { message_id: replyTo, allow_sending_without_reply: true };
  const place = {
    chat_id: chat,
    ...(topic !== undefined && { message_thread_id: topic }),
    ...(silent && { disable_notification: true }),
  };
  const inReply = reply === undefined ? {} : { reply_parameters: reply };
  switch (body.kind) {
    case 'text':
      return [
        'sendMessage',
        { ...place, ...inReply, ...textPayload(body.text), ...markup(body.keyboard), ...NO_PREVIEW },
      ];
    case 'rich':
      return ['sendRichMessage', { ...place, ...inReply, rich_message: richPayload(body.blocks) }];
    case 'document':
      return [
        'sendDocument',
        {
          ...place,
          // telegraf 4.16.3 drops objects from uploads, but for a few that it knows.
          ...(reply !== undefined && { reply_parameters: JSON.stringify(reply) }),
          ...captionPayload(body.caption),
          document: Input.fromBuffer(Buffer.from(body.bytes), headerSafe(body.name)),
        },
      ];
    default:
      return body satisfies never;
  }
}

function change(body: Body): Parameters<AnyCall> {
  switch (body.kind) {
    case 'text':
      return ['editMessageText', { ...textPayload(body.text), ...markup(body.keyboard), ...NO_PREVIEW }];
    case 'rich':
      return ['editMessageText', { rich_message: richPayload(body.blocks) }];
    case 'document':
      return ['editMessageCaption', captionPayload(body.caption)];
    default:
      return body satisfies never;
  }
}

function textPayload({ text, entities }: FormattedText) {
  return { text, ...(entities.length > 0 && { entities }) };
}

function captionPayload({ text, entities }: FormattedText) {
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function markup(keyboard: Keyboard | undefined) {
  return keyboard === undefined ? {} : { reply_markup: keyboard };
}

/** Nothing in it comes to life by itself: no mention, no command. */
function richPayload(blocks: Extract<Body, { kind: 'rich' }>['blocks']) {
  return { blocks, skip_entity_detection: true };
}

/** telegraf writes the name into a header as it is. */
function headerSafe(name: string): string {
  return name.replaceAll(/["\r\n\\]/g, '_');
}
