import { randomUUID } from 'node:crypto';
import type { TakeOverButton } from '../../../src/protocol/button-codec.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';

/** Has what the editor had proposed taken over. Answers the new edition; undefined when there is none. */
export async function takeOver(
  chat: Chat,
  { articleId, proposal }: TakeOverButton,
): Promise<{ readonly articleId: string; readonly topic: string } | undefined> {
  const ask = { articleId, proposal, eventKey: randomUUID() };
  const reply = await handOver(chat, () => chat.desk.takeOver(chat.actor, ask));
  if (reply !== undefined) sayReply(chat, reply);
  return reply?.kind === 'revising' ? reply : undefined;
}
