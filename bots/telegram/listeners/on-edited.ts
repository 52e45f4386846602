import type { Message } from 'telegraf/types';
import { readTypedOrder } from '../../../src/chat/typed-order.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { isOver } from '../../../src/protocol/article.ts';
import { alone, tell } from './answer.ts';
import { decisionIdOfEdit, editKey } from './event-key.ts';
import { unlessAway, type Visit } from './front.ts';
import { isFaceless, placeOf, threadOf } from './person.ts';
import { inert } from '../render/plain.ts';
import { renderReply } from '../render/reply.ts';
import { startArticle } from './start-article.ts';
import type { Meaning } from './to-command.ts';

/**
 * Somebody changed the message with which they asked for an article. Until its first draft is there, the article begins anew with the
 * other topic and takes the place of the one before; later it keeps its topic, and they are told. @throws {DeskAwayError}
 */
export async function onEdited(visit: Visit, message: Message, meant: Meaning): Promise<void> {
  const { front, actor, t } = visit;
  if (message.from === undefined || isFaceless(message.from, message.sender_chat)) return;
  const typed = topicOf(meant);
  const ref = { chat: message.chat.id, message: message.message_id };
  const order = typed === undefined ? undefined : await front.chats.purposeOf(ref);
  if (typed === undefined || order?.kind !== 'order') return;
  const asked = await front.desk.status(actor, order.articleId);
  if (asked.kind !== 'status') return void unlessAway(asked);
  const { topic: before, current, stage, controls } = asked.status;
  const topic = typedLine(typed);
  if (topic === '' || readTypedOrder(topic).topic === before) return;
  const place = placeOf(message, { reply: true });
  if (current !== undefined || isOver(stage) || !controls.includes('cancel'))
    return await tell(visit, alone(visit, place), t.telegram.topicStays(inert(before)));
  const { details, files } = order;
  const begun = await startArticle(
    visit,
    {
      eventKey: editKey(front.botId, message),
      topic,
      thread: threadOf(message),
      ...(details !== undefined && { details }),
      ...(files !== undefined && { files }),
    },
    ref,
  );
  // The one that it takes the place of is like it, as a rule; and whoever changes an order has said what they mean.
  const reply = begun.kind === 'alike' ? unlessAway(await front.desk.startHeld(actor, begun.orderId)) : begun;
  if (reply.kind !== 'started') return await tell(visit, alone(visit, place), renderReply(reply, t));
  const id = decisionIdOfEdit(front.botId, message);
  unlessAway(await front.desk.control(actor, { id, control: 'cancel', articleId: order.articleId }));
  await tell(visit, place, t.telegram.topicChanged(inert(reply.topic)));
}

function topicOf(meant: Meaning): string | undefined {
  if (meant.kind === 'command') return meant.command.kind === 'start' ? meant.command.topic : undefined;
  return meant.kind === 'words' || meant.kind === 'reply' ? meant.text : undefined;
}
