import { Telegraf } from 'telegraf';
import type { CallbackQuery, Chat, Message, Update, User } from 'telegraf/types';
import { messages } from '../../../src/messages/messages.ts';
import type { KeptUpdate } from '../connect/telegram-inbox.ts';
import { answerTapInWords, tell } from './answer.ts';
import { type CallTelegram, createCallTelegram, telegramReason } from '../connect/call-telegram.ts';
import { type Front, noteMessage, type Visit } from './front.ts';
import { onEdited } from './on-edited.ts';
import { onMember } from './on-member.ts';
import { onMessage } from './on-message.ts';
import { onTap } from './on-tap.ts';
import { DeskAwayError } from './desk-away-error.ts';
import { actorOf, languageOf, placeOf } from './person.ts';
import { toMeaning } from './to-command.ts';
import type { TelegramVariables } from '../variables.ts';

/** Every step of a listener has a limit of its own; this is for what nobody thought of. */
const HANDLER_TIMEOUT_MS = 60_000;

export interface BotOptions {
  readonly telegraf: Telegraf;
  readonly front: Front;
  /** After how many hours an update that could not be handed over is given up: for telling the person. */
  readonly keepHours: number;
}

export interface Bot {
  /** Handles one update. Rejects with {@link DeskAwayError} when it is to be tried again as soon as the desk is back, with anything else when it failed. */
  handle(update: KeptUpdate): Promise<void>;
  /** Tells the person that their update will not be done, as well as that can be done. */
  tellGivenUp(update: KeptUpdate, why: 'too-late' | 'broken'): Promise<void>;
}

/** telegraf, with nothing of its own that loses updates: it neither polls nor answers webhooks by itself. */
export function createTelegraf({ token, apiRoot }: Pick<TelegramVariables, 'token' | 'apiRoot'>): {
  readonly telegraf: Telegraf;
  readonly call: CallTelegram;
} {
  const telegraf = new Telegraf(token, {
    handlerTimeout: HANDLER_TIMEOUT_MS,
    telegram: { apiRoot, webhookReply: false },
  });
  return { telegraf, call: createCallTelegram(telegraf.telegram) };
}

/** Updates of one person in one chat wait for each other. Never throws: what cannot be understood is found out when it is handled. */
export function laneOf(update: Update): string {
  try {
    const { chat, from } = partiesOf(update);
    return `${chat ?? ''}:${from?.id ?? ''}`;
  } catch {
    return '';
  }
}

/** The listener table. */
export function createBot({ telegraf, front, keepHours }: BotOptions): Bot {
  /** telegraf hands listeners the very object that it was given. */
  const told = new WeakMap<object, boolean>();
  const visitOf = async (update: object, person: User, chat: Chat | undefined): Promise<Visit> => {
    const language = await languageOf(front, person);
    return { front, actor: actorOf(person, chat), language, t: messages(language), told: told.get(update) ?? false };
  };

  telegraf.on('callback_query', async ({ update, callbackQuery }) =>
    onTap(await visitOf(update, callbackQuery.from, callbackQuery.message?.chat), callbackQuery),
  );
  telegraf.on('message', async ({ update, message, botInfo }) => {
    const meant = toMeaning(message, botInfo);
    await noteMessage(front, message);
    if (meant.kind !== 'chatter')
      await onMessage(await visitOf(update, message.from, message.chat), message, message.from, meant);
  });
  telegraf.on('edited_message', async ({ update, editedMessage, botInfo }) => {
    const meant = toMeaning(editedMessage, botInfo);
    await onEdited(await visitOf(update, editedMessage.from, editedMessage.chat), editedMessage, meant);
  });
  telegraf.on('my_chat_member', ({ myChatMember }) => onMember(front, myChatMember));
  // telegraf's default handler prints the error with the whole update, and ends the process.
  telegraf.catch((error) => {
    throw error;
  });

  return {
    async handle({ body, told: isTold }) {
      // Telegram wrote it, as the webhook's secret or its address says.
      const update = body as Update;
      told.set(update, isTold);
      try {
        await telegraf.handleUpdate(update);
      } catch (error) {
        if (!(error instanceof DeskAwayError) || isTold) throw error;
        throw new DeskAwayError(await tellKept(update));
      }
    },

    async tellGivenUp({ body, told: isTold }, why) {
      const update = body as Update;
      told.set(update, isTold);
      await sayAtLeast(update, (visit) =>
        why === 'broken' ? visit.t.telegram.broken : visit.t.telegram.givenUp(keepHours),
      );
    },
  };

  /** Whether the person knows now that it is kept for later. */
  async function tellKept(update: Update): Promise<boolean> {
    return await sayAtLeast(update, ({ t }) => t.telegram.kept);
  }

  async function sayAtLeast(update: Update, words: (visit: Visit) => string): Promise<boolean> {
    try {
      const { from, message, query } = partiesOf(update);
      if (from === undefined) return false;
      const visit = await visitOf(update, from, message?.chat ?? query?.message?.chat);
      const text = words(visit);
      if (query !== undefined) await answerTapInWords(visit, query, text);
      else if (message !== undefined) await tell(visit, placeOf(message, { reply: true }), text);
      return true;
    } catch (error) {
      front.logger.warn({ reason: telegramReason(error) }, 'Could not tell a person what becomes of their message');
      return false;
    }
  }
}

/** Whom an update is from, and where it belongs. */
function partiesOf(update: Update): {
  readonly chat?: number;
  readonly from?: User;
  readonly message?: Message;
  readonly query?: CallbackQuery;
} {
  if ('message' in update) return { chat: update.message.chat.id, from: update.message.from, message: update.message };
  if ('edited_message' in update) {
    const { edited_message: message } = update;
    return { chat: message.chat.id, from: message.from, message };
  }
  if ('callback_query' in update) {
    const query = update.callback_query;
    return { ...(query.message !== undefined && { chat: query.message.chat.id }), from: query.from, query };
  }
  return 'my_chat_member' in update ? { chat: update.my_chat_member.chat.id } : {};
}
