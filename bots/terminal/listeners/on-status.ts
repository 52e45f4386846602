import type { Chat } from '../chat.ts';
import { handOver } from '../hand-over.ts';
import { renderCard } from '../render/card.ts';
import type { Command } from '../to-command.ts';
import { whichArticle } from './which-article.ts';

/** Says where an article stands, as the desk itself knows it. */
export async function onStatus(
  chat: Chat,
  command: Extract<Command, { readonly kind: 'open' | 'status' }>,
): Promise<void> {
  const { gateway, actor, screen, t } = chat;
  const articleId = command.articleId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const status = await handOver(chat, articleId, () => gateway.status(articleId, actor));
  if (status !== undefined) screen.print('', ...renderCard(status, t, screen.look()));
}
