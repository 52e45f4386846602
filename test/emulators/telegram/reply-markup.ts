import type { InlineKeyboardButton } from '@grammyjs/types';
import { badRequest } from './api-error.ts';
import { isTelegramUrl } from './link.ts';

/** What a message has below it. Only those with `inline` or nothing can be edited later. */
export type Markup =
  | {
      readonly kind: 'inline';
      readonly rows: readonly (readonly InlineKeyboardButton[])[];
      /** Bot API 10.3: the field for a reply opens, too. */
      readonly forceReply: boolean;
    }
  | { readonly kind: 'force-reply'; readonly placeholder?: string; readonly selective: boolean }
  | { readonly kind: 'reply-keyboard' | 'remove-keyboard' };

const MAX_CALLBACK_BYTES = 64;
const MAX_PLACEHOLDER = 64;
const MAX_COPIED = 256;
/** Not documented; more does not fit on a screen, and servers refuse it. */
const MAX_ROW = 8;
const MAX_BUTTONS = 100;

/** Exactly one of them makes the button what it is. */
const BUTTON_KINDS = [
  'callback_data',
  'url',
  'copy_text',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'callback_game',
  'pay',
];

/** @throws ApiError as Telegram refuses a keyboard. */
export function readMarkup(value: unknown): Markup | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in value) return readInlineKeyboard(value['inline_keyboard'], value['force_reply'] === true);
  if (value['force_reply'] === true) {
    const { input_field_placeholder: placeholder, selective } = value;
    if (placeholder !== undefined && (typeof placeholder !== 'string' || placeholder.length > MAX_PLACEHOLDER))
      throw badRequest('INPUT_FIELD_PLACEHOLDER_INVALID');
    return {
      kind: 'force-reply',
      selective: selective === true,
      ...(typeof placeholder === 'string' && { placeholder }),
    };
  }
  if (value['remove_keyboard'] === true) return { kind: 'remove-keyboard' };
  if (Array.isArray(value['keyboard'])) return { kind: 'reply-keyboard' };
  return undefined;
}

function readInlineKeyboard(value: unknown, forceReply: boolean): Markup | undefined {
  if (!Array.isArray(value)) throw badRequest('field "inline_keyboard" must be of type Array');
  const rows = value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" must be an Array of Arrays');
    if (row.length > MAX_ROW) throw badRequest('reply markup is too long');
    return row.map((button: unknown) => readButton(button));
  });
  if (rows.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return rows.flat().length === 0
    ? undefined
    : { kind: 'inline', rows: rows.filter((row) => row.length > 0), forceReply };
}

function readButton(value: unknown): InlineKeyboardButton {
  const refuse = (why: string): Error => badRequest(`can't parse inline keyboard button: ${why}`);
  if (!isObject(value)) throw refuse('Text buttons are unallowed in the inline keyboard');
  const { text, callback_data: data, url, copy_text: copied, style } = value;
  if (typeof text !== 'string') throw refuse('Field "text" must be of type String');
  if (text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID');
  if (BUTTON_KINDS.filter((kind) => kind in value).length !== 1)
    throw refuse('Text buttons are unallowed in the inline keyboard');
  if (style !== undefined && style !== 'danger' && style !== 'success' && style !== 'primary')
    throw refuse('Invalid button style specified');
  if (data !== undefined) {
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0;
    if (bytes < 1 || bytes > MAX_CALLBACK_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && (typeof url !== 'string' || !isTelegramUrl(url)))
    throw badRequest(`inline keyboard button URL ${JSON.stringify(url)} is invalid: Wrong HTTP URL`);
  if (copied !== undefined) {
    const copy = isObject(copied) ? copied['text'] : undefined;
    if (typeof copy !== 'string' || copy === '' || copy.length > MAX_COPIED)
      throw badRequest('BUTTON_COPY_TEXT_INVALID');
  }
  return value as unknown as InlineKeyboardButton;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
