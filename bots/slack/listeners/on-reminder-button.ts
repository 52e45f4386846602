import { messages } from '../../../src/messages/messages.ts';
import { decodeReminderButton } from '../../../src/protocol/reminder-button.ts';
import { answer } from './answer.ts';
import { onClick } from './on-click.ts';
import type { SlackContext } from './slack-context.ts';

/** “Tomorrow” and “Not mine”, for whoever clicks. */
export function onReminderButton(slack: SlackContext) {
  return onClick(async ({ person, origin, value }, respond) => {
    const [actor, language] = await Promise.all([
      slack.people.actorOf(person, origin.channel),
      slack.people.languageOf(person),
    ]);
    const t = messages(language);
    const button = decodeReminderButton(value);
    const said =
      button === undefined
        ? t.slack.deadButton
        : (await slack.snooze(actor, button)) === 'done'
          ? t.reminders.done[button.act]
          : t.answers.unavailable;
    slack.later('answer a click', answer(slack, person, origin, said, respond));
  });
}
