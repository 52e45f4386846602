import type { CallbackQuery } from 'telegraf/types';
import type { DecisionButton } from '../../../src/chat/make-decision.ts';
import { acknowledge, answerTap, answerTapInWords } from './answer.ts';
import { ask } from './ask.ts';
import { tapKey } from './event-key.ts';
import { unlessAway, type Visit } from './front.ts';
import { placeOf } from './person.ts';
import { renderQuestionButtons } from '../render/question.ts';

/**
 * Asks whoever tapped for the words that go with their decision; unless it would not count anyway, which they learn at once.
 * @throws {DeskAwayError} when nobody can tell whether they may decide.
 */
export async function askForWords(
  visit: Visit,
  query: CallbackQuery,
  button: DecisionButton & { readonly decision: Exclude<DecisionButton['decision'], 'approve'> },
): Promise<void> {
  const { front, actor, t } = visit;
  const { message, from } = query;
  if (message === undefined) return await answerTapInWords(visit, query, t.telegram.unknownButton);
  const objection = await front.desk.objection(actor, button);
  if (objection !== undefined) return await answerTap(visit, query, unlessAway(objection));
  if (!visit.told) await acknowledge(front, query);
  await ask(visit, placeOf(message, { reply: true }), {
    eventKey: tapKey(front.botId, query),
    person: from,
    text: t.telegram.ask[button.decision](from.first_name, button.draft.version),
    question: button,
    answer: renderQuestionButtons(from.id, message.chat.type === 'private', t),
  });
}
