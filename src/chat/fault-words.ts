import type { Messages } from '../messages/messages.ts';
import type { CommandFault } from './to-command.ts';

/** Why a command cannot be obeyed, and how to have an article written about what was typed. */
export function faultWords(fault: CommandFault, commandPrefix: string, t: Messages): string {
  switch (fault.code) {
    case 'topic-too-long':
      return t.answers.topicTooLong(fault.length);
    case 'not-an-id':
      return t.chat.notAnId(fault.typed, forTopic(fault, commandPrefix));
    case 'takes-nothing':
      return t.chat.takesNothing(fault.verb, forTopic(fault, commandPrefix));
    case 'unknown-language':
      return t.chat.unknownLanguage(fault.typed, forTopic(fault, commandPrefix));
    default:
      return fault satisfies never;
  }
}

/** `/article article cancel culture` in Slack, `/article cancel culture` in Telegram. */
function forTopic({ verb, typed }: { readonly verb: string; readonly typed: string }, commandPrefix: string): string {
  return `${commandPrefix}article ${verb} ${typed}`;
}
