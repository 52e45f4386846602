import type { OrderChoices } from '../../../src/config/orders-schema.ts';
import type { Message } from 'telegraf/types';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Snooze } from '../../../src/chat/snooze.ts';
import type { Door } from '../../../src/chat/door.ts';
import type { Away, Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { AuditLog } from '../../../src/storage/audit-log.ts';
import type { PeopleStore } from '../../../src/storage/people-store.ts';
import type { GuestList } from '../connect/guest-list.ts';
import type { TelegramChatStore } from '../connect/telegram-chat-store.ts';
import type { TelegramQuestionStore } from '../connect/telegram-question-store.ts';
import type { ThreadIndex } from '../../../src/storage/thread-index.ts';
import { type CallTelegram, telegramReason } from '../connect/call-telegram.ts';
import { DeskAwayError } from './desk-away-error.ts';
import { PREFIX } from '../platform.ts';
import type { TemplateChoice } from '../render/detail-options.ts';

/** What listeners act with. */
export interface Front {
  readonly botId: string;
  /** Takes note of every message that it brings about. */
  readonly call: CallTelegram;
  readonly desk: ChatDesk;
  readonly door: Pick<Door, 'isAdministrator'>;
  readonly guests: GuestList;
  readonly audit: AuditLog;
  readonly people: PeopleStore;
  readonly questions: TelegramQuestionStore;
  readonly threads: Pick<ThreadIndex, 'articleOf' | 'articleIn' | 'cardsOf' | 'latestDraftCard'>;
  /** Which messages there are and what for, and where groups went: Telegram itself does not tell. */
  readonly chats: Pick<TelegramChatStore, 'note' | 'noteOf' | 'notePurpose' | 'purposeOf' | 'moved'>;
  readonly readDocument: ReadDocument;
  readonly download: DownloadDocument;
  readonly snooze: Snooze;
  /** Kinds of text that may be chosen. */
  readonly templates: readonly TemplateChoice[];
  readonly choices: OrderChoices;
  /** `auto`: the language of each person's Telegram. */
  /** `auto`: that of each person. */
  readonly interfaceLanguage: InterfaceLanguage;
  readonly logger: Logger;
}

/** A file that a person sent. */
export interface SentDocument {
  readonly file_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
}

/** Never more than `maxBytes`. Rejects when Telegram could not be asked. */
export type DownloadDocument = (
  document: SentDocument,
  maxBytes: number,
) => Promise<Uint8Array | 'too-large' | 'unreachable'>;

/** The whole text of a file, or what to tell whoever sent it. Rejects when Telegram could not be asked. */
export type ReadDocument = (
  document: SentDocument,
  t: Messages,
) => Promise<{ readonly text: string } | { readonly complaint: string }>;

/** One update of one person, being handled. */
export interface Visit {
  readonly front: Front;
  readonly actor: Actor;
  readonly language: InterfaceLanguage;
  readonly t: Messages;
  /** The person was told earlier that this is kept for later. */
  readonly told: boolean;
}

/** What became of what was handed over. @throws {DeskAwayError} when the desk was away: the update is kept and handed over again. */
export function unlessAway<T extends Exclude<Reply, Away>>(reply: T | Away): T {
  if (reply.kind === 'away') throw new DeskAwayError(false);
  return reply;
}

export function wordsOf(reply: Reply, { t }: Pick<Visit, 't'>): string {
  return replyWords(reply, t, PREFIX);
}

/** Takes note of a message that was seen: whoever looks for one whose sending had an unknown end knows that it is not this one. */
export async function noteMessage(
  { chats, logger }: Pick<Front, 'chats' | 'logger'>,
  { chat, message_id }: Pick<Message, 'chat' | 'message_id'>,
): Promise<void> {
  try {
    await chats.note({ chat: chat.id, message: message_id });
  } catch (error) {
    // No reason to do the update again, which would say everything twice.
    logger.warn({ reason: telegramReason(error) }, 'Could not take note of a message');
  }
}
