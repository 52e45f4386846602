import { randomUUID } from 'node:crypto';
import { PLATFORM } from '../platform.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { viewArticle } from './view-article.ts';

/** Has a delivered article translated, and enters the translation. Without an id the article is meant that was open last. */
export async function onTranslate(
  chat: Chat,
  { into, articleId = chat.lastArticleId }: Extract<TerminalCommand, { readonly kind: 'translate' }>,
): Promise<void> {
  const { actor, language } = chat;
  const thread = { platform: PLATFORM, channel: actor.userId };
  const ask = { eventKey: randomUUID(), into, thread, language, ...(articleId !== undefined && { articleId }) };
  const reply = await handOver(chat, () => chat.desk.translate(actor, ask));
  if (reply === undefined) return;
  sayReply(chat, reply);
  if (reply.kind === 'translating') await viewArticle(chat, reply.articleId, reply.topic);
}
