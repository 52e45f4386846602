import type { Message } from 'telegraf/types';
import { type Alike, isAccepted, type Reply, translationIn } from '../../../src/chat/reply.ts';
import type { Notice } from '../../../src/protocol/feed.ts';
import type { ControlKind, DecisionKind } from '../../../src/protocol/decision.ts';
import { alone, react, tell, type TelegramReply } from './answer.ts';
import type { Visit } from './front.ts';
import { placeOf, threadOf } from './person.ts';
import { messageLink } from '../render/link.ts';
import { renderReply } from '../render/reply.ts';
import { alikeKeyboard } from '../render/schedules.ts';

/** What the thread of the article says by itself. */
const NOTICES: Partial<Record<ControlKind | DecisionKind, Notice['code']>> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  finish: 'finishing',
  another: 'another',
  retry: 'retrying',
  raise: 'raised',
  language: 'language',
  'add-source': 'source-added',
};

/**
 * Tells who wrote a message what came of it. What did not count is said to them alone. What the article itself says in this chat, by its
 * card or a notice, is not said twice: a sign below their message will do, unless the chat allows none.
 * @param articleId absent: the only one that they can mean
 */
export async function tellOutcome(visit: Visit, message: Message, reply: Reply, articleId?: string): Promise<void> {
  const { front, t } = visit;
  const place = placeOf(message);
  const told = renderReply(reply, t);
  if (reply.kind === 'alike') return await askAlike(visit, message, reply);
  if (!isAccepted(reply)) return await tell(visit, alone(visit, place), { ...told, ...(await wayTo(visit, reply)) });
  if (saysItself(reply) && (await livesHere(visit, message, articleId)) && (await react(front, message))) return;
  await tell(visit, place, { ...told, ...(await wayTo(visit, reply)) });
}

/** To the translation of which it tells. */
async function wayTo({ front, t }: Visit, reply: Reply): Promise<Pick<TelegramReply, 'markup'>> {
  const articleId = translationIn(reply);
  const card = articleId && (await front.threads.cardsOf([articleId])).get(articleId);
  const url = card && messageLink(card.ref);
  return url ? { markup: { inline_keyboard: [[{ text: t.reminders.open, url }]] } } : {};
}

/** Asks whether another article is meant. All may see it, as they would have seen the article. @param message that wants one, or led to it */
export async function askAlike(visit: Visit, message: Message, reply: Alike): Promise<void> {
  const { front, t } = visit;
  const card = (await front.threads.cardsOf([reply.other.articleId])).get(reply.other.articleId);
  const markup = alikeKeyboard(reply, messageLink(card?.ref), t);
  await tell(visit, placeOf(message), { ...renderReply(reply, t), markup });
}

function saysItself(reply: Reply): boolean {
  if (reply.kind === 'started') return true;
  return reply.kind === 'counted' && reply.isPaused !== true && NOTICES[reply.asked] !== undefined;
}

async function livesHere({ front }: Visit, message: Message, articleId: string | undefined): Promise<boolean> {
  if (articleId === undefined) return true;
  const home = (await front.threads.cardsOf([articleId])).get(articleId)?.thread;
  return home === undefined || home.channel === threadOf(message).channel;
}
