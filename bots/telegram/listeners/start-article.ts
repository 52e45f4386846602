import type { Refused, Started } from '../../../src/chat/reply.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import type { Details } from '../connect/details.ts';
import { unlessAway, type Visit } from './front.ts';

export interface TelegramOrder {
  readonly eventKey: string;
  readonly topic: string;
  readonly thread: Thread;
  /** What was chosen below the proposal. */
  readonly details?: Details;
  readonly files?: readonly SourceFile[];
}

/** Starts an article, or finds the one that the same event started before. @throws {DeskAwayError} */
export async function startArticle(
  { front, actor, language }: Visit,
  { eventKey, topic, thread, details, files = [] }: TelegramOrder,
): Promise<Started | Refused> {
  const request = { ...details, topic, ...(files.length > 0 && { files }) };
  return unlessAway(await front.desk.start(actor, { eventKey, request, thread, language }));
}
