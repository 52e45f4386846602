import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { ReminderStore } from '../../../src/storage/reminder-store.ts';
import type { ScheduleStore } from '../../../src/storage/schedule-store.ts';
import type { PeopleStore } from '../../../src/storage/people-store.ts';
import type { TerminalStore } from '../connect/terminal-store.ts';
import type { Keyboard } from '../ui/keyboard.ts';
import type { Prompts } from '../ui/prompts.ts';
import type { Screen } from '../ui/screen.ts';

/** One person at one terminal: what listeners act with. */
export interface Chat {
  readonly desk: ChatDesk;
  readonly store: TerminalStore;
  readonly people: PeopleStore;
  readonly schedules: Pick<ScheduleStore, 'takeNews' | 'told'>;
  readonly reminders: Pick<ReminderStore, 'take'>;
  readonly actor: Actor;
  /** Of what is said from now on, and of the articles that begin. */
  language: InterfaceLanguage;
  t: Messages;
  readonly screen: Screen;
  readonly keyboard: Keyboard;
  readonly prompts: Prompts;
  readonly articlesFolder: string;
  readonly editor: string | undefined;
  readonly pollMs: number | undefined;
  readonly openPage: ((articleId?: string) => Promise<string>) | undefined;
  /** The person has left, or the host wants the chat to end. */
  readonly leaving: AbortSignal;
  /** What commands without an id are about. */
  lastArticleId: string | undefined;
  /** Decisions of this chat that were taken, as `decisionKey` names them: what became of them has been said. */
  readonly decisions: Set<string>;
  /** What was typed and could not be handed over, by what it was for: offered again. */
  readonly unsent: Map<string, string>;
}

export function decisionKey(
  articleId: string,
  { kind, version }: { readonly kind: string; readonly version: number },
): string {
  return `${articleId}/${version}/${kind}`;
}
