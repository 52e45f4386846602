import { reminderCard, remindingOf } from '../../../src/cards/reminder-card.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { encodeReminderButton, REMINDER_ACTS } from '../../../src/protocol/reminder-button.ts';
import type { DueReminder } from '../../../src/storage/reminder-store.ts';
import type { SlackReply } from '../listeners/slack-context.ts';
import { actions, context, header, linkButton, plain } from './blocks.ts';
import { drawCard, type Links } from './draw-card.ts';

/** The `action_id` of buttons of reminders. */
export const REMINDER_ACTION = /^reminder:(?:snooze|not-mine):\d+$/;

/** @param links to the places where people decide, as far as they are known */
export function renderReminder(reminder: DueReminder, language: InterfaceLanguage, links: Links): SlackReply {
  const t = messages(language).reminders;
  const { title, items, small } = remindingOf(reminder, language);
  return {
    text: title,
    blocks: [
      header(title),
      ...items.flatMap((item, at) => {
        const { articleId } = item;
        const link = links.get(articleId);
        return [
          ...drawCard(reminderCard(item, language)),
          actions(
            ...(link === undefined ? [] : [linkButton(t.open, link)]),
            ...REMINDER_ACTS.map((act) => ({
              type: 'button' as const,
              action_id: `reminder:${act}:${at}`,
              text: plain(t.buttons[act]),
              value: encodeReminderButton({ act, articleId }),
            })),
          ),
        ];
      }),
      ...(small.length === 0 ? [] : [context(...small)]),
    ],
  };
}
