import type { Chat } from '../chat.ts';
import { control } from '../decide.ts';
import { handOver } from '../hand-over.ts';
import type { Command } from '../to-command.ts';
import { whichArticle } from './which-article.ts';

/** Pauses, resumes, cancels, finishes or retries an article from outside. */
export async function onControl(chat: Chat, command: Extract<Command, { readonly kind: 'control' }>): Promise<void> {
  const articleId = command.articleId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const status = await handOver(chat, articleId, () => chat.gateway.status(articleId, chat.actor));
  if (status !== undefined) await control(chat, command.control, articleId, status.topic);
}
