import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import type { Messages } from '../../src/messages/messages.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../src/protocol/article.ts';
import type { EditedText } from '../../src/protocol/decision.ts';
import type { TerminalStore } from '../../src/storage/terminal-store.ts';
import type { Keyboard } from './ui/keyboard.ts';
import type { Prompts } from './ui/prompts.ts';
import type { Screen } from './ui/screen.ts';

/** Keeps a person's text before the decision about it is sent; for the same `draftId` once. */
export type StoreEdited = (edited: {
  readonly draftId: string;
  readonly articleId: string;
  readonly text: string;
  readonly authorName: string;
}) => Promise<EditedText>;

/** One person at one terminal: what listeners act with. */
export interface Chat {
  readonly gateway: ArticleGateway;
  readonly store: TerminalStore;
  readonly storeEdited: StoreEdited;
  readonly actor: Actor;
  readonly language: InterfaceLanguage;
  readonly articleLanguage: string;
  readonly t: Messages;
  readonly screen: Screen;
  readonly keyboard: Keyboard;
  readonly prompts: Prompts;
  readonly articlesFolder: string;
  readonly editor: string | undefined;
  readonly pollMs: number | undefined;
  /** The person has left, or the host wants the chat to end. */
  readonly leaving: AbortSignal;
  /** What commands without an id are about. */
  lastArticleId: string | undefined;
  /** Decisions of this chat that counted or were noted: their outcome has been said. */
  readonly decisions: Set<string>;
  /** What was typed and could not be handed over, by what it was for: offered again. */
  readonly unsent: Map<string, Unsent>;
}

export interface Unsent {
  readonly text: string;
  /** The id under which it was tried: trying again with the same text is the same act. */
  readonly id: string;
}
