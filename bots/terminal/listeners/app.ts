import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { refused } from '../../../src/chat/reply.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { type InterfaceLanguage, isOver } from '../../../src/protocol/article.ts';
import type { ReminderStore } from '../../../src/storage/reminder-store.ts';
import type { ScheduleStore } from '../../../src/storage/schedule-store.ts';
import type { PeopleStore } from '../../../src/storage/people-store.ts';
import type { TerminalStore } from '../connect/terminal-store.ts';
import type { Chat } from './chat.ts';
import { say, sayReply } from './hand-over.ts';
import { onCosts } from './on-costs.ts';
import {
  onArticleLanguage,
  onBringBack,
  onControl,
  onEditExtra,
  onAssign,
  onFollow,
  onStepIn,
  onMove,
} from './on-control.ts';
import { onLanguage } from './on-language.ts';
import { onRevise } from './on-revise.ts';
import { onHelp } from './on-help.ts';
import { onList } from './on-list.ts';
import { onOpen } from './on-open.ts';
import { onSchedule, onScheduleAct, onSchedules, tellNews } from './on-schedules.ts';
import { tellReminders } from './tell-reminders.ts';
import { onStart, onStartHeld } from './on-start.ts';
import { onTranslate } from './on-translate.ts';
import { onStatus } from './on-status.ts';
import { onUnknown } from './on-unknown.ts';
import { onWeb } from './on-web.ts';
import { whichArticle } from './which-article.ts';
import { toTerminalCommand } from './to-terminal-command.ts';
import { Keyboard, type KeyboardInput } from '../ui/keyboard.ts';
import { createPrompts } from '../ui/prompts.ts';
import { type ScreenOutput, createScreen } from '../ui/screen.ts';

export interface TerminalChatOptions {
  readonly desk: ChatDesk;
  readonly store: TerminalStore;
  readonly people: PeopleStore;
  /** Where what the person's schedules have to say is kept until they are there. */
  readonly schedules: Pick<ScheduleStore, 'takeNews' | 'told'>;
  readonly reminders: Pick<ReminderStore, 'take'>;
  readonly language: InterfaceLanguage;
  readonly actor: Actor;
  /** Where finished articles are saved; made when it is missing. */
  readonly articlesFolder: string;
  readonly input: KeyboardInput;
  readonly output: ScreenOutput;
  /** The command that opens an editor, perhaps with arguments. */
  readonly editor?: string;
  /** An address by which this person comes to the page, or to an article there. Absent: this process serves none. */
  readonly openPage?: (articleId?: string) => Promise<string>;
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
    t: messages(options.language),
    screen,
    keyboard,
    prompts: createPrompts(keyboard, screen, leaving),
    editor: options.editor,
    pollMs: options.pollMs,
    openPage: options.openPage,
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
  const { desk, actor, t } = chat;
  const listed = await desk.list(actor);
  // The first command will say so, if it is still true by then.
  if (listed.kind !== 'list') return;
  const running = listed.articles.filter(({ stage }) => !isOver(stage));
  if (running.length === 0) return;
  say(chat, t.terminal.resumed(running.length));
  const articleId = await whichArticle(chat, { offer: true });
  if (articleId !== undefined) await onOpen(chat, { kind: 'open', articleId });
}

async function converse(chat: Chat): Promise<void> {
  const { prompts, leaving } = chat;
  let initial: string | undefined;
  while (!leaving.aborted) {
    const { t } = chat;
    await tellNews(chat);
    await tellReminders(chat);
    const line = await prompts.ask({
      message: t.terminal.topicPrompt,
      placeholder: t.terminal.topicPlaceholder,
      ...(initial !== undefined && { initial }),
      fault: (text) => lengthFault(chat, text),
    });
    if (line === undefined) return;
    initial = undefined;
    const command = toTerminalCommand(line);
    switch (command.kind) {
      case 'start':
        initial = await onStart(chat, command);
        break;
      case 'list':
        await onList(chat, command);
        break;
      case 'costs':
        await onCosts(chat);
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
      case 'revise':
        await onRevise(chat, command);
        break;
      case 'translate':
        await onTranslate(chat, command);
        break;
      case 'edit-extra':
        await onEditExtra(chat, command);
        break;
      case 'bring-back':
        await onBringBack(chat, command);
        break;
      case 'help':
        onHelp(chat);
        break;
      case 'step-in':
        await onStepIn(chat, command);
        break;
      case 'assign':
        await onAssign(chat, command);
        break;
      case 'move':
        await onMove(chat, command);
        break;
      case 'follow':
      case 'unfollow':
        await onFollow(chat, command);
        break;
      case 'article-language':
        await onArticleLanguage(chat, command);
        break;
      case 'language':
        await onLanguage(chat, command);
        break;
      case 'away':
        sayReply(chat, await chat.desk.delegate(chat.actor, command.ask));
        break;
      case 'link':
        sayReply(chat, await chat.desk.link(chat.actor, command.code));
        break;
      case 'unlink':
        sayReply(chat, await chat.desk.unlink(chat.actor));
        break;
      case 'zone':
        sayReply(chat, await chat.desk.zone(chat.actor, command.zone));
        break;
      case 'web':
        await onWeb(chat, command);
        break;
      case 'schedule':
        await onSchedule(chat, command);
        break;
      case 'schedules':
        await onSchedules(chat, command);
        break;
      case 'schedule-act':
        await onScheduleAct(chat, command);
        break;
      case 'start-held':
        await onStartHeld(chat, command);
        break;
      case 'form':
        say(chat, t.terminal.emptyTopic);
        break;
      case 'faulty':
        sayReply(chat, refused(command.fault));
        break;
      case 'unknown-command':
        initial = onUnknown(chat, command);
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
  const command = toTerminalCommand(line);
  return command.kind === 'faulty' && command.fault.code === 'topic-too-long'
    ? t.answers.topicTooLong(command.fault.length)
    : undefined;
}
