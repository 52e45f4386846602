import type { Alike, Refused, Started } from '../../../src/chat/reply.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import type { Details } from '../connect/details.ts';
import type { TelegramMessageRef } from '../connect/telegram-chat-store.ts';
import { unlessAway, type Visit } from './front.ts';

export interface TelegramOrder {
  readonly eventKey: string;
  readonly topic: string;
  readonly thread: Thread;
  /** What was chosen below the proposal. */
  readonly details?: Details;
  readonly files?: readonly SourceFile[];
}

/**
 * Starts an article, or finds the one that the same event started before.
 * @param askedBy the message of a person in which its topic stands: changed, it changes that
 * @throws {DeskAwayError}
 */
export async function startArticle(
  { front, actor, language }: Visit,
  { eventKey, topic, thread, details, files = [] }: TelegramOrder,
  askedBy?: TelegramMessageRef,
): Promise<Started | Alike | Refused> {
  const chosen = { ...(details !== undefined && { details }), ...(files.length > 0 && { files }) };
  const request = { ...details, topic, ...(files.length > 0 && { files }) };
  const reply = unlessAway(await front.desk.start(actor, { eventKey, request, thread, language }));
  if (reply.kind === 'started' && askedBy !== undefined)
    await front.chats.notePurpose(askedBy, { kind: 'order', articleId: reply.articleId, ...chosen });
  return reply;
}
