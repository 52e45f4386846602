import type { Chat } from './chat.ts';
import { say } from './hand-over.ts';
import type { TerminalCommand } from './to-terminal-command.ts';

/** Says that there is no such command. Answers what to offer instead. */
export function onUnknown(
  chat: Chat,
  { typed, nearest }: Extract<TerminalCommand, { readonly kind: 'unknown-command' }>,
): string | undefined {
  const { unknownCommand, didYouMean } = chat.t.terminal;
  say(chat, [unknownCommand(typed), ...(nearest === undefined ? [] : [didYouMean(nearest)])].join(' '));
  return nearest;
}
