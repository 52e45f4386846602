import type { Message, User } from 'telegraf/types';
import { wishIn } from '../../../src/chat/looks-like-wish.ts';
import { isTalk } from '../../../src/chat/is-talk.ts';
import { MAX_ORDER_CHARS, readTypedOrder } from '../../../src/chat/typed-order.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { MAX_TOPIC_CHARS } from '../../../src/protocol/article.ts';
import { alone, say, tell } from './answer.ts';
import { choicesFor } from './choose-details.ts';
import type { Visit } from './front.ts';
import { placeOf } from './person.ts';
import { pointToDraft } from './point-to-draft.ts';
import { takeDocument } from './take-document.ts';
import { renderReply } from '../render/reply.ts';
import { isTurnedAway } from './turn-away.ts';
import { renderProposal } from '../render/proposal.ts';

/** “Write about: …?” Somebody who was asked for words may have meant this as the answer. */
export async function propose(visit: Visit, message: Message, from: User, text: string): Promise<void> {
  const { front, t } = visit;
  const place = placeOf(message, { reply: true });
  const topic = typedLine(text);
  if (topic === '') return await tell(visit, place, t.telegram.textOnly);
  const asked = String(from.id);
  const open = await front.questions.findOpen(String(message.chat.id), asked);
  const isForDraft =
    message.chat.type === 'private' && open === undefined && (isTalk(text) || wishIn(text) !== undefined);
  if (isForDraft && !('document' in message) && (await pointToDraft(visit, message))) return;
  // The answer to a question is asked for by who may decide, whether they may start anything or not.
  if (open === undefined && (await isTurnedAway(visit, message))) return;
  const { length } = readTypedOrder(topic).topic;
  if ((length > MAX_TOPIC_CHARS || topic.length > MAX_ORDER_CHARS) && open === undefined)
    return await tell(visit, alone(visit, place), t.answers.topicTooLong(topic.length));
  const taken = await takeDocument(visit, message);
  if (taken.kind !== 'kept') return await tell(visit, alone(visit, place), renderReply(taken, t));
  const { files } = taken;
  const proposal = {
    asked,
    topic,
    ...(open !== undefined && { question: open.message }),
    ...(files.length > 0 && { files }),
  };
  await say(front, place, renderProposal(proposal, choicesFor(visit)));
}
