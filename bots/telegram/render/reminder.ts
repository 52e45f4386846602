import { remindingOf } from '../../../src/cards/reminder-card.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { encodeReminderButton, REMINDER_ACTS } from '../../../src/protocol/reminder-button.ts';
import type { DueReminder } from '../../../src/storage/reminder-store.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { inert, joinPieces, type Piece } from './plain.ts';

/** @param links to the places where people decide, where those have addresses: groups do, private chats do not */
export function renderReminder(
  reminder: DueReminder,
  language: InterfaceLanguage,
  links: ReadonlyMap<string, string>,
): TelegramReply {
  const t = messages(language).reminders;
  const { title, items, small } = remindingOf(reminder, language);
  const isOnly = items.length === 1;
  return {
    ...joinPieces([
      { text: title, type: 'bold' },
      ...items.flatMap(({ articleId, topic, detail }, at): readonly Piece[] => [
        `\n\n${isOnly ? '' : `${at + 1}. `}`,
        { text: inert(topic), type: 'bold' },
        `\n${inert(detail)}`,
        ...(links.has(articleId) ? [] : [`\n/status_${articleId}`]),
      ]),
      ...(small.length === 0 ? [] : [`\n\n${small.join('\n')}`]),
    ]),
    markup: {
      inline_keyboard: items.map(({ articleId }, at) => {
        const number = isOnly ? '' : `${at + 1}. `;
        const link = links.get(articleId);
        return [
          ...(link === undefined ? [] : [{ text: `${number}${t.open}`, url: link }]),
          ...REMINDER_ACTS.map((act) => ({
            text: `${number}${t.buttons[act]}`,
            callback_data: encodeReminderButton({ act, articleId }),
          })),
        ];
      }),
    },
  };
}
