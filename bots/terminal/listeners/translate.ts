import { randomUUID } from 'node:crypto';
import { PLATFORM } from '../platform.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';

/** Has a delivered article translated. Answers the translation; undefined when none was begun. @param ask.into its name or its tag */
export async function translate(
  chat: Chat,
  ask: { readonly into: string; readonly articleId?: string },
): Promise<{ readonly articleId: string; readonly topic: string } | undefined> {
  const { actor, language } = chat;
  const thread = { platform: PLATFORM, channel: actor.userId };
  const reply = await handOver(chat, () =>
    chat.desk.translate(actor, { ...ask, eventKey: randomUUID(), thread, language }),
  );
  if (reply !== undefined) sayReply(chat, reply);
  return reply?.kind === 'translating' ? reply : undefined;
}
