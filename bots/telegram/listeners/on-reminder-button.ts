import type { CallbackQuery } from 'telegraf/types';
import type { ReminderButton } from '../../../src/protocol/reminder-button.ts';
import { answerTapInWords } from './answer.ts';
import type { Visit } from './front.ts';

/** “Tomorrow” and “Not mine”, for whoever taps. */
export async function onReminderButton(visit: Visit, query: CallbackQuery, button: ReminderButton): Promise<void> {
  const { front, actor, t } = visit;
  const noted = await front.snooze(actor, button);
  await answerTapInWords(visit, query, noted === 'done' ? t.reminders.done[button.act] : t.answers.unavailable);
}
