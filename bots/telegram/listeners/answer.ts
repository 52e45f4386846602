import { TelegramError } from 'telegraf';
import type { CallbackQuery, Message, MessageEntity } from 'telegraf/types';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import type { MessagePurpose } from '../connect/telegram-chat-store.ts';
import { isRefusal, telegramReason } from '../connect/call-telegram.ts';
import type { ReplyMarkup } from '../connect/newer-bot-api.ts';
import { type Front, type Visit, wordsOf } from './front.ts';
import { isGroup } from '../messenger/limits.ts';
import { type Place, placeOf } from './person.ts';
import { inert } from '../render/plain.ts';
import type { Quote } from '../render/quote.ts';

/** Bot API: text of answerCallbackQuery. */
const MAX_TOAST_CHARS = 200;

/** A reply as Telegram takes it. */
export interface TelegramReply {
  readonly text: string;
  readonly entities?: readonly MessageEntity[];
  readonly markup?: ReplyMarkup;
  /** What its buttons are for: they count on this message, and on no other. */
  readonly purpose?: MessagePurpose;
}

/** Says something in a chat. Undefined when Telegram will not have it: the person blocked the bot, the group removed it, or all would read a secret. */
export async function say(
  front: Pick<Front, 'call' | 'chats' | 'logger'>,
  { chat, topic, replyTo, quote, onlyFor, isSecret }: Place,
  { text, entities, markup, purpose }: TelegramReply,
): Promise<Message | undefined> {
  const sendQuoting = (quoted: Quote | undefined, chatId: number, isEphemeral: boolean): Promise<Message> =>
    front.call('sendMessage', {
      chat_id: chatId,
      text,
      link_preview_options: { is_disabled: true },
      ...(topic !== undefined && { message_thread_id: topic }),
      ...(entities !== undefined && entities.length > 0 && { entities: [...entities] }),
      ...(replyTo !== undefined && {
        reply_parameters: {
          message_id: replyTo,
          allow_sending_without_reply: true,
          ...(quoted !== undefined && { quote: quoted.text, quote_entities: [...quoted.entities] }),
        },
      }),
      ...(markup !== undefined && { reply_markup: markup }),
      ...(isEphemeral && { ephemeral_message_parameters: { receiver_user_id: onlyFor } }),
    });
  const send = async (chatId: number, isEphemeral: boolean): Promise<Message> => {
    try {
      return await sendQuoting(quote, chatId, isEphemeral);
    } catch (error) {
      // They have changed their message since: it says something else now.
      if (quote === undefined || !isOfQuote(error)) throw error;
      return await sendQuoting(undefined, chatId, isEphemeral);
    }
  };
  const sendWhereItIsNow = async (isEphemeral: boolean): Promise<Message> => {
    try {
      return await send(chat, isEphemeral);
    } catch (error) {
      // The group has become a supergroup since.
      const movedTo = error instanceof TelegramError ? error.parameters?.migrate_to_chat_id : undefined;
      if (movedTo === undefined) throw error;
      return await send(movedTo, isEphemeral);
    }
  };
  if (onlyFor !== undefined) {
    try {
      return await sendWhereItIsNow(true);
    } catch (error) {
      // Groups allow it to administrators alone: then all read it, rather than nobody.
      if (!isRefusal(error)) throw error;
      if (isSecret === true) return undefined;
    }
  }
  try {
    const sent = await sendWhereItIsNow(false);
    if (purpose !== undefined) await notePurpose(front, sent, purpose);
    return sent;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    front.logger.warn({ chat, reason: telegramReason(error) }, 'Telegram did not take an answer');
    return undefined;
  }
}

function isOfQuote(error: unknown): boolean {
  return error instanceof TelegramError && error.code === 400 && /quote/i.test(error.description);
}

async function notePurpose(
  { chats, logger }: Pick<Front, 'chats' | 'logger'>,
  { chat, message_id }: Message,
  purpose: MessagePurpose,
): Promise<void> {
  try {
    await chats.notePurpose({ chat: chat.id, message: message_id }, purpose);
  } catch (error) {
    // Its buttons will say that they are not known. To do the update again would say it twice.
    logger.warn({ reason: telegramReason(error) }, 'Could not take note of what a message is for');
  }
}

