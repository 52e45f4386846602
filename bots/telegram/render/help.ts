import type { Messages } from '../../../src/messages/messages.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { encodeOwnButton } from './own-button.ts';
import { joinPieces, type Piece } from './plain.ts';

/** What `/help` says: a command that a tap may send as it stands can be tapped, one with more to write is copied by a tap. */
export function renderHelp(t: Messages): TelegramReply {
  const { title, commands, ids } = t.chat.help;
  const { help } = t.telegram;
  return joinPieces([
    { text: title, type: 'bold' },
    ...commands('/').flatMap(({ usage, does }): readonly Piece[] => [
      '\n',
      SENT_AS_IT_STANDS.test(usage) ? usage : { text: usage, type: 'code' },
      // There is no form here.
      ` — ${usage === '/article' ? help.askTopic : does}`,
    ]),
    `\n\n${help.withoutCommands}\n\n${ids}`,
  ]);
}

const SENT_AS_IT_STANDS = /^\/[a-z]+(?: \[[^\]]+\])?$/;

/** What `/start` says: three lines, and an example to tap. */
export function renderWelcome(t: Messages): TelegramReply {
  const { welcome, exampleButton, exampleTopic } = t.telegram;
  return {
    text: welcome.join('\n\n'),
    markup: {
      inline_keyboard: [[{ text: exampleButton(exampleTopic), callback_data: encodeOwnButton({ kind: 'example' }) }]],
    },
    purpose: { kind: 'welcome' },
  };
}
