import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenWeb, webPlatform } from '../../../bots/web/platform.ts';
import { miniAppKeyOf } from '../../../src/chat/mini-app-key.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Person } from '../../emulators/telegram/telegram-emulator.ts';
import { openTelegramNewsroom, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';

const HOST = 'copydesk.example.com';
const WEB_URL = `https://${HOST}`;

let desk: TelegramNewsroom;
let web: OpenWeb;
let port: string;
beforeAll(async () => {
  desk = await openTelegramNewsroom({ variables: { WEB_URL } });
  const { TELEGRAM_BOT_TOKEN: _token, TELEGRAM_API_ROOT: _root, ...shared } = desk.variables;
  // As with Compose: the process of the page has no token. The port: whichever is free.
  const variables = { ...shared, DATABASE_URL: desk.newsroom.place.databaseUrl, WEB_PORT: '0' };
  web = await webPlatform.open({
    config: loadConfig('config'),
    environment: readEnvironment(variables),
    variables,
    logger: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
  });
  ({ port } = new URL(await web.localLink()));
});
afterAll(async () => {
  await web?.stop();
  await desk?.close();
});

/** As Telegram signs it for whoever opens the app. */
function openedBy({ id }: Person, token: string): string {
  const fields = {
    auth_date: String(Math.floor(Date.now() / 1000)),
    user: JSON.stringify({ id, first_name: 'Ann' }),
  };
  const text = `auth_date=${fields.auth_date}\nuser=${fields.user}`;
  return new URLSearchParams({
    ...fields,
    hash: createHmac('sha256', miniAppKeyOf(token)).update(text).digest('hex'),
  }).toString();
}

/** As the proxy in front hands it on. */
async function post(body: string): Promise<{ readonly status: number | undefined; readonly cookie: string }> {
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/telegram',
        method: 'POST',
        headers: { host: HOST, origin: WEB_URL, 'content-type': 'application/x-www-form-urlencoded' },
      },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, cookie: answer.headers['set-cookie']?.join() ?? '' });
      },
    );
    sent.once('error', reject);
    sent.end(new URLSearchParams({ initData: body, article: '' }).toString());
  });
}

describe('the mini app, with the page in a process that knows no token', () => {
  it('is offered in a private chat, and lets in whom Telegram says', async () => {
    const { emulator, ann } = desk;
    const chat = emulator.privateChat(ann);
    emulator.say(chat, ann, '/start');
    emulator.say(chat, ann, '/web');
    const link = await desk.until(chat, ({ text }) => text === messages('en').chat.page.link(10), 'link');
    expect(link.buttons.map(({ text }) => text)).toContain(messages('en').telegram.miniApp);
    await expect.poll(async () => (await post(openedBy(ann, emulator.token))).status).toBe(303);
    const { status, cookie } = await post(openedBy(ann, `${emulator.token}x`));
    expect([status, cookie]).toEqual([401, '']);
  });
});
