import type { CallbackQuery } from 'telegraf/types';
import { changesCard, changesFile } from '../../../src/cards/changes-card.ts';
import { originalCard, originalFile } from '../../../src/cards/original-card.ts';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import { decodeReminderButton } from '../../../src/protocol/reminder-button.ts';
import { decodeScheduleButton } from '../../../src/protocol/schedule-button.ts';
import { showsWhole } from '../render/draw-card.ts';
import { answerTap, answerTapInWords } from './answer.ts';
import { decisionIdOfTap, tapKey } from './event-key.ts';
import { unlessAway, type Visit } from './front.ts';
import { decodeOwnButton } from '../render/own-button.ts';
import { notItsMessage } from './not-its-message.ts';
import { isFaceless, threadOf } from './person.ts';
import { askForWords } from './ask-for-words.ts';
import { onOwnButton } from './on-own-button.ts';
import { openPageOf } from './open-page.ts';
import { onReminderButton } from './on-reminder-button.ts';
import { onScheduleButton } from './on-schedule-button.ts';
import { showBelow } from './show-below.ts';

/**
 * Does what a button stands for. Its content is untrusted: who may do it is decided by who tapped, and what it may be about by the
 * message.
 * @throws {DeskAwayError} when the desk could not be reached.
 */
export async function onTap(visit: Visit, query: CallbackQuery): Promise<void> {
  const { front, actor, language, t } = visit;
  const data = 'data' in query ? query.data : '';
  if (isFaceless(query.from)) return await answerTapInWords(visit, query, t.telegram.anonymous);
  const own = decodeOwnButton(data);
  if (own !== undefined) return await onOwnButton(visit, query, own);
  const ofSchedule = decodeScheduleButton(data);
  if (ofSchedule !== undefined) return await onScheduleButton(visit, query, ofSchedule);
  const ofReminder = decodeReminderButton(data);
  if (ofReminder !== undefined) return await onReminderButton(visit, query, ofReminder);
  const button = decodeButton(data);
  if (button === undefined) return await answerTapInWords(visit, query, t.telegram.unknownButton);
  const objection = await notItsMessage(visit, query, button.articleId);
  if (objection !== undefined) return await answerTapInWords(visit, query, objection);

  if (button.kind === 'changes') {
    const found = await front.desk.changes(actor, button);
    if (found.kind !== 'changes') return await answerTap(visit, query, unlessAway(found));
    return await showBelow(visit, query, changesCard(found, language), changesFile(found, language));
  }
  if (button.kind === 'original') {
    const found = await front.desk.original(actor, button.articleId);
    if (found.kind !== 'original') return await answerTap(visit, query, unlessAway(found));
    const card = originalCard(found.original, language);
    return await showBelow(visit, query, card, showsWhole(card) ? undefined : originalFile(found.original));
  }
  if (button.kind === 'control') {
    const { control, articleId } = button;
    const id = decisionIdOfTap(front.botId, query);
    return await answerTap(visit, query, unlessAway(await front.desk.control(actor, { id, control, articleId })));
  }
  if (button.kind === 'language') {
    const { language: wanted, articleId } = button;
    const ask = { id: decisionIdOfTap(front.botId, query), language: wanted, articleId };
    return await answerTap(visit, query, unlessAway(await front.desk.setLanguage(actor, ask)));
  }
  if (button.kind === 'bring-back')
    return await answerTap(visit, query, unlessAway(await front.desk.bringBack(actor, button)));
  if (button.kind === 'take-over') {
    const { articleId, proposal } = button;
    const ask = { articleId, proposal, eventKey: decisionIdOfTap(front.botId, query) };
    return await answerTap(visit, query, unlessAway(await front.desk.takeOver(actor, ask)));
  }
  if (button.kind === 'translate') {
    const { articleId, language: into } = button;
    const eventKey = decisionIdOfTap(front.botId, query);
    const thread = query.message === undefined ? undefined : threadOf(query.message);
    if (thread === undefined) return await answerTapInWords(visit, query, t.telegram.unknownButton);
    const ask = { articleId, into, eventKey, thread, language };
    return await answerTap(visit, query, unlessAway(await front.desk.translate(actor, ask)));
  }
  if (button.kind === 'open') return await openPageOf(visit, query, button.articleId);
  if (button.kind === 'adopt') return await answerTap(visit, query, unlessAway(await front.desk.adopt(actor, button)));
  if (button.kind === 'publish-again')
    return await answerTap(visit, query, unlessAway(await front.desk.publishAgain(actor, button)));
  const { decision } = button;
  if (decision === 'approve')
    return await answerTap(
      visit,
      query,
      unlessAway(await front.desk.decide(actor, { kind: 'approve', button, eventKey: tapKey(front.botId, query) })),
    );
  await askForWords(visit, query, { ...button, decision });
}
