import type { CallbackQuery, Message } from 'telegraf/types';
import { refused, took, type Told } from '../../../src/chat/told.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { acknowledge, answerTap, replace, withoutButtons } from '../answer.ts';
import { messageKey, tapKey } from '../event-key.ts';
import type { Visit } from '../front.ts';
import type { OwnButton } from '../own-button.ts';
import { threadOf } from '../person.ts';
import { inert } from '../render/plain.ts';
import { topicIn } from '../render/proposal.ts';
import { onAnswer } from './on-answer.ts';
import { askTopic, setLanguage } from './on-command.ts';
import { startArticle } from './start-article.ts';

/** Buttons of the bot's own questions. @throws {NotTakenError} when the desk could not be reached. */
export async function onOwnButton(visit: Visit, query: CallbackQuery, button: OwnButton): Promise<void> {
  const { front, t } = visit;
  const { from } = query;
  const message = readable(query);
  if (message === undefined) return await answerTap(visit, query, refused(t.telegram.unknownButton));
  switch (button.kind) {
    case 'example': {
      // One each, for whoever wants to try.
      const eventKey = `${messageKey(front.botId, message)}:example:${from.id}`;
      const { exampleTopic: topic } = t.telegram;
      return await answerTap(visit, query, await startArticle(visit, { eventKey, topic, thread: threadOf(message) }));
    }
    case 'language':
      return await chooseLanguage(visit, query, message, button.language);
    case 'start':
    case 'change':
    case 'answer':
      if (button.asked !== String(from.id)) return await answerTap(visit, query, refused(t.telegram.notYourProposal));
      return await onProposal(visit, query, message, button.kind);
    default:
      return button satisfies never;
  }
}

async function onProposal(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  kind: 'start' | 'change' | 'answer',
): Promise<void> {
  const { front, t } = visit;
  switch (kind) {
    case 'start': {
      const topic = topicIn(message);
      // Started already: the answer stands in its place.
      if (topic === undefined) return await acknowledge(front, query);
      const eventKey = messageKey(front.botId, message);
      const told = await startArticle(visit, { eventKey, topic, thread: threadOf(message) });
      await answerTap(visit, query, told);
      return told.ok ? await replace(front, message, { text: inert(told.text) }) : undefined;
    }
    case 'change':
      await acknowledge(front, query);
      await askTopic(visit, message, query.from, tapKey(front.botId, query));
      return await withoutButtons(front, message);
    case 'answer': {
      const words = 'reply_to_message' in message ? message.reply_to_message : undefined;
      const open = await front.questions.findOpen(String(message.chat.id), String(query.from.id));
      if (words === undefined || open === undefined)
        return await answerTap(visit, query, refused(t.telegram.unknownButton));
      await acknowledge(front, query);
      await onAnswer(visit, words, query.from, open);
      return await withoutButtons(front, message);
    }
    default:
      return kind satisfies never;
  }
}

async function chooseLanguage(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  language: InterfaceLanguage,
): Promise<void> {
  const told: Told = took(messages(language).chat.language.set);
  await setLanguage(visit, language);
  await answerTap(visit, query, told);
  await replace(visit.front, message, told);
}

/** Telegram leaves out what is in a message that is too old. */
function readable({ message }: CallbackQuery): Message | undefined {
  return message === undefined || !('text' in message) ? undefined : message;
}
