import type { CallbackQuery, Chat, Message } from 'telegraf/types';
import type { Refused } from '../../../src/chat/reply.ts';
import { acknowledge, alone, answerTapInWords, say } from './answer.ts';
import { unlessAway, type Visit, wordsOf } from './front.ts';
import { PLATFORM } from '../platform.ts';
import { placeOf } from './person.ts';
import { inert } from '../render/plain.ts';

/**
 * Whether somebody may not have an article written here. They are told whom to ask: once, and where nobody else reads it.
 * @param words what they are told. Default: why
 * @throws {DeskAwayError}
 */
export async function isTurnedAway(visit: Visit, message: Message, words?: string): Promise<boolean> {
  const { chat } = message;
  const objection = await objectionHere(visit, chat);
  if (objection !== undefined)
    await turnAway(visit, message, words ?? wordsOf(objection, visit), chatOf(objection, chat));
  return objection !== undefined;
}

/** The same for who tapped a button that begins an article. */
export async function isTapTurnedAway(visit: Visit, query: CallbackQuery, chat: Pick<Chat, 'id'>): Promise<boolean> {
  const objection = await objectionHere(visit, chat);
  if (objection === undefined) return false;
  if (await visit.front.guests.turnAway(visit.actor.userId, chatOf(objection, chat)))
    await answerTapInWords(visit, query, wordsOf(objection, visit));
  else await acknowledge(visit.front, query);
  return true;
}

/**
 * In private, where they have pressed Start; else in the group, where it lets the bot say something to one person alone; else they are
 * told when they press Start.
 */
async function turnAway(visit: Visit, message: Message, words: string, chat?: number): Promise<void> {
  const { front, actor } = visit;
  if (!(await front.guests.turnAway(actor.userId, chat))) return;
  let isTold = false;
  try {
    const told = { text: inert(words) };
    const isInGroup = message.chat.type !== 'private';
    isTold =
      (await say(front, { chat: Number(actor.userId) }, told)) !== undefined ||
      (isInGroup && (await say(front, { ...alone(visit, placeOf(message)), isSecret: true }, told)) !== undefined);
  } finally {
    if (!isTold) await front.guests.forgetTurnedAway(actor.userId, chat);
  }
}

async function objectionHere({ front, actor }: Visit, { id }: Pick<Chat, 'id'>): Promise<Refused | undefined> {
  const objection = await front.desk.objectionToStart(actor, { platform: PLATFORM, channel: String(id) });
  return objection && unlessAway(objection);
}

/** Where articles are not started is told for each chat, who may not start any only once. */
function chatOf({ refusal }: Refused, { id }: Pick<Chat, 'id'>): number | undefined {
  return refusal.code === 'may-not-start' && refusal.why === 'place' ? id : undefined;
}
