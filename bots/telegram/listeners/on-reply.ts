import type { Message, User } from 'telegraf/types';
import { looksLikeDecision } from '../../../src/chat/looks-like-decision.ts';
import { toCommand } from '../../../src/chat/to-command.ts';
import { tell } from './answer.ts';
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
  if (open !== undefined) return await tell(visit, placeOf(message), t.telegram.replyToQuestion);
  const command = text === undefined ? undefined : toCommand(text);
  // Of a delivered article a reply is enough: it decides nothing, and is asked about at the gate.
  if (command?.kind === 'revise') return await onCommand(visit, message, from, { articleId, ...command });
  // In a group people talk about a draft below it.
  if (isPrivate || (text !== undefined && looksLikeDecision(text)))
    await tell(visit, placeOf(message), t.chat.notADecision);
}
