import type { Chat } from './chat.ts';
import { say, sayReply } from './hand-over.ts';
import { printableLine } from '../render/text.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { viewArticle } from './view-article.ts';
import { whichArticle } from './which-article.ts';

/** Enters an article, over or not. */
export async function onOpen(chat: Chat, command: Extract<TerminalCommand, { readonly kind: 'open' }>): Promise<void> {
  const articleId = command.articleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const topic = await topicOf(chat, articleId);
  if (topic === undefined) return;
  say(chat, chat.t.terminal.opened(printableLine(topic)));
  await viewArticle(chat, articleId, topic);
}

/** Undefined when there is no such article. While the desk is silent its thread can be read all the same, under its id. */
async function topicOf(chat: Chat, articleId: string): Promise<string | undefined> {
  const { desk, actor, t } = chat;
  const asked = await desk.status(actor, articleId);
  if (asked.kind === 'status') return asked.status.topic;
  if (asked.kind === 'away') say(chat, t.terminal.deskSilent);
  else sayReply(chat, asked);
  return asked.kind === 'away' ? articleId : undefined;
}
