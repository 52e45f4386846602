import type { SeenMessage } from '../emulators/telegram/telegram-emulator.ts';
import { openMessengerBench } from '../bots/telegram/messenger-bench.ts';
import { messengerContract } from './messenger.ts';

messengerContract('telegram', async () => {
  const bench = await openMessengerBench();
  const { telegram } = bench;

  return {
    messenger: bench.messenger(),
    unknownRef: { chat: await bench.privateChat(), message: 987_654_321 },
    loseNextAnswer: () => telegram.fault('*', { kind: 'lost-response' }),

    async openThread() {
      const chat = await bench.privateChat();
      const seen = (): readonly SeenMessage[] => telegram.messages({ id: chat }).filter(({ isFromBot }) => isFromBot);
      return {
        thread: { platform: 'telegram', channel: String(chat) },
        shown: () => Promise.resolve(seen().map(readAll)),
        dangers: () => Promise.resolve(seen().flatMap(dangersIn)),
      };
    },

    close: () => bench.close(),
  };
});

/** The text, where its links lead, the buttons, and a text file whole. */
function readAll({ text, entities, buttons, document }: SeenMessage): string {
  const links = entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : []));
  const file = document?.mediaType.startsWith('text/') === true ? [document.bytes.toString()] : [];
  return [text, ...links, ...buttons.map((button) => button.text), ...file].join('\n');
}

/** What Telegram brings to life by itself, links that show another address than they lead to, and characters that are obeyed. */
function dangersIn({ text, entities, isRich }: SeenMessage): readonly string[] {
  const found = entities.flatMap((entity) => {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    switch (entity.type) {
      case 'mention':
      case 'text_mention':
      case 'bot_command':
        return [`${entity.type} ${words}`];
      case 'text_link':
        return /^https:\/\/(?:example\.org|oceanservice\.noaa\.gov)\//.test(entity.url)
          ? []
          : [`link to ${entity.url}`];
      default:
        return [];
    }
  });
  // oxlint-disable-next-line no-control-regex -- they are what has to be absent
  const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(text);
  return [...found, ...(controls === null ? [] : ['control characters']), ...(isRich ? ['a rich message'] : [])];
}
