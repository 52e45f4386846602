import type { ForceReply, InlineKeyboardMarkup, MessageEntity } from 'telegraf/types';
import type { CallOptions, CallTelegram } from './call-telegram.ts';

/* What Bot API 10.5 has and telegraf's types, which end with 7, do not know. No other file says that they are wrong. */

/** Any method, with whatever it takes. */
export type CallAnything = (
  method: string,
  payload: Readonly<Record<string, unknown>>,
  options?: CallOptions,
) => Promise<unknown>;

export function anyMethodOf(call: CallTelegram): CallAnything {
  return call as unknown as CallAnything;
}

/** Bot API 7.4: quotes that open. */
export function newerEntities(entities: readonly { readonly type: string }[]): readonly MessageEntity[] {
  return entities as unknown as readonly MessageEntity[];
}

/** Bot API 10.3: an inline keyboard that opens the field for a reply, too. */
export type ReplyMarkup = (InlineKeyboardMarkup & { readonly force_reply?: boolean }) | ForceReply;
