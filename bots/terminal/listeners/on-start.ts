import { randomUUID } from 'node:crypto';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { orderWithFiles } from './order-with-files.ts';
import { PLATFORM } from '../platform.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { viewArticle } from './view-article.ts';

/** Starts an article and shows it. Answers the topic when it could not be handed over, to be offered again. */
export async function onStart(
  chat: Chat,
  { topic }: Extract<TerminalCommand, { readonly kind: 'start' }>,
): Promise<string | undefined> {
  const { desk, actor, language } = chat;
  const eventKey = `${PLATFORM}:${actor.userId}:${randomUUID()}`;
  const thread = { platform: PLATFORM, channel: actor.userId };
  const started = await handOver(chat, async () => {
    const order = await orderWithFiles(desk, { actor, thread, eventKey }, topic);
    return order.kind === 'order'
      ? await desk.start(actor, { eventKey, request: order.request, thread, language })
      : order;
  });
  if (started === undefined) return topic;
  sayReply(chat, started);
  if (started.kind !== 'started') return topic;
  await viewArticle(chat, started.articleId, started.topic);
  return undefined;
}
