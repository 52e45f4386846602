import { renderContent } from '../../bots/slack/render/content.ts';
import { renderMessages } from '../../bots/telegram/render/content.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/protocol/article.ts';
import { chatContents } from '../fixtures/chat-contents.ts';
import type { Markup } from './html.ts';
import type { Platform } from './page.ts';
import { drawSlackThread } from './slack/draw-thread.ts';
import { drawTelegramChat } from './telegram/draw-chat.ts';

interface Sheet {
  readonly name: string;
  readonly platform: Platform;
  readonly draw: () => Promise<Markup>;
}

/** Every message there is, one below the other, each with its name in the fixtures. */
export function drawSheets(): readonly Sheet[] {
  return INTERFACE_LANGUAGES.flatMap((language): readonly Sheet[] => [
    { name: `slack-${language}`, platform: 'slack', draw: () => slackSheet(language) },
    { name: `telegram-${language}`, platform: 'telegram', draw: () => telegramSheet(language) },
  ]);
}

async function slackSheet(language: InterfaceLanguage): Promise<Markup> {
  const replies = Object.entries(chatContents(language)).flatMap(([at, content]) =>
    renderContent(content).map((part) => ({ at, part })),
  );
  return await drawSlackThread({ channel: language, names: new Map(), replies });
}

async function telegramSheet(language: InterfaceLanguage): Promise<Markup> {
  const options = { richMessages: false };
  const messages = await Promise.all(
    Object.entries(chatContents(language)).flatMap(([name, content]) =>
      renderMessages(content, options).map(async ({ body }) => ({
        author: { name },
        at: '14:07',
        body: await body.render(),
      })),
    ),
  );
  return drawTelegramChat({ title: language, members: '', messages });
}
