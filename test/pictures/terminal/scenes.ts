import type { Chat } from '../../../bots/terminal/listeners/chat.ts';
import { say, sayReply } from '../../../bots/terminal/listeners/hand-over.ts';
import { tellReminders } from '../../../bots/terminal/listeners/tell-reminders.ts';
import { PREFIX } from '../../../bots/terminal/platform.ts';
import { drawCard } from '../../../bots/terminal/render/draw-card.ts';
import { createLook } from '../../../bots/terminal/render/look.ts';
import { cardOf } from '../../../src/cards/card-of.ts';
import { listCard } from '../../../src/cards/list-card.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { INBOX } from '../inbox.ts';
import { REMINDER } from '../reminder.ts';
import { COUNTED, VOTES } from '../votes.ts';

const COLUMNS = 90;
const LANGUAGE = 'en';

/** What the chat in a terminal has printed, with its colours. */
function shownBy(show: (chat: Chat) => void): string {
  const lines: string[] = [];
  const screen = { print: (...printed: readonly string[]) => void lines.push(...printed), look };
  const part = {
    screen,
    language: LANGUAGE,
    t: messages(LANGUAGE),
    actor: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
    reminders: { take: async () => [REMINDER] },
  };
  // What these show needs no more of a chat.
  show(part as unknown as Chat);
  return `${lines.join('\n').trim()}\n`;
}

const look = () => createLook(COLUMNS, true);
const print = (chat: Chat, content: ChatContent): void => {
  const { text: _, ...card } = cardOf(content, PREFIX);
  chat.screen.print('', ...drawCard(card, look()));
};

/** While votes come in. */
export function terminalTally(): string {
  return shownBy((chat) => {
    print(chat, VOTES.status);
    print(chat, VOTES.void);
    print(chat, VOTES.gate);
    say(chat, '');
    sayReply(chat, COUNTED);
  });
}

/** What waits for whoever sits there. */
export function terminalInbox(): string {
  return shownBy((chat) => {
    say(chat, '> /inbox');
    chat.screen.print('', ...drawCard(listCard(INBOX, LANGUAGE, PREFIX), look()));
  });
}

/** In the morning. */
export async function terminalReminder(): Promise<string> {
  let told = Promise.resolve();
  const lines: string[] = [];
  shownBy((chat) => {
    told = tellReminders({ ...chat, screen: { ...chat.screen, print: (...printed) => void lines.push(...printed) } });
  });
  await told;
  return `${lines.join('\n').trim()}\n`;
}
