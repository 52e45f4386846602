import type { CallbackQuery, Message } from 'telegraf/types';
import { toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted } from '../../../src/chat/reply.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { MessagePurpose } from '../connect/telegram-chat-store.ts';
import { acknowledge, answerTap, answerTapInWords, replace, withoutButtons } from './answer.ts';
import { chooseDetails, type DetailButton } from './choose-details.ts';
import { messageKey, tapKey } from './event-key.ts';
import { chooseFileUse } from './file-question.ts';
import { unlessAway, type Visit } from './front.ts';
import type { OwnButton } from '../render/own-button.ts';
import { threadOf } from './person.ts';
import { renderReply } from '../render/reply.ts';
import { endQuestion, onAnswer } from './on-answer.ts';
import { askTopic, setLanguage } from './on-command.ts';
import { startArticle } from './start-article.ts';
import { askAlike } from './tell-outcome.ts';
import { isTapTurnedAway } from './turn-away.ts';

type Proposal = Extract<MessagePurpose, { readonly kind: 'proposal' }>;

/**
 * Buttons of the bot's own messages. Each counts on a message that was sent for it, as our record says: a tap brings any data with any
 * message that its maker likes. @throws {DeskAwayError} when the desk could not be reached.
 */
export async function onOwnButton(visit: Visit, query: CallbackQuery, button: OwnButton): Promise<void> {
  const { front, t } = visit;
  const message = readable(query);
  const purpose = message && (await front.chats.purposeOf({ chat: message.chat.id, message: message.message_id }));
  if (message === undefined || purpose === undefined) return await answerUnknown(visit, query);
  // Done already: the answer stands in its place.
  if (!hasButtons(message)) return await acknowledge(front, query);
  const asked = String(query.from.id);
  switch (button.kind) {
    case 'example':
      if (purpose.kind !== 'welcome') return await answerUnknown(visit, query);
      if (await isTapTurnedAway(visit, query, message.chat)) return;
      return await startExample(visit, query, message);
    case 'language':
      if (purpose.kind !== 'language') return await answerUnknown(visit, query);
      if (purpose.asked !== asked) return await answerTapInWords(visit, query, t.telegram.notYourLanguage);
      return await chooseLanguage(visit, query, message, button.language);
    case 'confirm':
    case 'never-mind':
      if (purpose.kind !== 'confirmation' && (purpose.kind !== 'question' || button.kind !== 'never-mind'))
        return await answerUnknown(visit, query);
      if (purpose.asked !== asked) return await answerTapInWords(visit, query, t.telegram.notYourQuestion);
      return await onQuestion(visit, query, message, purpose, button.kind);
    case 'file-draft':
    case 'file-source':
    case 'file-ignore':
      if (purpose.kind !== 'file') return await answerUnknown(visit, query);
      if (purpose.asked !== asked) return await answerTapInWords(visit, query, t.telegram.notYourFile);
      return await chooseFileUse(visit, query, message, purpose, button);
    case 'start':
    case 'change':
    case 'answer':
    case 'details':
    case 'detail':
    case 'choose':
    case 'own-words':
      if (purpose.kind !== 'proposal') return await answerUnknown(visit, query);
      if (purpose.asked !== asked) return await answerTapInWords(visit, query, t.telegram.notYourProposal);
      return await onProposal(visit, query, message, purpose, button);
    default:
      return button satisfies never;
  }
}

async function answerUnknown(visit: Visit, query: CallbackQuery): Promise<void> {
  await answerTapInWords(visit, query, visit.t.telegram.unknownButton);
}

async function startExample(visit: Visit, query: CallbackQuery, message: Message): Promise<void> {
  // Everybody may start it once.
  const eventKey = `${messageKey(visit.front.botId, message)}:example:${query.from.id}`;
  const { exampleTopic: topic } = visit.t.telegram;
  const reply = await startArticle(visit, { eventKey, topic, thread: threadOf(message) });
  if (reply.kind !== 'alike') return await answerTap(visit, query, reply);
  await acknowledge(visit.front, query);
  await askAlike(visit, message, reply);
}

