import type { Message, User } from 'telegraf/types';
import { refused, type Reply } from '../../../src/chat/reply.ts';
import type { Command } from '../../../src/chat/to-command.ts';
import { languageName } from '../../../src/messages/language-name.ts';
import { interfaceLanguages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { say, tell } from './answer.ts';
import { ask } from './ask.ts';
import { decisionIdOfMessage, messageKey } from './event-key.ts';
import { unlessAway, type Visit, wordsOf } from './front.ts';
import { encodeOwnButton } from '../render/own-button.ts';
import { PLATFORM } from '../platform.ts';
import { placeOf, threadOf } from './person.ts';
import { renderHelp } from '../render/help.ts';
import { renderCosts, renderList, renderStatus } from '../render/answers.ts';
import { openPageFor } from './open-page.ts';
import { renderSchedule, renderSchedules } from '../render/schedules.ts';
import { startArticle, type TelegramOrder } from './start-article.ts';
import { takeDocument } from './take-document.ts';
import { tellOutcome } from './tell-outcome.ts';
import { isTurnedAway } from './turn-away.ts';

/** Does what a command says. @throws {DeskAwayError} when the desk could not be reached. */
export async function onCommand(visit: Visit, message: Message, from: User, command: Command): Promise<void> {
  const { front, actor, language, t } = visit;
  const { desk } = front;
  const place = placeOf(message);
  const answer = (reply: Reply, articleId?: string): Promise<void> => tellOutcome(visit, message, reply, articleId);
  const eventKey = messageKey(front.botId, message);
  const id = decisionIdOfMessage(front.botId, message);
  switch (command.kind) {
    case 'start':
      if (await isTurnedAway(visit, message)) return;
      return await answer(await startWith(visit, message, { eventKey, topic: command.topic }));
    case 'form':
      if (await isTurnedAway(visit, message)) return;
      return await askTopic(visit, message, from, eventKey);
    case 'help':
      return void (await say(front, place, renderHelp(t)));
    case 'list': {
      const listed = await desk.list(actor, command.view, threadOf(message));
      if (listed.kind !== 'list') return await answer(listed);
      const cards = await front.threads.cardsOf(listed.articles.map(({ articleId }) => articleId));
      return void (await say(front, place, renderList(listed, cards, language)));
    }
    case 'costs': {
      const asked = await desk.costs(actor, message.chat.type === 'private' ? undefined : threadOf(message));
      if (asked.kind !== 'costs') return await answer(asked);
      return void (await say(front, place, renderCosts(asked.costs, language)));
    }
    case 'status': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const asked = await desk.status(actor, articleId);
      if (asked.kind !== 'status') return await answer(asked);
      return void (await say(front, place, renderStatus(asked.status, language)));
    }
    case 'control': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { id, control: command.control, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.control(actor, what)), articleId);
    }
    case 'bring-back': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { kind: 'typed' as const, version: command.version, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.bringBack(actor, what)));
    }
    case 'revise': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { eventKey, said: command.said, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.revise(actor, what)));
    }
    case 'translate': {
      if (await isTurnedAway(visit, message)) return;
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { eventKey, into: command.into, thread: threadOf(message), language };
      return await answer(
        unlessAway(await desk.translate(actor, { ...what, ...(articleId !== undefined && { articleId }) })),
      );
    }
    case 'edit-extra': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { said: command.said, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.editExtra(actor, what)));
    }
    case 'step-in': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { id, reason: command.reason, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.stepIn(actor, what)), articleId);
    }
    case 'assign': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { id, whom: whomIn(message, command.whom), ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.assign(actor, what)), articleId);
    }
    case 'move': {
      const articleId = command.articleId ?? (await articleRepliedTo(visit, message));
      const what = { id, thread: threadOf(message), ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.move(actor, what)));
    }
    case 'follow': {
      const { kind: _, ...shown } = command;
      const articleId = command.articleId ?? (await articleRepliedTo(visit, message));
      const what = { ...shown, id, thread: threadOf(message), ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.follow(actor, what)));
    }
    case 'unfollow': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { id, thread: threadOf(message), ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.unfollow(actor, what)), articleId);
    }
    case 'article-language': {
      const articleId = command.articleId ?? (await articleAt(visit, message));
      const what = { id, language: command.language, ...(articleId !== undefined && { articleId }) };
      return await answer(unlessAway(await desk.setLanguage(actor, what)), articleId);
    }
    case 'language':
      if (command.language === undefined) return await askLanguage(visit, message, from);
      await setLanguage(visit, command.language);
      return await tell(visit, place, messages(command.language).chat.language.set);
    case 'away': {
      const { ask: absence } = command;
      const asked = absence.kind === 'set' ? { ...absence, whom: whomIn(message, absence.whom) } : absence;
      return await answer(unlessAway(await desk.delegate(actor, asked)));
    }
    case 'link':
      if (command.code === undefined && message.chat.type !== 'private')
        return await answer(refused({ code: 'code-in-private' }));
      return await answer(unlessAway(await desk.link(actor, command.code)));
    case 'unlink':
      return await answer(unlessAway(await desk.unlink(actor)));
    case 'zone':
      return await answer(unlessAway(await desk.zone(actor, command.zone)));
    case 'web':
      return await openPageFor(visit, message, command.articleId ?? (await articleAt(visit, message)));
    case 'start-held':
      return await answer(unlessAway(await desk.startHeld(actor, command.orderId)));
    case 'schedule': {
      if (await isTurnedAway(visit, message)) return;
      if ('document' in message) return await answer(refused({ code: 'schedule-files' }));
      const { timing, topic } = command;
      const asked = { eventKey, timing, request: { topic }, thread: threadOf(message), language };
      const made = unlessAway(await desk.schedule(actor, asked));
      return made.kind === 'scheduled'
        ? void (await say(front, place, renderSchedule(made.schedule, language, wordsOf(made, visit))))
        : await answer(made);
    }
    case 'schedules': {
      const listed = await desk.schedules(actor, command);
      return listed.kind === 'schedules'
        ? void (await say(front, place, renderSchedules(listed, language)))
        : await answer(unlessAway(listed));
    }
    case 'schedule-act': {
      const changed = unlessAway(await desk.scheduleAct(actor, { ...command, eventKey }));
      return changed.kind === 'schedule-changed' && changed.act !== 'delete'
        ? void (await say(front, place, renderSchedule(changed.schedule, language, wordsOf(changed, visit))))
        : await answer(changed);
    }
    case 'faulty':
      return await answer(refused(command.fault));
    default:
      return command satisfies never;
  }
}

