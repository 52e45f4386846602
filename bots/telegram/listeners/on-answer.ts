import type { Message, User } from 'telegraf/types';
import { faultOfWords, toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import type { KeptQuestion, QuestionPurpose } from '../connect/telegram-question-store.ts';
import { alone, say, tell, type TelegramReply, withoutButtons } from './answer.ts';
import { takeDetail } from './choose-details.ts';
import { takeDocument } from './take-document.ts';
import { tellOutcome } from './tell-outcome.ts';
import { messageKey } from './event-key.ts';
import { unlessAway, type Visit } from './front.ts';
import { placeOf, threadOf } from './person.ts';
import { renderConfirmation } from '../render/question.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { startArticle } from './start-article.ts';
import { isTurnedAway } from './turn-away.ts';

/** Apps cut what is longer than Telegram's limit in pieces, and only the first one is a reply: what comes close to it may be a piece. */
const CUT_AT_CHARS = 4096;
const MAY_BE_CUT_CHARS = 3900;

/** The words that a person was asked for. What cannot be used leaves the question open. */
export async function onAnswer(visit: Visit, message: Message, from: User, kept: KeptQuestion): Promise<void> {
  const { asked, chat, message: questionId, question } = kept;
  const { notYourQuestion, questionClosed } = visit.t.telegram;
  if (asked !== String(from.id)) return await tell(visit, alone(visit, placeOf(message)), notYourQuestion);
  if (isClosed(kept)) return await tell(visit, alone(visit, placeOf(message)), questionClosed);
  if (question.kind === 'topic' && (await isTurnedAway(visit, message))) return;
  const used = await useWords(visit, message, question, kept);
  if ('complaint' in used) return await tell(visit, alone(visit, placeOf(message)), used.complaint);
  if ('confirmation' in used) {
    await visit.front.questions.shown(chat, questionId);
    return void (await say(visit.front, placeOf(message, { reply: true }), used.confirmation));
  }
  if ('taken' in used || used.outcome === 'taken') await endQuestion(visit, kept, 'answered');
  else if (used.outcome === 'over') await endQuestion(visit, kept, 'close');
  if ('taken' in used) return await tell(visit, placeOf(message), used.taken);
  await tellOutcome(visit, message, used.reply);
}

/** A comment that comes twice is answered alike; what rejects or replaces a draft was decided with a button. */
function isClosed({ question, isOpen, isLate }: KeptQuestion): boolean {
  return isLate || (!isOpen && question.kind === 'decision' && question.decision !== 'request-changes');
}

/** Nobody is to reply to it any more, nor to press what is below it. */
export async function endQuestion(
  { front }: Visit,
  { chat, message, question }: KeptQuestion,
  how: 'answered' | 'close',
): Promise<void> {
  await front.questions[how](chat, message);
  if (question.kind === 'decision') await withoutButtons(front, { chat: { id: Number(chat) }, message_id: message });
}

type Used =
  | { readonly complaint: string }
  | { readonly taken: string }
  /** What it would bring about is shown once more. */
  | { readonly confirmation: TelegramReply }
  /** `over`: nothing more can come of the question · `open`: other words may be. */
  | { readonly reply: Reply; readonly outcome: 'taken' | 'over' | 'open' };

async function useWords(
  visit: Visit,
  message: Message,
  question: QuestionPurpose,
  { asked, message: questionId }: KeptQuestion,
): Promise<Used> {
  const { front, t } = visit;
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
    if (taken.kind !== 'kept') return { reply: taken, outcome: 'open' };
    const { details, files = [] } = question;
    const reply = await startArticle(
      visit,
      {
        eventKey: messageKey(front.botId, message),
        topic,
        thread: threadOf(message),
        ...(details !== undefined && { details }),
        files: [...files, ...taken.files],
      },
      { chat: message.chat.id, message: message.message_id },
    );
    // Whether another article is meant is a question of its own.
    return { reply, outcome: isAccepted(reply) || reply.kind === 'alike' ? 'taken' : 'open' };
  }
  const written = question.decision === 'edit' ? await editedText(visit, message) : { text: wordsIn(message) };
  if ('complaint' in written) return written;
  if (written.text === undefined) return { complaint: t.telegram.wordsPlease };
  return await decide(visit, question, written.text, { asked, question: questionId });
}

/** A comment counts at once. What ends the article or takes the place of a draft is shown once more: that a reply was a slip is seen then. */
async function decide(
  { front, actor, t }: Visit,
  question: Extract<QuestionPurpose, { readonly kind: 'decision' }>,
  words: string,
  asked: { readonly asked: string; readonly question: number },
): Promise<Used> {
  const decision = toDecisionAsk(question, words);
  if (decision.kind === 'request-changes') {
    const reply = unlessAway(await front.desk.decide(actor, decision));
    return { reply, outcome: isAccepted(reply) ? 'taken' : 'open' };
  }
  const fault = faultOfWords(decision);
  if (fault !== undefined) return { reply: fault, outcome: 'open' };
  // The gate may have moved on.
  const objection = await front.desk.objection(actor, question);
  if (objection !== undefined) return { reply: unlessAway(objection), outcome: 'over' };
  return { confirmation: renderConfirmation(question, { ...asked, words }, t) };
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
