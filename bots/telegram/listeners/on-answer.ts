import type { Message, User } from 'telegraf/types';
import type { DecisionAsk } from '../../../src/chat/make-decision.ts';
import { refused, type Told } from '../../../src/chat/told.ts';
import type { AskedQuestion, Question } from '../../../src/storage/telegram-question-store.ts';
import { tell } from '../answer.ts';
import { decisionIdOfMessage, messageKey } from '../event-key.ts';
import { handOver, type Visit } from '../front.ts';
import { placeOf, threadOf } from '../person.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { startArticle } from './start-article.ts';

/** Apps cut what is longer than Telegram's limit in pieces, and only the first one is a reply: what comes close to it may be a piece. */
const CUT_AT_CHARS = 4096;
const MAY_BE_CUT_CHARS = 3900;

/** The words that a person was asked for. What cannot be used leaves the question open. */
export async function onAnswer(
  visit: Visit,
  message: Message,
  from: User,
  { asked, chat, message: questionId, question }: AskedQuestion,
): Promise<void> {
  const isTheirs = asked === String(from.id);
  const told = isTheirs ? await useWords(visit, message, question) : refused(visit.t.telegram.notYourQuestion);
  if (told.ok) await visit.front.questions.answered(chat, questionId);
  await tell(visit, placeOf(message), told);
}

async function useWords(visit: Visit, message: Message, question: Question): Promise<Told> {
  const { botId } = visit.front;
  if (question.kind === 'decision' && question.decision === 'edit') {
    const edited = await editedText(visit, message);
    if ('complaint' in edited) return refused(edited.complaint);
    return await decide(visit, message, question, { kind: 'edit', text: edited.text });
  }
  const words = 'text' in message ? message.text : 'caption' in message ? message.caption : undefined;
  if (words === undefined) return refused(visit.t.telegram.wordsPlease);
  if (question.kind === 'topic')
    return await startArticle(visit, { eventKey: messageKey(botId, message), topic: words, thread: threadOf(message) });
  return await decide(
    visit,
    message,
    question,
    question.decision === 'reject' ? { kind: 'reject', reason: words } : { kind: 'request-changes', comment: words },
  );
}

type Words = DecisionAsk extends infer Ask ? (Ask extends DecisionAsk ? Omit<Ask, 'id' | 'button'> : never) : never;

async function decide(
  visit: Visit,
  message: Message,
  { articleId, decision, draft, gate }: Extract<Question, { readonly kind: 'decision' }>,
  words: Words,
): Promise<Told> {
  const id = decisionIdOfMessage(visit.front.botId, message);
  const button = { kind: 'decision', articleId, decision, draft, ...(gate !== undefined && { gate }) } as const;
  const ask: DecisionAsk = { ...words, id, button };
  return await handOver(visit, (desk) => desk.decide(visit.asker, ask));
}

/** The whole new text of a draft: a file, or a message. */
async function editedText(
  { front, t }: Visit,
  message: Message,
): Promise<{ readonly text: string } | { readonly complaint: string }> {
  if ('document' in message) return await front.readDocument(message.document, t);
  const { file } = t.telegram;
  if (!('text' in message)) return { complaint: file.kinds };
  if (message.text.length > MAY_BE_CUT_CHARS) return { complaint: file.maybeCut(CUT_AT_CHARS) };
  return { text: toMarkdown(message.text, message.entities) };
}
