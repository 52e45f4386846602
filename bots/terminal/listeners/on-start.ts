import { randomUUID } from 'node:crypto';
import type { Alike } from '../../../src/chat/reply.ts';
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
  if (started.kind === 'alike') return await startAlike(chat, started);
  if (started.kind !== 'started') return topic;
  await viewArticle(chat, started.articleId, started.topic);
  return undefined;
}

/** Starts what is like another article, once the person has said so. */
export async function onStartHeld(
  chat: Chat,
  { orderId }: Extract<TerminalCommand, { readonly kind: 'start-held' }>,
): Promise<void> {
  const started = await handOver(chat, () => chat.desk.startHeld(chat.actor, orderId));
  if (started === undefined) return;
  sayReply(chat, started);
  if (started.kind === 'started') await viewArticle(chat, started.articleId, started.topic);
}

/** Asks whether the other article is meant. */
async function startAlike(chat: Chat, { orderId, topic, other }: Alike): Promise<undefined> {
  const { t, prompts } = chat;
  const chosen = await prompts.choose(topic, [
    { value: 'start', label: t.schedules.startAnyway },
    { value: 'open', label: t.schedules.openOther },
    { value: 'back', label: t.terminal.back },
  ]);
  if (chosen === 'start') await onStartHeld(chat, { kind: 'start-held', orderId });
  if (chosen === 'open') await viewArticle(chat, other.articleId, other.topic);
}
