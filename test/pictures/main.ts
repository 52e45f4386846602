// Draws docs/{slack,telegram,web}-*.png: an article's messages, and whole threads, as Slack and Telegram show what our renderers make of
// them, and views of the page.
//   npm run pictures                       all of them
//   npm run pictures -- some/folder        every message there is in every language, also at the width of a phone, to be looked at
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startChromium } from '../support/chromium.ts';
import type { Markup } from './html.ts';
import { type Platform, toPage } from './page.ts';
import { slackReminder, telegramReminder } from './reminder.ts';
import { screenshot } from './screenshot.ts';
import { drawSheets } from './sheets.ts';
import {
  slackArticle,
  slackGate,
  slackInbox,
  slackTally,
  slackThread,
  slackTranslation,
  slackWhole,
} from './slack/scenes.ts';
import {
  telegramArticle,
  telegramGate,
  telegramInbox,
  telegramTally,
  telegramThread,
  telegramTranslation,
  telegramWhole,
} from './telegram/scenes.ts';
import { terminalInbox, terminalReminder, terminalTally } from './terminal/scenes.ts';
import { THREADS } from './threads.ts';
import { ARTICLE_PATH, VOTED_PATH } from './web/scenes.ts';
import { takeView } from './web/take-view.ts';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const RENDER_THREAD = fileURLToPath(new URL('../../scripts/render-thread.js', import.meta.url));

/** In CSS pixels. */
const WIDTHS: Readonly<Record<Platform, number>> = { slack: 840, telegram: 430 };
const PHONE_WIDTH = 375;

try {
  await using chromium = await startChromium(process.env);
  const [folder] = process.argv.slice(2);
  await (folder === undefined ? takeDocs(chromium) : takeSheets(chromium, folder));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function takeDocs(chromium: Browser): Promise<void> {
  const take = async (name: string, platform: Platform, body: Markup): Promise<void> =>
    await screenshot(chromium, await toPage(platform, body), {
      file: join(DOCS, `${name}.png`),
      width: WIDTHS[platform],
    });
  await take('slack-thread', 'slack', await slackThread());
  await take('slack-gate', 'slack', await slackGate());
  await take('slack-article', 'slack', await slackArticle());
  await take('telegram-thread', 'telegram', await telegramThread());
  await take('telegram-gate', 'telegram', await telegramGate());
  await take('telegram-article', 'telegram', await telegramArticle());
  await take('slack-reminder', 'slack', await slackReminder());
  await take('telegram-reminder', 'telegram', telegramReminder());
  await take('slack-tally', 'slack', await slackTally());
  await take('slack-translation', 'slack', await slackTranslation());
  await take('telegram-translation', 'telegram', await telegramTranslation());
  await take('slack-inbox', 'slack', await slackInbox());
  await take('telegram-tally', 'telegram', await telegramTally());
  await take('telegram-inbox', 'telegram', telegramInbox());
  await drawTerminal('terminal-tally', 'Copydesk: votes in the terminal chat', terminalTally());
  await drawTerminal('terminal-inbox', 'Copydesk: what waits for somebody, in the terminal chat', terminalInbox());
  await drawTerminal('terminal-reminder', 'Copydesk: a reminder in the terminal chat', await terminalReminder());
  const viewport = { width: 1280, height: 860 };
  await takeView(chromium, ARTICLE_PATH, {
    file: join(DOCS, 'web-article.png'),
    viewport: { width: 1280, height: 1440 },
  });
  await takeView(chromium, VOTED_PATH, { file: join(DOCS, 'web-tally.png'), viewport: { width: 1280, height: 720 } });
  await takeView(chromium, '/', { file: join(DOCS, 'web-inbox.png'), viewport });
  await takeView(chromium, ARTICLE_PATH, {
    file: join(DOCS, 'web-phone.png'),
    viewport: { width: 390, height: 844 },
    isMobile: true,
  });
  for (const thread of THREADS) {
    await take(`slack-${thread.name}`, 'slack', await slackWhole(thread));
    await take(`telegram-${thread.name}`, 'telegram', await telegramWhole(thread));
  }
}

/** @param printed what a terminal has shown, with its colours */
async function drawTerminal(name: string, title: string, printed: string): Promise<void> {
  const drawn = execFileSync(process.execPath, [RENDER_THREAD, title], { input: printed });
  await writeFile(join(DOCS, `${name}.svg`), drawn);
}

async function takeSheets(chromium: Browser, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, platform, draw } of drawSheets()) {
    const page = await toPage(platform, await draw());
    for (const [suffix, width] of [
      ['', WIDTHS[platform]],
      ['-phone', PHONE_WIDTH],
    ] as const)
      await screenshot(chromium, page, { file: join(folder, `${name}${suffix}.png`), width });
  }
}