/** Whom a mention names that has no user name, or to whose message it is a reply. */
function whomIn(message: Message, typed: string): string {
  const entities = 'entities' in message ? (message.entities ?? []) : [];
  for (const entity of entities) if (entity.type === 'text_mention') return String(entity.user.id);
  const repliedTo = 'reply_to_message' in message ? message.reply_to_message?.from : undefined;
  return typed === '' && repliedTo !== undefined && !repliedTo.is_bot ? String(repliedTo.id) : typed;
}

/** With the file that came with it, if one did. */
async function startWith(
  visit: Visit,
  message: Message,
  order: Pick<TelegramOrder, 'eventKey' | 'topic'>,
): Promise<Reply> {
  const taken = await takeDocument(visit, message);
  if (taken.kind !== 'kept') return taken;
  return await startArticle(
    visit,
    { ...order, thread: threadOf(message), files: taken.files },
    { chat: message.chat.id, message: message.message_id },
  );
}

/** Asks what the article should be about. @param chosen what it shall be beside its topic */
export async function askTopic(
  visit: Visit,
  message: Message,
  person: User,
  eventKey: string,
  chosen: Pick<TelegramOrder, 'details' | 'files'> = {},
): Promise<void> {
  const { askTopic: text, topicPlaceholder: placeholder } = visit.t.telegram;
  await ask(visit, placeOf(message, { reply: true }), {
    eventKey,
    person,
    text,
    answer: { placeholder },
    question: { kind: 'topic', ...chosen },
  });
}

export async function setLanguage({ front, actor }: Visit, language: InterfaceLanguage): Promise<void> {
  await front.people.setLanguage(actor, language);
}

async function askLanguage({ front, t }: Visit, message: Message, { id }: User): Promise<void> {
  await say(front, placeOf(message), {
    text: t.chat.language.question,
    markup: {
      // One below the other: there may be many.
      inline_keyboard: interfaceLanguages().map((language) => [
        { text: languageName(language), callback_data: encodeOwnButton({ kind: 'language', language }) },
      ]),
    },
    purpose: { kind: 'language', asked: String(id) },
  });
}

/** The article that a command without an id means by where it stands. */
async function articleAt(visit: Visit, message: Message): Promise<string | undefined> {
  const repliedTo = await articleRepliedTo(visit, message);
  if (repliedTo !== undefined) return repliedTo;
  const thread = threadOf(message);
  return thread.thread === undefined ? undefined : await visit.front.threads.articleIn(thread);
}

async function articleRepliedTo({ front }: Visit, message: Message): Promise<string | undefined> {
  const to = 'reply_to_message' in message ? message.reply_to_message : undefined;
  return to && (await front.threads.articleOf(PLATFORM, { chat: to.chat.id, message: to.message_id }));
}
