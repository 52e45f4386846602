import { randomUUID } from 'node:crypto';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { viewArticle } from './view-article.ts';

/** Has a delivered article revised, and enters the new edition. Without an id the article is meant that was open last. */
export async function onRevise(
  chat: Chat,
  { said, articleId = chat.lastArticleId }: Extract<TerminalCommand, { readonly kind: 'revise' }>,
): Promise<void> {
  const ask = { eventKey: randomUUID(), said, ...(articleId !== undefined && { articleId }) };
  const reply = await handOver(chat, () => chat.desk.revise(chat.actor, ask));
  if (reply === undefined) return;
  sayReply(chat, reply);
  if (reply.kind === 'revising') await viewArticle(chat, reply.articleId, reply.topic);
}
