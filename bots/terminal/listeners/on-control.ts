import { randomUUID } from 'node:crypto';
import type { Reply } from '../../../src/chat/reply.ts';
import type { Chat } from './chat.ts';
import { control } from './decide.ts';
import { handOver, sayReply } from './hand-over.ts';
import { PLATFORM } from '../platform.ts';
import type { TerminalCommand } from './to-terminal-command.ts';
import { whichArticle } from './which-article.ts';

/** Pauses, resumes, cancels, finishes or retries an article from outside. */
export async function onControl(
  chat: Chat,
  command: Extract<TerminalCommand, { readonly kind: 'control' }>,
): Promise<void> {
  const articleId = command.articleId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const asked = await handOver(chat, () => chat.desk.status(chat.actor, articleId));
  if (asked?.kind === 'status') await control(chat, command.control, articleId, asked.status.topic);
  else if (asked !== undefined) sayReply(chat, asked);
}

/** Has an earlier draft decided on again. */
export async function onBringBack(
  chat: Chat,
  { version, articleId: typedId }: Extract<TerminalCommand, { readonly kind: 'bring-back' }>,
): Promise<void> {
  const articleId = typedId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const reply = await handOver(chat, () => chat.desk.bringBack(chat.actor, { kind: 'typed', version, articleId }));
  if (reply !== undefined) sayReply(chat, reply);
}

/** Has what goes with a draft say something else. */
export async function onEditExtra(
  chat: Chat,
  { said, articleId: typedId }: Extract<TerminalCommand, { readonly kind: 'edit-extra' }>,
): Promise<void> {
  const articleId = typedId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const reply = await handOver(chat, () => chat.desk.editExtra(chat.actor, { said, articleId }));
  if (reply !== undefined) sayReply(chat, reply);
}

/** Has an administrator decide alone. */
export async function onStepIn(
  chat: Chat,
  { reason, articleId: typedId }: Extract<TerminalCommand, { readonly kind: 'step-in' }>,
): Promise<void> {
  const articleId = typedId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const reply = await handOver(chat, () => chat.desk.stepIn(chat.actor, { id: randomUUID(), articleId, reason }));
  if (reply !== undefined) sayReply(chat, reply);
}

/** Asks somebody to decide. */
export async function onAssign(
  chat: Chat,
  { whom, articleId: typedId }: Extract<TerminalCommand, { readonly kind: 'assign' }>,
): Promise<void> {
  const articleId = typedId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const reply = await handOver(chat, () => chat.desk.assign(chat.actor, { id: randomUUID(), articleId, whom }));
  if (reply !== undefined) sayReply(chat, reply);
}

/** Has an article go on in this terminal. */
export async function onMove(chat: Chat, command: Extract<TerminalCommand, { readonly kind: 'move' }>): Promise<void> {
  const { desk, actor } = chat;
  const articleId = command.articleId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const ask = { id: randomUUID(), articleId, thread: { platform: PLATFORM, channel: actor.userId } };
  const reply = await handOver(chat, () => desk.move(actor, ask));
  if (reply !== undefined) sayReply(chat, reply);
}

/** Has an article shown in this terminal, too, or ends that. */
export async function onFollow(
  chat: Chat,
  { articleId: typedId, ...command }: Extract<TerminalCommand, { readonly kind: 'follow' | 'unfollow' }>,
): Promise<void> {
  const { desk, actor } = chat;
  const articleId = typedId ?? (await whichArticle(chat));
  if (articleId === undefined) return;
  const ask = { id: randomUUID(), articleId, thread: { platform: PLATFORM, channel: actor.userId } };
  const reply = await handOver(chat, async () => {
    if (command.kind === 'unfollow') return await desk.unfollow(actor, ask);
    const { kind: _, ...shown } = command;
    return await desk.follow(actor, { ...ask, ...shown });
  });
  if (reply !== undefined) sayReply(chat, reply);
}

/** Says in what language an article is to be written. */
export async function onArticleLanguage(
  chat: Chat,
  command: Extract<TerminalCommand, { readonly kind: 'article-language' }>,
): Promise<void> {
  const articleId = command.articleId ?? chat.lastArticleId ?? (await whichArticle(chat));
  if (articleId !== undefined) await setArticleLanguage(chat, articleId, command.language);
}

export async function setArticleLanguage(chat: Chat, articleId: string, language: string): Promise<Reply | undefined> {
  const ask = { id: randomUUID(), articleId, language };
  const reply = await handOver(chat, () => chat.desk.setLanguage(chat.actor, ask));
  if (reply !== undefined) sayReply(chat, reply);
  return reply;
}
