import type { Update } from '@grammyjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { ChatHandle, Person } from '../../emulators/telegram/telegram-emulator.ts';
import { openTelegramNewsroom, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';
import { score, threadOf } from './thread-of.ts';

const en = messages('en');

let desk: TelegramNewsroom;
let topics = 0;

/** Somebody new, and a topic for them. */
function somebody(): { person: Person; chat: ChatHandle; topic: string } {
  topics += 1;
  const person = desk.emulator.user({ firstName: `Guest ${topics}`, language: 'en' });
  return { person, chat: desk.emulator.privateChat(person), topic: `How number ${topics} counts` };
}

async function articlesAbout(topic: string): Promise<number> {
  const { rows } = await desk.newsroom.pool.query(`select 1 from articles where request ->> 'topic' = $1`, [topic]);
  return rows.length;
}

/** Nothing is left to do. */
async function quiet(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await desk.newsroom.pool.query('select 1 from telegram_updates where done_at is null');
        return desk.emulator.pending.length + rows.length;
      },
      { timeout: 40_000 },
    )
    .toBe(0);
}

/** Who may be told twice what happened once: the answer got lost before, or a process died. */
function told(chat: ChatHandle, text: string): number {
  return desk.emulator.messages(chat).filter((message) => message.isFromBot && message.text.includes(text)).length;
}

describe('what comes in from Telegram, by polling,', () => {
  beforeAll(async () => {
    desk = await openTelegramNewsroom();
  });
  afterAll(() => desk.close());

  it('is done for everybody else in a batch when it fails for one, and for that one later', async () => {
    const { emulator } = desk;
    const guests = [somebody(), somebody(), somebody()];
    const [, unlucky] = guests;
    const isTheirs = {
      when: ({ fields }: { fields: object }) => Object.values(fields).includes(String(unlucky?.chat.id)),
    };
    emulator.fault('sendMessage', { kind: 'status', status: 500 }, { times: 2, ...isTheirs });
    const outage = emulator.outage();
    for (const { person, chat, topic } of guests) {
      score(desk, topic, 9);
      emulator.say(chat, person, `/article ${topic}`);
    }
    outage.end();
    for (const { chat, topic } of guests) {
      await desk.until(chat, ({ text }) => text.startsWith(`On it: ${topic}`), 'answer');
      await threadOf(desk, chat, topic);
    }
    await quiet();
    for (const { topic } of guests) expect(await articlesAbout(topic)).toBe(1);
    expect(emulator.calls('getUpdates').length).toBeGreaterThan(1);
  });

  it('is kept while Temporal is away, whoever serves the bot, and done once when it is back', {
    timeout: 90_000,
  }, async () => {
    const { emulator, temporal } = desk;
    const decided = somebody();
    score(desk, decided.topic, 9);
    emulator.say(decided.chat, decided.person, `/article ${decided.topic}`);
    const thread = await threadOf(desk, decided.chat, decided.topic);
    const card = await thread.card(1);

    temporal.cut('refuse');
    const early = [somebody(), somebody()];
    for (const { person, chat, topic } of early) emulator.say(chat, person, `/article ${topic}`);
    emulator.tap(card, en.telegram.buttons.approve, decided.person);
    for (const { chat } of early)
      await desk.until(chat, ({ text }) => text === en.telegram.kept, 'note that it is kept');
    await expect.poll(() => emulator.toasts(decided.person).map(({ text }) => text)).toContain(en.telegram.kept);

    // The process is replaced meanwhile; the new one waits for Temporal before it takes anything in.
    await desk.bot.stop();
    const next = desk.startBot();
    const late = [somebody(), somebody()];
    for (const { person, chat, topic } of late) emulator.say(chat, person, `/article ${topic}`);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    temporal.open();
    await next;

    for (const { chat, topic } of [...early, ...late]) {
      await desk.until(chat, ({ text }) => text.startsWith(`On it: ${topic}`), 'answer');
      await threadOf(desk, chat, topic);
    }
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    await quiet();
    for (const { chat, topic } of [...early, ...late]) {
      expect(await articlesAbout(topic)).toBe(1);
      expect(told(chat, 'On it: ')).toBe(1);
    }
  });

  it('is done once and in the order of each person, however shuffled and often it comes', async () => {
    const { emulator } = desk;
    let turn = 0;
    emulator.disorder((updates: readonly Update[]) => {
      turn += 1;
      const twice = [...updates, ...updates.slice(0, 3)];
      return turn % 3 === 0
        ? twice.toReversed()
        : twice.toSorted((a, b) => ((a.update_id * 7) % 5) - ((b.update_id * 7) % 5));
    });
    const guests = Array.from({ length: 6 }, somebody);
    for (const { person, chat, topic } of guests) {
      score(desk, topic, 9);
      emulator.say(chat, person, `/article ${topic}`);
    }
    for (const { chat, topic } of guests) {
      const thread = await threadOf(desk, chat, topic);
      const card = await thread.card(1);
      const tap = (): unknown => emulator.tap(card, en.telegram.buttons.approve, guests[0]?.person ?? desk.ann);
      if (chat.id === guests[0]?.chat.id) for (let time = 0; time < 3; time += 1) tap();
    }
    await quiet();
    emulator.disorder(undefined);
    for (const { chat, topic } of guests) {
      expect(await articlesAbout(topic)).toBe(1);
      expect(told(chat, 'On it: ')).toBe(1);
    }
    const [first] = guests;
    const taps = emulator.toasts(first?.person ?? desk.ann).map(({ text }) => text);
    // Who taps three times decides once, and is told so each time.
    expect(taps).toEqual(Array.from({ length: 3 }, () => en.answers.counted.approve));
    const { rows } = await desk.newsroom.pool.query(
      `SELECT 1 FROM decisions JOIN articles USING (article_id) WHERE request->>'topic' = $1`,
      [first?.topic],
    );
    expect(rows).toHaveLength(1);
  });

  it('is fetched again after somebody else polled with the same token', async () => {
    const { emulator } = desk;
    await expect.poll(() => emulator.isPolled).toBe(true);
    await fetch(`${emulator.apiRoot}/bot${emulator.token}/getUpdates?timeout=1`);
    expect(emulator.calls('getUpdates').filter(({ outcome = '' }) => outcome.startsWith('Conflict'))).toHaveLength(1);
    const { person, chat } = somebody();
    emulator.say(chat, person, '/help');
    await desk.until(chat, () => true, 'help');
    await quiet();
    expect(told(chat, en.chat.help.title)).toBe(1);
  });

  it('is fetched by one of two instances at a time, and by the other as soon as the first one ends', async () => {
    const { emulator } = desk;
    const conflicts = emulator.calls('getUpdates').filter(({ outcome = '' }) => outcome.startsWith('Conflict')).length;
    const second = await desk.startBot();
    const before = somebody();
    emulator.say(before.chat, before.person, '/help');
    await desk.until(before.chat, () => true, 'help');
    expect(second.isHealthy()).toBe(true);
    for (const bot of desk.bots.filter((one) => one !== second)) await bot.stop();
    const after = somebody();
    emulator.say(after.chat, after.person, '/help');
    await desk.until(after.chat, () => true, 'help');
    await quiet();
    expect(told(before.chat, en.chat.help.title)).toBe(1);
    expect(told(after.chat, en.chat.help.title)).toBe(1);
    expect(emulator.calls('getUpdates').filter(({ outcome = '' }) => outcome.startsWith('Conflict'))).toHaveLength(
      conflicts,
    );
  });
});

