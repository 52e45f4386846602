import type { Messages } from '../../../src/messages/messages.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { encodeOwnButton } from './own-button.ts';
import { joinPieces } from './plain.ts';

/** What `/help` says. */
export function renderHelp(t: Messages): TelegramReply {
  const { title, commands, ids } = t.chat.help;
  return joinPieces([
    { text: title, type: 'bold' },
    '\n\n',
    commands('/')
      .map(({ usage, does }) => `${usage} — ${does}`)
      .join('\n'),
    `\n\n${ids}`,
  ]);
}

/** What `/start` says: three lines, and an example to tap. */
export function renderWelcome(t: Messages): TelegramReply {
  const { welcome, exampleButton, exampleTopic } = t.telegram;
  return {
    text: welcome.join('\n'),
    markup: {
      inline_keyboard: [[{ text: exampleButton(exampleTopic), callback_data: encodeOwnButton({ kind: 'example' }) }]],
    },
    purpose: { kind: 'welcome' },
  };
}
