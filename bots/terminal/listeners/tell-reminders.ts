import { reminderCard, remindingOf } from '../../../src/cards/reminder-card.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { drawCard } from '../render/draw-card.ts';
import type { Chat } from './chat.ts';
import { say } from './hand-over.ts';

/** Says what waits for the person, once a day at most. What cannot be read now is said later. */
export async function tellReminders(chat: Chat): Promise<void> {
  const { reminders, actor, language, screen } = chat;
  try {
    for (const reminder of await reminders.take(PLATFORM, actorKey(actor))) {
      if (reminder.items.length === 0) continue;
      const { title, items, small } = remindingOf(reminder, language);
      say(chat, title);
      for (const item of items) {
        screen.print('', ...drawCard(reminderCard(item, language), screen.look()));
        say(chat, `${PREFIX}open ${item.articleId}`);
      }
      for (const words of small) say(chat, words);
    }
  } catch {
    // The next command says that the database is away, if it still is.
  }
}