async function onProposal(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  purpose: Proposal,
  button: DetailButton | { readonly kind: 'start' | 'change' | 'answer' },
): Promise<void> {
  const { front } = visit;
  const { kind: _, ...proposal } = purpose;
  const { topic, question, details, files } = proposal;
  const chosen = { ...(details !== undefined && { details }), ...(files !== undefined && { files }) };
  switch (button.kind) {
    case 'start': {
      if (await isTapTurnedAway(visit, query, message.chat)) return;
      const eventKey = messageKey(front.botId, message);
      const words = 'reply_to_message' in message ? message.reply_to_message : undefined;
      const askedBy = words && { chat: words.chat.id, message: words.message_id };
      const reply = await startArticle(visit, { eventKey, topic, thread: threadOf(message), ...chosen }, askedBy);
      if (reply.kind === 'alike') {
        await acknowledge(front, query);
        await askAlike(visit, message, reply);
        return await withoutButtons(front, message);
      }
      await answerTap(visit, query, reply);
      // Its card says the rest.
      return isAccepted(reply) ? await withoutButtons(front, message) : undefined;
    }
    case 'change':
      if (await isTapTurnedAway(visit, query, message.chat)) return;
      await acknowledge(front, query);
      await askTopic(visit, message, query.from, tapKey(front.botId, query), chosen);
      return await withoutButtons(front, message);
    case 'answer': {
      const words = 'reply_to_message' in message ? message.reply_to_message : undefined;
      const asked = question === undefined ? undefined : await front.questions.find(String(message.chat.id), question);
      if (words === undefined || asked?.isOpen !== true) return await answerUnknown(visit, query);
      await acknowledge(front, query);
      await onAnswer(visit, words, query.from, asked);
      return await withoutButtons(front, message);
    }
    case 'details':
    case 'detail':
    case 'choose':
    case 'own-words':
      return await chooseDetails(visit, query, message, proposal, button);
    default:
      return button satisfies never;
  }
}

/** Of a question about a draft, or of the words that were replied to it. */
async function onQuestion(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  purpose: Extract<MessagePurpose, { readonly kind: 'question' | 'confirmation' }>,
  pressed: 'confirm' | 'never-mind',
): Promise<void> {
  const { front, actor, t } = visit;
  const questionId = purpose.kind === 'question' ? message.message_id : purpose.question;
  const kept = await front.questions.find(String(message.chat.id), questionId);
  if (kept?.question.kind !== 'decision') return await answerUnknown(visit, query);
  if (!kept.isOpen) {
    await (kept.isLate ? answerTapInWords(visit, query, t.telegram.questionClosed) : acknowledge(front, query));
    return await withoutButtons(front, message);
  }
  if (pressed === 'never-mind' || purpose.kind === 'question') {
    await answerTapInWords(visit, query, t.telegram.neverMind, true);
    await replace(front, message, { text: t.telegram.neverMind });
    // The question says it itself, when it was pressed there.
    return purpose.kind === 'question'
      ? await front.questions.close(kept.chat, kept.message)
      : await endQuestion(visit, kept, 'close');
  }
  const reply = unlessAway(
    await front.desk.decide(actor, toDecisionAsk(kept.question, purpose.words, tapKey(front.botId, query))),
  );
  await answerTap(visit, query, reply);
  await replace(front, message, renderReply(reply, t));
  await endQuestion(visit, kept, 'answered');
}

async function chooseLanguage(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  language: InterfaceLanguage,
): Promise<void> {
  const text = messages(language).chat.language.set;
  await setLanguage(visit, language);
  await answerTapInWords(visit, query, text, true);
  await replace(visit.front, message, { text });
}

/** Telegram leaves out what is in a message that is too old. */
function readable({ message }: CallbackQuery): Message | undefined {
  return message === undefined || !('text' in message) ? undefined : message;
}

/** As it is now, not as it was when it was sent. */
function hasButtons(message: Message): boolean {
  return 'reply_markup' in message && message.reply_markup !== undefined;
}
