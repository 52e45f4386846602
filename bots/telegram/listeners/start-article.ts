import type { Refused, Started } from '../../../src/chat/reply.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { unlessAway, type Visit } from './front.ts';

/** Starts an article, or finds the one that the same event started before. @throws {DeskAwayError} */
export async function startArticle(
  { front, actor, language }: Visit,
  order: { readonly eventKey: string; readonly topic: string; readonly thread: Thread },
): Promise<Started | Refused> {
  const { eventKey, topic, thread } = order;
  return unlessAway(await front.desk.start(actor, { eventKey, request: { topic }, thread, language }));
}
