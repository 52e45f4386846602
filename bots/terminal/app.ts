import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../src/protocol/article.ts';
import type { TerminalStore } from '../../src/storage/terminal-store.ts';
import type { Chat, StoreEdited } from './chat.ts';
import { say } from './hand-over.ts';
import { onControl } from './listeners/on-control.ts';
import { onFaulty } from './listeners/on-faulty.ts';
import { onHelp } from './listeners/on-help.ts';
import { onList } from './listeners/on-list.ts';
import { onOpen } from './listeners/on-open.ts';
import { onStart } from './listeners/on-start.ts';
import { onStatus } from './listeners/on-status.ts';
import { whichArticle } from './listeners/which-article.ts';
import { toCommand } from './to-command.ts';
import { Keyboard, type KeyboardInput } from './ui/keyboard.ts';
import { createPrompts } from './ui/prompts.ts';
import { type ScreenOutput, createScreen } from './ui/screen.ts';

export interface TerminalChatOptions {
  readonly gateway: ArticleGateway;
  readonly store: TerminalStore;
  readonly storeEdited: StoreEdited;
  readonly language: InterfaceLanguage;
  /** BCP 47 tag of the language that articles are written in, or `auto` (the default): that of the topic. */
  readonly articleLanguage?: string;
  readonly actor: Actor;
  /** Where finished articles are saved; made when it is missing. */
  readonly articlesFolder: string;
  readonly input: KeyboardInput;
  readonly output: ScreenOutput;
  /** The command that opens an editor, perhaps with arguments. */
  readonly editor?: string;
  /** Ends the chat. */
  readonly signal: AbortSignal;
  /** How often to look for news although none were announced, in milliseconds. */
  readonly pollMs?: number;
  /** Overrides the width of the window. */
  readonly columns?: number;
  /** Overrides what the environment says about colour. */
  readonly color?: boolean;
}

/**
 * The terminal chat: resolves when the person leaves (`/quit`, Ctrl-C, Ctrl-D), the input ends or the signal comes. Articles go on.
 * Until then nothing else may read the input, and what else writes to the output garbles it.
 */
export async function runTerminalChat(options: TerminalChatOptions): Promise<void> {
  const left = new AbortController();
  const leaving = AbortSignal.any([options.signal, left.signal]);
  const keyboard = new Keyboard(options.input, options.output, () => left.abort());
  const screen = createScreen(options.output, options);
  const chat: Chat = {
    ...options,
    articleLanguage: options.articleLanguage ?? 'auto',
    t: messages(options.language),
    screen,
    keyboard,
    prompts: createPrompts(keyboard, screen, leaving),
    editor: options.editor,
    pollMs: options.pollMs,
    leaving,
    lastArticleId: undefined,
    decisions: new Set(),
    unsent: new Map(),
  };
  keyboard.open();
  try {
    say(chat, chat.t.terminal.greeting);
    await welcomeBack(chat);
    await converse(chat);
    say(chat, chat.t.terminal.goodbye);
  } finally {
    keyboard.close();
  }
}

/** Whoever has articles under way is offered to go on with them. */
async function welcomeBack(chat: Chat): Promise<void> {
  const { gateway, actor, t } = chat;
  try {
    const running = await gateway.list({ requester: actor, running: true, limit: WELCOME_LIMIT });
    if (running.length === 0) return;
    say(chat, t.terminal.resumed(running.length));
    const articleId = await whichArticle(chat, { offer: true });
    if (articleId !== undefined) await onOpen(chat, { kind: 'open', articleId });
  } catch (error) {
    // The first command will say so, if it is still true by then.
    if (!(error instanceof GatewayError)) throw error;
  }
}

/** As many as are counted; who has more knows. */
const WELCOME_LIMIT = 50;

async function converse(chat: Chat): Promise<void> {
  const { prompts, leaving, t } = chat;
  let initial: string | undefined;
  while (!leaving.aborted) {
    const line = await prompts.ask({
      message: t.terminal.topicPrompt,
      placeholder: t.terminal.topicPlaceholder,
      ...(initial !== undefined && { initial }),
      fault: (text) => lengthFault(chat, text),
    });
    if (line === undefined) return;
    initial = undefined;
    const command = toCommand(line);
    switch (command.kind) {
      case 'start':
        initial = await onStart(chat, command);
        break;
      case 'list':
        await onList(chat);
        break;
      case 'open':
        await onOpen(chat, command);
        break;
      case 'status':
        await onStatus(chat, command);
        break;
      case 'control':
        await onControl(chat, command);
        break;
      case 'help':
        onHelp(chat);
        break;
      case 'new':
        break;
      case 'faulty':
        initial = onFaulty(chat, command);
        break;
      case 'quit':
        return;
      default:
        command satisfies never;
    }
  }
}

/** A topic that does not fit stays in the prompt, to be shortened there. */
function lengthFault({ t }: Chat, line: string): string | undefined {
  const command = toCommand(line);
  return command.kind === 'faulty' && command.fault.code === 'topic-too-long'
    ? t.terminal.topicTooLong(command.fault.length)
    : undefined;
}