describe('what comes in from Telegram, by webhook,', () => {
  beforeAll(async () => {
    desk = await openTelegramNewsroom({ by: 'webhook' });
  });
  afterAll(() => desk.close());

  it('is refused without the secret, and from whoever does not know the path', async () => {
    const { emulator } = desk;
    const { person, chat } = somebody();
    emulator.say(chat, person, '/help');
    await desk.until(chat, () => true, 'help');
    const url = emulator.calls('setWebhook').at(-1)?.params['url'] ?? '';
    const forge = async (address: string, headers: Record<string, string>): Promise<number> => {
      const body = JSON.stringify({ ...emulator.updates.at(-1), update_id: 1 });
      return (
        await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
      ).status;
    };
    expect(await forge(url, {})).toBe(403);
    expect(await forge(url, { 'x-telegram-bot-api-secret-token': 'guessed' })).toBe(403);
    expect(await forge(new URL('/telegram', url).href, {})).toBe(404);
    expect(told(chat, en.chat.help.title)).toBe(1);
  });

  it('is delivered again when it could not be written down, and done once', async () => {
    const { emulator, database } = desk;
    const { person, chat, topic } = somebody();
    score(desk, topic, 9);
    database.cut('refuse');
    emulator.say(chat, person, `/article ${topic}`);
    await expect
      .poll(async () => (await webhookInfo()).last_error_message)
      .toBe('Wrong response from the webhook: 500 Internal Server Error');
    expect(emulator.pending).toHaveLength(1);
    database.open();
    const thread = await threadOf(desk, chat, topic);
    await thread.card(1);
    await quiet();
    expect(await articlesAbout(topic)).toBe(1);
    expect(told(chat, 'On it: ')).toBe(1);
  });
});

async function webhookInfo(): Promise<{ last_error_message?: string }> {
  const { apiRoot, token } = desk.emulator;
  const response = await fetch(`${apiRoot}/bot${token}/getWebhookInfo`);
  return ((await response.json()) as { result: { last_error_message?: string } }).result;
}
