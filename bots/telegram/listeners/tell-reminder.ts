import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import { parseApproverRule } from '../../../src/messages/approver-rule.ts';
import type { DueReminder } from '../../../src/storage/reminder-store.ts';
import { toDeliveryError } from '../messenger/telegram-failures.ts';
import { PLATFORM } from '../platform.ts';
import { messageLink } from '../render/link.ts';
import { renderReminder } from '../render/reminder.ts';
import { say } from './answer.ts';
import type { Front } from './front.ts';

/** What waits for somebody, in their conversation with the bot; who never began one is told nothing. @throws {DeliveryError} */
export async function tellReminder(
  front: Pick<Front, 'call' | 'chats' | 'logger' | 'people' | 'threads' | 'interfaceLanguage'>,
  reminder: DueReminder,
): Promise<void> {
  const rule = parseApproverRule(reminder.person);
  if (rule.kind !== 'user') return;
  const { interfaceLanguage } = front;
  try {
    const [chosen, cards] = await Promise.all([
      front.people.language({ platform: PLATFORM, userId: rule.id }),
      front.threads.cardsOf(reminder.items.map(({ articleId }) => articleId)),
    ]);
    const links = [...cards].flatMap(([articleId, { ref }]) => {
      const link = messageLink(ref);
      return link === undefined ? [] : [[articleId, link] as const];
    });
    const language =
      chosen ??
      (interfaceLanguage === 'auto' ? (reminder.items[0]?.language ?? languageOfLocale('')) : interfaceLanguage);
    await say(front, { chat: Number(rule.id) }, renderReminder(reminder, language, new Map(links)));
  } catch (error) {
    throw toDeliveryError('Could not remind somebody', error);
  }
}
