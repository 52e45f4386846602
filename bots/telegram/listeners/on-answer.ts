import type { Message, User } from 'telegraf/types';
import { toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import type { KeptQuestion, QuestionPurpose } from '../connect/telegram-question-store.ts';
import { tell } from './answer.ts';
import { takeDetail } from './choose-details.ts';
import { takeDocument } from './take-document.ts';
import { messageKey } from './event-key.ts';
import { unlessAway, type Visit, wordsOf } from './front.ts';
import { placeOf, threadOf } from './person.ts';
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
  { asked, chat, message: questionId, question, isLate }: KeptQuestion,
): Promise<void> {
  const isTheirs = asked === String(from.id);
  const { notYourQuestion, questionClosed } = visit.t.telegram;
  if (!isTheirs || isLate) return await tell(visit, placeOf(message), isTheirs ? questionClosed : notYourQuestion);
  const used = await useWords(visit, message, question);
  if ('complaint' in used) return await tell(visit, placeOf(message), used.complaint);
  if ('taken' in used || isAccepted(used)) await visit.front.questions.answered(chat, questionId);
  await tell(visit, placeOf(message), 'taken' in used ? used.taken : wordsOf(used, visit));
}

async function useWords(
  visit: Visit,
  message: Message,
  question: QuestionPurpose,
): Promise<Reply | { readonly complaint: string } | { readonly taken: string }> {
  const { front, actor, t } = visit;
  if (question.kind === 'detail') {
    const words = wordsIn(message);
    return words === undefined
      ? { complaint: t.telegram.wordsPlease }
      : await takeDetail(visit, message, question, words);
  }
  if (question.kind === 'topic') {
    const topic = wordsIn(message);
    if (topic === undefined) return { complaint: t.telegram.wordsPlease };
    const taken = await takeDocument(visit, message);
    if (taken.kind !== 'kept') return taken;
    const { details, files = [] } = question;
    return await startArticle(visit, {
      eventKey: messageKey(front.botId, message),
      topic,
      thread: threadOf(message),
      ...(details !== undefined && { details }),
      files: [...files, ...taken.files],
    });
  }
  const { decision } = question;
  const written = decision === 'edit' ? await editedText(visit, message) : { text: wordsIn(message) };
  if ('complaint' in written) return written;
  if (written.text === undefined) return { complaint: t.telegram.wordsPlease };
  return unlessAway(await front.desk.decide(actor, toDecisionAsk(question, written.text)));
}

function wordsIn(message: Message): string | undefined {
  return 'text' in message ? message.text : 'caption' in message ? message.caption : undefined;
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
