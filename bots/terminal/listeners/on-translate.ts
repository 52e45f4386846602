import type { Chat } from './chat.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { translate } from './translate.ts';
import { viewArticle } from './view-article.ts';

/** Has a delivered article translated, and enters the translation. Without an id the article is meant that was open last. */
export async function onTranslate(
  chat: Chat,
  { into, articleId = chat.lastArticleId }: Extract<TerminalCommand, { readonly kind: 'translate' }>,
): Promise<void> {
  const begun = await translate(chat, { into, ...(articleId !== undefined && { articleId }) });
  if (begun !== undefined) await viewArticle(chat, begun.articleId, begun.topic);
}
