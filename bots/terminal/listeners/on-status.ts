import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { answerCard } from '../../../src/cards/status-card.ts';
import { drawCard } from '../render/draw-card.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { whichArticle } from './which-article.ts';

/** Says where an article stands, as the desk itself knows it. */
export async function onStatus(
  chat: Chat,
  command: Extract<TerminalCommand, { readonly kind: 'status' }>,
): Promise<void> {
  const { desk, actor, screen, language } = chat;
  const articleId = command.articleId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const asked = await handOver(chat, () => desk.status(actor, articleId));
  if (asked?.kind === 'status') screen.print('', ...drawCard(answerCard(asked.status, language), screen.look()));
  else if (asked !== undefined) sayReply(chat, asked);
}
