import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf, Telegram } from 'telegraf';
import { message } from 'telegraf/filters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatHandle, type Person, startTelegramEmulator, type TelegramEmulator } from './telegram-emulator.ts';

let emulator: TelegramEmulator;
let telegram: Telegram;
let ann: Person;
let chat: ChatHandle;
const stops: (() => void)[] = [];

beforeEach(async () => {
  emulator = await startTelegramEmulator({ conflictDelayMs: 20, webhookRetryMs: 10, tapExpiryMs: 100 });
  telegram = new Telegram(emulator.token, { apiRoot: emulator.apiRoot });
  ann = emulator.user({ firstName: 'Ann' });
  chat = emulator.privateChat(ann);
});

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await emulator.stop();
});

/** A bot that polls and writes down what it hears. */
function listen(): { readonly heard: string[]; readonly launched: Promise<void> } {
  const heard: string[] = [];
  const bot = new Telegraf(emulator.token, { telegram: { apiRoot: emulator.apiRoot } });
  bot.on(message('text'), (context) => void heard.push(context.message.text));
  const launched = bot.launch();
  stops.push(() => bot.stop());
  launched.catch(() => undefined);
  return { heard, launched };
}

const texts = (updates: readonly object[]): readonly (string | undefined)[] =>
  updates.map((update) => (update as { message?: { text?: string } }).message?.text);

const poll = (offset = 0, limit = 100): ReturnType<Telegram['getUpdates']> =>
  telegram.getUpdates(0, limit, offset, undefined);

describe('updates', () => {
  it('come to a real bot that polls, as soon as they are there', async () => {
    const { heard } = listen();
    await expect.poll(() => emulator.isPolled).toBe(true);
    for (const text of ['one', 'two']) emulator.say(chat, ann, text);
    await expect.poll(() => heard).toEqual(['one', 'two']);
    await expect.poll(() => emulator.pending).toEqual([]);
  });

  it('come again until they are confirmed by a higher offset', async () => {
    for (const text of ['one', 'two', 'three']) emulator.say(chat, ann, text);
    const [first] = await poll(0, 2);
    expect(texts(await poll(0, 2))).toEqual(['one', 'two']);
    expect(texts(await poll((first?.update_id ?? 0) + 1))).toEqual(['two', 'three']);
    expect(emulator.pending).toHaveLength(2);
    expect(texts(await poll(-1))).toEqual(['three']);
  });

  it('wait out the time of a poll', async () => {
    const started = performance.now();
    expect(await telegram.getUpdates(1, 100, 0, undefined)).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  it('come only in the kinds that were asked for last', async () => {
    await telegram.getUpdates(0, 100, 0, ['callback_query']);
    emulator.say(chat, ann, 'one');
    await poll();
    expect(emulator.pending).toEqual([]);
    await telegram.getUpdates(0, 100, 0, []);
    emulator.say(chat, ann, 'two');
    emulator.addUpdate('message_reaction', {});
    expect(texts(await poll())).toEqual(['two']);
  });

  it('go to the younger of two who poll', async () => {
    const older = listen();
    await expect.poll(() => emulator.isPolled).toBe(true);
    const younger = listen();
    await expect(older.launched).rejects.toThrow(
      '409: Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
    emulator.say(chat, ann, 'one');
    await expect.poll(() => younger.heard).toEqual(['one']);
    expect(older.heard).toEqual([]);
  });

  it('forget a tap that nobody fetched', async () => {
    emulator.say(chat, ann, '/start');
    const { message_id: id } = await telegram.sendMessage(chat.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] },
    });
    emulator.tap(emulator.message(chat, id), 'x', ann);
    expect(emulator.pending).toHaveLength(2);
    await expect.poll(() => emulator.pending).toHaveLength(1);
  });

  it('come from a group only when they are meant for the bot, unless it is an administrator', async () => {
    const group = emulator.supergroup({ title: 'Desk', members: [ann] });
    const { message_id: ours } = await telegram.sendMessage(group.id, 'Hello');
    emulator.say(group, ann, 'not for you');
    emulator.say(group, ann, '/article Tides');
    emulator.say(group, ann, '/article@other_bot Tides');
    emulator.say(group, ann, 'Hey @copydesk_bot');
    const reply = emulator.say(group, ann, 'Yes', { replyTo: ours });
    emulator.say(group, ann, 'To myself', { replyTo: reply });
    expect(texts(emulator.pending)).toEqual(['/article Tides', 'Hey @copydesk_bot', 'Yes']);
    emulator.promote(group);
    emulator.say(group, ann, 'for you too');
    expect(texts(emulator.pending).at(-1)).toBe('for you too');
    emulator.say(group, ann, '/cancel', { as: 'anonymous-administrator' });
    expect(emulator.pending.at(-1)).toMatchObject({
      message: { from: { username: 'GroupAnonymousBot' }, sender_chat: { id: group.id } },
    });
  });

  describe('with a webhook', () => {
    it('are sent there with the secret token, again until they are taken, and those behind wait', async () => {
      const seen: string[] = [];
      let refusals = 2;
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const update = JSON.parse(Buffer.concat(chunks).toString()) as { message: { text: string } };
          const secret = request.headers['x-telegram-bot-api-secret-token'];
          refusals -= 1;
          const status = refusals >= 0 ? 500 : 200;
          seen.push(`${update.message.text} ${String(secret)} ${status}`);
          const answer = { method: 'sendMessage', chat_id: chat.id, text: `Heard: ${update.message.text}` };
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      await telegram.setWebhook(url, { secret_token: 'a-secret' });
      await expect(poll()).rejects.toThrow("409: Conflict: can't use getUpdates method while webhook is active");
      emulator.say(chat, ann, 'one');
      emulator.say(chat, ann, 'two');
      const heard = (): readonly string[] =>
        emulator
          .messages(chat)
          .filter(({ isFromBot }) => isFromBot)
          .map(({ text }) => text);
      await expect.poll(heard).toEqual(['Heard: one', 'Heard: two']);
      expect(seen).toEqual(['one a-secret 500', 'one a-secret 500', 'one a-secret 200', 'two a-secret 200']);
      expect(await telegram.getWebhookInfo()).toMatchObject({
        url,
        pending_update_count: 0,
        last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
      });
      await telegram.deleteWebhook();
      expect(await poll()).toEqual([]);
      server.close();
    });

    it('need an address that Telegram takes', async () => {
      const real = await startTelegramEmulator({ allowsHttpWebhooks: false });
      const bot = new Telegram(real.token, { apiRoot: real.apiRoot });
      await expect(bot.setWebhook('http://example.org/hook')).rejects.toThrow('An HTTPS URL must be provided');
      await expect(bot.setWebhook('https://example.org:3000/hook')).rejects.toThrow('only on ports');
      await expect(bot.setWebhook('https://example.org/hook', { secret_token: 'no spaces' })).rejects.toThrow(
        'secret token contains unallowed characters',
      );
      await real.stop();
    });
  });
});
