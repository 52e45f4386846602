import { randomUUID } from 'node:crypto';
import type { Chat } from '../chat.ts';
import { handOver, say } from '../hand-over.ts';
import { PLATFORM } from '../messenger.ts';
import { cleanLine } from '../render/text.ts';
import { type Command, toArticleOrder } from '../to-command.ts';
import { viewArticle } from '../view-article.ts';

/** Starts an article and shows it. Answers the topic when it could not be handed over, to be offered again. */
export async function onStart(
  chat: Chat,
  command: Extract<Command, { readonly kind: 'start' }>,
): Promise<string | undefined> {
  const { gateway, actor, language, articleLanguage, t } = chat;
  const order = toArticleOrder(command.topic, {
    eventKey: `${PLATFORM}:${actor.userId}:${randomUUID()}`,
    requester: actor,
    language,
    articleLanguage,
  });
  const started = await handOver(chat, '', () => gateway.start(order));
  if (started === undefined) return command.topic;
  say(chat, t.answers.started(cleanLine(command.topic), started.articleId));
  await viewArticle(chat, started.articleId, command.topic);
  return undefined;
}
