import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegraf } from '../../../../bots/telegram/listeners/bot.ts';
import { readTelegramVariables } from '../../../../bots/telegram/variables.ts';
import { createWebhookListener, guardWebhook } from '../../../../bots/telegram/connect/webhook.ts';
import { createHttpServer } from '../../../../src/lib/http-server.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { itSurvivesAnyRequest } from '../../../contracts/http-server.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../../emulators/telegram/telegram-emulator.ts';

const logger = createLogger({ level: 'silent' });

describe('the webhook of a Telegram bot', () => {
  let emulator: TelegramEmulator;
  let server: Server;
  let origin: string;
  let kept: unknown[];
  let isHealthy: boolean;
  let failures: number;
  let webhook: NonNullable<NonNullable<ReturnType<typeof readTelegramVariables>>['webhook']>;

  beforeEach(async () => {
    emulator = await startTelegramEmulator({ webhookRetryMs: 20 });
    kept = [];
    isHealthy = true;
    failures = 0;
    server = createHttpServer((request, response) => listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const variables = readTelegramVariables({
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.apiRoot,
      TELEGRAM_WEBHOOK_URL: `${origin}/behind/a/proxy`,
    });
    if (variables?.webhook === undefined) throw new Error('It was set');
    webhook = variables.webhook;
    const listener = createWebhookListener({
      webhook,
      async keep(updates) {
        if (failures > 0) {
          failures -= 1;
          throw new Error('No database');
        }
        kept.push(...updates);
      },
      isHealthy: () => isHealthy,
      logger,
    });
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    await emulator.stop();
  });

  async function post(body: string, secret?: string, url = webhook.url): Promise<number> {
    const headers: Record<string, string> = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret };
    const response = await fetch(url, { method: 'POST', body, headers: { ...headers, connection: 'close' } });
    return response.status;
  }

  it('takes updates from nobody who does not know its secret and its path', async () => {
    const update = '{"update_id":1}';
    expect(await post(update)).toBe(403);
    expect(await post(update, '')).toBe(403);
    expect(await post(update, `${webhook.secret}x`)).toBe(403);
    expect(await post(update, webhook.secret, `${origin}/`)).toBe(404);
    expect(await post(update, webhook.secret, `${webhook.url}x`)).toBe(404);
    expect((await fetch(webhook.url, { headers: { connection: 'close' } })).status).toBe(404);
    expect(kept).toEqual([]);
    expect(await post(update, webhook.secret)).toBe(200);
    expect(kept).toEqual([{ update_id: 1 }]);
  });

  it('refuses what is no update', async () => {
    for (const body of ['', 'x', '[]', 'null', '{"update_id":"1"}']) expect(await post(body, webhook.secret)).toBe(400);
    expect(await post(JSON.stringify({ update_id: 1, text: 'x'.repeat(1_100_000) }), webhook.secret)).toBe(413);
    expect(kept).toEqual([]);
  });

  it('tells whether the bot is well', async () => {
    const ask = async (): Promise<number> =>
      (await fetch(`${origin}/healthz`, { headers: { connection: 'close' } })).status;
    expect(await ask()).toBe(200);
    isHealthy = false;
    expect(await ask()).toBe(503);
  });

  it('is told to Telegram, taken back from others, and called again for what could not be written down', async () => {
    const stopping = new AbortController();
    const { call } = createTelegraf({ token: emulator.token, apiRoot: emulator.apiRoot });
    let checks = 0;
    const guarding = guardWebhook({
      call,
      webhook,
      onChecked: () => void (checks += 1),
      logger,
      signal: stopping.signal,
      checkEveryMs: 30,
    });
    await expect.poll(() => checks).toBeGreaterThan(0);
    const ann = emulator.user({ firstName: 'Ann' });
    failures = 2;
    emulator.say(emulator.privateChat(ann), ann, 'one');
    await expect.poll(() => kept).toMatchObject([{ message: { text: 'one' } }]);
    await expect.poll(() => emulator.pending).toEqual([]);
    expect(failures).toBe(0);

    await call('setWebhook', { url: `${origin}/elsewhere` });
    await expect.poll(async () => (await call('getWebhookInfo', {})).url).toBe(webhook.url);
    emulator.say(emulator.privateChat(ann), ann, 'two');
    await expect.poll(() => kept).toHaveLength(2);
    stopping.abort();
    await guarding;
  });
});

describe('the server of the webhook', () => {
  itSurvivesAnyRequest(async () => {
    const webhook = { path: '/telegram/1', secret: 'secret' };
    const listener = createWebhookListener({
      webhook,
      keep: () => Promise.reject(new Error('No database')),
      isHealthy: () => true,
      logger,
    });
    const server = createHttpServer(listener, { logger });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      known: { method: 'GET', path: '/healthz', status: 200 },
      takesBodiesAt: webhook.path,
      bodyHeaders: { 'x-telegram-bot-api-secret-token': webhook.secret },
      close: () => server.close(),
    };
  });
});
