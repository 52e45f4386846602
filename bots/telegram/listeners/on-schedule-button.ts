import type { CallbackQuery } from 'telegraf/types';
import type { ScheduleButton } from '../../../src/protocol/schedule-button.ts';
import { answerTap, redraw, replace } from './answer.ts';
import { tapKey } from './event-key.ts';
import { unlessAway, type Visit, wordsOf } from './front.ts';
import { renderReply } from '../render/reply.ts';
import { renderSchedule } from '../render/schedules.ts';

/**
 * A button of a schedule, or of the question whether another article is meant. Whatever message it came with: who may do it is decided by
 * who tapped. @throws {DeskAwayError}
 */
export async function onScheduleButton(visit: Visit, query: CallbackQuery, button: ScheduleButton): Promise<void> {
  const { front, actor, language, t } = visit;
  const message = query.message;
  if (button.kind === 'start-held') {
    const reply = unlessAway(await front.desk.startHeld(actor, button.orderId));
    await answerTap(visit, query, reply);
    if (reply.kind === 'started' && message !== undefined) await replace(front, message, renderReply(reply, t));
    return;
  }
  const reply = unlessAway(await front.desk.scheduleAct(actor, { ...button, eventKey: tapKey(front.botId, query) }));
  await answerTap(visit, query, reply);
  if (reply.kind !== 'schedule-changed' || message === undefined) return;
  if (reply.act === 'delete') return await replace(front, message, renderReply(reply, t));
  await redraw(front, message, renderSchedule(reply.schedule, language, wordsOf(reply, visit)));
}