/** The same place, where in a group nobody else reads it (an ephemeral message, Bot API 10.3). */
export function alone({ actor }: Visit, place: Place): Place {
  return isGroup(place.chat) ? { ...place, onlyFor: Number(actor.userId) } : place;
}

/** A sign below a person's message that it counts. False when the chat allows none. */
export async function react(front: Pick<Front, 'call'>, { chat, message_id }: Message): Promise<boolean> {
  try {
    await front.call('setMessageReaction', {
      chat_id: chat.id,
      message_id,
      reaction: [{ type: 'emoji', emoji: '👌' }],
    });
    return true;
  } catch (error) {
    // 404: a Bot API server that does not know it.
    if (isRefusal(error) || (error instanceof TelegramError && error.code === 404)) return false;
    throw error;
  }
}

/** Tells the person what became of their message. What people wrote in it has to be inert by now. */
export async function tell({ front }: Visit, place: Place, told: string | TelegramReply): Promise<void> {
  await say(front, place, typeof told === 'string' ? { text: told } : told);
}

/**
 * Answers a tap: a toast when it counted, an alert with the reason when not. When it is too late for that, what did not count is said
 * in the chat; what counted shows there anyway.
 */
export async function answerTap(visit: Visit, query: CallbackQuery, reply: Reply): Promise<void> {
  await answerTapInWords(visit, query, wordsOf(reply, visit), isAccepted(reply));
}

/** @param ok whether what the tap asked for was done */
export async function answerTapInWords(visit: Visit, query: CallbackQuery, text: string, ok = false): Promise<void> {
  const { front, actor, t } = visit;
  if (!visit.told && (await notify(front, query.id, { ok, text }))) return;
  if (ok || query.message === undefined) return;
  await tell(visit, placeOf(query.message, { reply: true }), inert(t.telegram.lateAnswer(actor.displayName, text)));
}

/** Without words: the button stops spinning. */
export async function acknowledge(front: Front, query: CallbackQuery): Promise<void> {
  await notify(front, query.id, { ok: true, text: '' });
}

/** False when it is too late: Telegram takes an answer for some 15 s. */
async function notify(
  front: Pick<Front, 'call'>,
  queryId: string,
  { ok, text }: { readonly ok: boolean; readonly text: string },
): Promise<boolean> {
  try {
    await front.call('answerCallbackQuery', {
      callback_query_id: queryId,
      ...(text !== '' && { text: shortened(text), show_alert: !ok }),
    });
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}

function shortened(text: string): string {
  return text.length <= MAX_TOAST_CHARS ? text : `${text.slice(0, MAX_TOAST_CHARS - 1).toWellFormed()}…`;
}

/** Replaces what a message of ours says, and takes its buttons away. What cannot be edited any more stays. */
export async function replace(
  front: Front,
  message: { chat: { id: number }; message_id: number },
  reply: TelegramReply,
): Promise<void> {
  try {
    await front.call('editMessageText', {
      chat_id: message.chat.id,
      message_id: message.message_id,
      text: reply.text,
      link_preview_options: { is_disabled: true },
      ...(reply.entities !== undefined && reply.entities.length > 0 && { entities: [...reply.entities] }),
    });
  } catch (error) {
    // Telegram refuses, for one, an edit that changes nothing.
    if (!isRefusal(error)) throw error;
  }
}

/** Replaces a message of ours with its buttons, which count for what the reply says from now on. What cannot be edited any more stays. */
export async function redraw(
  front: Front,
  message: { chat: { id: number }; message_id: number },
  { text, entities = [], markup, purpose }: TelegramReply,
): Promise<void> {
  if (purpose !== undefined)
    await front.chats.notePurpose({ chat: message.chat.id, message: message.message_id }, purpose);
  try {
    await front.call('editMessageText', {
      chat_id: message.chat.id,
      message_id: message.message_id,
      text,
      link_preview_options: { is_disabled: true },
      ...(entities.length > 0 && { entities: [...entities] }),
      ...(markup !== undefined && 'inline_keyboard' in markup && { reply_markup: markup }),
    });
  } catch (error) {
    // Among others: it shows that already.
    if (!isRefusal(error)) throw error;
  }
}

/** Takes the buttons of a message of ours away. */
export async function withoutButtons(
  front: Front,
  message: { chat: { id: number }; message_id: number },
): Promise<void> {
  try {
    await front.call('editMessageReplyMarkup', {
      chat_id: message.chat.id,
      message_id: message.message_id,
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}
