import { Input } from 'telegraf';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import type { TelegramMessageRef } from '../connect/telegram-chat-store.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { anyMethodOf } from '../connect/newer-bot-api.ts';
import { sentMessage } from './note-sends.ts';
import type { Rendered } from '../render/content.ts';
import type { Keyboard } from '../render/keyboard.ts';
import type { FormattedText } from '../render/rich-text.ts';
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

/** What became of an edit. `same`: the message said it already · `gone`: there is no such message of ours that could say it. */
export type EditOutcome = 'edited' | 'same' | 'gone';

/**
 * Messages out and changes to them, each call once, and all of them over by `until`, by the clock of `performance.now`. Rejects with
 * what the call rejects with.
 */
export interface Send {
  create(body: Rendered, at: Placement, until: number): Promise<TelegramMessageRef>;
  edit(ref: TelegramMessageRef, body: Rendered, until: number): Promise<EditOutcome>;
  remove(ref: TelegramMessageRef, until: number): Promise<void>;
}

type Request = readonly [method: string, payload: Readonly<Record<string, unknown>>];

const NO_PREVIEW = { link_preview_options: { is_disabled: true } };
/** A call that has less time than that had better not begin. */
const LEAST_MS = 500;

export function createSend(call: CallTelegram): Send {
  const request = async ([method, payload]: Request, until: number): Promise<unknown> => {
    const timeoutMs = until - performance.now();
    if (timeoutMs < LEAST_MS)
      throw new DeliveryError(`Telegram is too slow for ${method} now.`, { failure: 'not-sent', code: 'too_late' });
    return await anyMethodOf(call)(method, payload, { timeoutMs: Math.floor(timeoutMs) });
  };

  return {
    async create(body, at, until) {
      const ref = sentMessage(await request(creation(body, at), until));
      if (ref === undefined) throw new Error('Telegram answered without the message');
      return ref;
    },

    async edit({ chat, message }, body, until) {
      const [method, payload] = change(body);
      try {
        await request([method, { chat_id: chat, message_id: message, ...payload }], until);
        return 'edited';
      } catch (error) {
        if (isNotModified(error)) return 'same';
        if (isNotOurs(error)) return 'gone';
        throw error;
      }
    },

    async remove({ chat, message }, until) {
      await request(['deleteMessage', { chat_id: chat, message_id: message }], until);
    },
  };
}

function creation(body: Rendered, { chat, topic, replyTo, silent }: Placement): Request {
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
      return [
        'sendRichMessage',
        { ...place, ...inReply, rich_message: richPayload(body.blocks), ...markup(body.keyboard) },
      ];
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

function change(body: Rendered): Request {
  switch (body.kind) {
    case 'text':
      return ['editMessageText', { ...textPayload(body.text), ...markup(body.keyboard), ...NO_PREVIEW }];
    case 'rich':
      return ['editMessageText', { rich_message: richPayload(body.blocks), ...markup(body.keyboard) }];
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
function richPayload(blocks: Extract<Rendered, { kind: 'rich' }>['blocks']) {
  return { blocks, skip_entity_detection: true };
}

/** telegraf writes the name into a header as it is. */
function headerSafe(name: string): string {
  return name.replaceAll(/["\r\n\\]/g, '_');
}
