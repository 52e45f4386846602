import type { Told } from '../../../src/chat/told.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { handOver, type Visit } from '../front.ts';

/** Starts an article, or finds the one that the same event started before. @throws {NotTakenError} */
export async function startArticle(
  visit: Visit,
  order: { readonly eventKey: string; readonly topic: string; readonly thread: Thread },
): Promise<Told> {
  const { eventKey, topic, thread } = order;
  return await handOver(visit, (desk) => desk.start(visit.asker, { eventKey, request: { topic }, thread }));
}
