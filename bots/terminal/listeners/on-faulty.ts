import type { Chat } from '../chat.ts';
import { say } from '../hand-over.ts';
import type { Command, Fault } from '../to-command.ts';

/** Says why a line cannot be obeyed. Answers what to offer again. */
export function onFaulty(chat: Chat, { fault }: Extract<Command, { readonly kind: 'faulty' }>): string | undefined {
  say(chat, faultWords(chat, fault));
  return fault.code === 'unknown-command' ? fault.nearest : undefined;
}

function faultWords({ t }: Chat, fault: Fault): string {
  switch (fault.code) {
    case 'empty':
      return t.terminal.emptyTopic;
    case 'topic-too-long':
      return t.terminal.topicTooLong(fault.length);
    case 'unknown-command':
      return [
        t.terminal.unknownCommand(fault.typed),
        ...(fault.nearest === undefined ? [] : [t.terminal.didYouMean(fault.nearest)]),
      ].join(' ');
    case 'not-an-id':
      return t.terminal.notAnId(fault.typed);
    default:
      return fault satisfies never;
  }
}
