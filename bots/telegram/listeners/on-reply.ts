import type { Message, User } from 'telegraf/types';
import { wishIn } from '../../../src/chat/looks-like-wish.ts';
import { looksLikeDecision } from '../../../src/chat/looks-like-decision.ts';
import { toCommand } from '../../../src/chat/to-command.ts';
import { alone, tell } from './answer.ts';
import { handDocument } from './file-question.ts';
import type { Visit } from './front.ts';
import { PLATFORM } from '../platform.ts';
import { placeOf } from './person.ts';
import { onAnswer } from './on-answer.ts';
import { onCommand } from './on-command.ts';
import { propose } from './propose.ts';

/** A reply to a message of ours: to a question, to a message of an article, or to something else. */
export async function onReply(
  visit: Visit,
  message: Message,
  from: User,
  { to, text }: { readonly to: Message; readonly text?: string },
): Promise<void> {
  const { front, t } = visit;
  const chat = String(message.chat.id);
  const asked = await front.questions.find(chat, to.message_id);
  if (asked !== undefined) return await onAnswer(visit, message, from, asked);

  const isPrivate = message.chat.type === 'private';
  const articleId = await front.threads.articleOf(PLATFORM, { chat: message.chat.id, message: to.message_id });
  if (articleId === undefined) {
    if (text !== undefined) return await propose(visit, message, from, text);
    if (isPrivate) await tell(visit, placeOf(message), t.telegram.textOnly);
    return;
  }
  // Whoever was asked for words may talk about the draft all the same: only a reply to the question is its answer.
  const open = await front.questions.findOpen(chat, String(from.id), articleId);
  if (open !== undefined) return await tell(visit, alone(visit, placeOf(message)), t.telegram.replyToQuestion);
  const command = text === undefined ? undefined : toCommand(text);
  // A reply is enough for what decides nothing: a new edition is asked about at its gate, and what goes with a draft is decided on with it.
  if (command?.kind === 'revise' || command?.kind === 'edit-extra')
    return await onCommand(visit, message, from, { articleId, ...command });
  if ('document' in message) return await handDocument(visit, message, from, articleId);
  // In a group people talk about a draft below it.
  if (text !== undefined && !looksLikeDecision(text) && (await isWish(visit, articleId, text)))
    await tell(visit, alone(visit, placeOf(message)), t.chat.wish(t.telegram.buttons['request-changes']));
  else if (isPrivate || (text !== undefined && looksLikeDecision(text)))
    await tell(visit, alone(visit, placeOf(message)), t.chat.notADecision(t.telegram.buttons));
}

/** What somebody who may decide wants changed, while the article waits for that. To everybody else it is talk. */
async function isWish({ front, actor }: Visit, articleId: string, text: string): Promise<boolean> {
  if (wishIn(text) === undefined) return false;
  const asked = await front.desk.status(actor, articleId);
  return asked.kind === 'status' && asked.status.stage === 'waiting' && asked.status.decidable.length > 0;
}
