import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { messages } from '../../../../src/messages/messages.ts';
import type { ChatHandle, Person } from '../../../emulators/telegram/telegram-emulator.ts';
import { type BotBench, openBotBench } from '../bot-bench.ts';

const en = messages('en');

describe('the service of a Telegram bot', () => {
  let bench: BotBench;
  afterEach(() => bench.close());

  async function open(options?: Parameters<typeof openBotBench>[0]): Promise<{ chat: ChatHandle; ann: Person }> {
    bench = await openBotBench(options);
    const chat = bench.emulator.privateChat(bench.ann);
    return { chat, ann: bench.ann };
  }

  const topics = (): readonly string[] => bench.desk.orders.map(({ request }) => request.topic);
  const texts = (chat: ChatHandle): readonly string[] => bench.said(chat).map(({ text }) => text);

  async function quiet(): Promise<void> {
    await expect
      .poll(async () => {
        const { rows } = await bench.pool.query('select 1 from telegram_updates where done_at is null');
        return bench.emulator.pending.length + rows.length;
      })
      .toBe(0);
  }

  it('keeps what people ask for while the desk is away, says so once, and does it when the desk is back', async () => {
    const { chat, ann } = await open();
    bench.emulator.say(chat, ann, '/help');
    const { articleId, card } = await bench.openArticle(chat, ann);
    bench.desk.isAway = true;
    bench.start();
    bench.emulator.say(chat, ann, '/article How tides work');
    bench.emulator.tap(card, 'approve', ann);
    await expect.poll(() => texts(chat)).toContain(en.telegram.kept);
    await expect.poll(() => bench.emulator.toasts(ann)).toMatchObject([{ text: en.telegram.kept, isAlert: true }]);
    // What needs no desk is answered as ever.
    bench.emulator.say(chat, ann, '/language');
    await expect.poll(() => texts(chat)).toContain(en.chat.language.question);
    expect(bench.emulator.pending).toEqual([]);

    bench.desk.isAway = false;
    await quiet();
    expect(topics()).toEqual(['How tides work']);
    expect(bench.desk.decisions).toMatchObject([{ articleId, kind: 'approve' }]);
    expect(texts(chat).filter((text) => text === en.telegram.kept)).toHaveLength(1);
    expect(texts(chat).filter((text) => text.startsWith('On it'))).toHaveLength(1);
  });

  it('says in the chat what became of a tap that was kept and does not count', async () => {
    const { chat, ann } = await open();
    bench.emulator.say(chat, ann, '/help');
    const { card } = await bench.openArticle(chat, ann);
    bench.desk.isAway = true;
    bench.start();
    bench.emulator.tap(card, 'approve', ann);
    await expect.poll(() => bench.emulator.toasts(ann).length).toBe(1);
    bench.desk.refusal = { code: 'article-over', stage: 'delivered' };
    bench.desk.isAway = false;
    const words = en.telegram.lateAnswer('Ann', en.answers.refusal(bench.desk.refusal));
    await expect.poll(() => texts(chat)).toContain(words);
    expect(bench.said(chat).find(({ text }) => text === words)).toMatchObject({ replyTo: card.id });
    await quiet();
    expect(bench.emulator.toasts(ann)).toHaveLength(1);
  });

  it('tells the person when the desk stays away for too long', async () => {
    const { chat, ann } = await open({ keepHours: 0.0001 });
    bench.desk.isAway = true;
    bench.start();
    bench.emulator.say(chat, ann, '/article How tides work');
    await expect.poll(() => texts(chat).at(-1)).toBe(en.telegram.givenUp(0.0001));
    await quiet();
    const { rows } = await bench.pool.query('select fault from telegram_updates where fault is not null');
    expect(rows).toEqual([{ fault: 'too-late' }]);
  });

  it('is not held up by an update that fails whenever it is tried', async () => {
    const { chat, ann } = await open();
    bench.start();
    // Something that no person can send: the name of its chat is missing.
    bench.emulator.addUpdate('message', { message_id: 7, date: 0, text: 'x', from: ann, chat: null });
    bench.emulator.say(chat, ann, '/article How tides work');
    await expect.poll(topics).toEqual(['How tides work']);
    // In the end it is given up, and stays for whoever looks into it.
    await bench.pool.query(`update telegram_updates set attempts = 5, due_at = now() where done_at is null`);
    await expect
      .poll(async () => (await bench.pool.query('select body from telegram_updates where fault is not null')).rows)
      .toMatchObject([{ body: { message: { text: 'x' } } }]);
  });

  it('answers again what Telegram failed to take, and hands it over once', async () => {
    const { chat, ann } = await open();
    bench.emulator.fault('sendMessage', { kind: 'status', status: 502 }, { times: 2 });
    bench.start();
    bench.emulator.say(chat, ann, '/article How tides work');
    await expect.poll(() => texts(chat).filter((text) => text.startsWith('On it'))).toHaveLength(1);
    await quiet();
    // The desk knows an order by its key.
    expect(new Set(bench.desk.orders.map(({ eventKey }) => eventKey)).size).toBe(1);
  });

  it('handles updates once that come twice and out of order', async () => {
    const { chat, ann } = await open();
    bench.emulator.disorder((updates) => [...updates, ...updates].toReversed());
    const wanted = Array.from({ length: 12 }, (_, index) => `How tide ${index} works`);
    for (const topic of wanted) bench.emulator.say(chat, ann, `/article ${topic}`);
    bench.start();
    await expect.poll(() => topics().length).toBeGreaterThanOrEqual(wanted.length);
    await quiet();
    expect([...topics()].sort()).toEqual([...wanted].sort());
    expect(texts(chat)).toHaveLength(wanted.length);
  });

  it('does what an instance that died had written down and not done', async () => {
    const { chat, ann } = await open();
    await bench.pool.query(
      `insert into telegram_updates (bot_id, update_id, lane, body, attempts) values ($1, 1, 'x', $2, 1)`,
      [
        bench.emulator.bot.id,
        JSON.stringify({
          update_id: 1,
          message: {
            message_id: 1,
            date: 0,
            from: ann,
            chat: { id: chat.id, type: 'private', first_name: 'Ann' },
            text: '/article How tides work',
            entities: [{ type: 'bot_command', offset: 0, length: 8 }],
          },
        }),
      ],
    );
    bench.start();
    await expect.poll(topics).toEqual(['How tides work']);
  });

  /** Of this database: tests beside this one hold locks of their own. */
  const LOCKS = `locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`;

  it('lets one instance serve the bot at a time, and another take over when it ends or loses its connection', async () => {
    const { chat, ann } = await open();
    const pollers = async (): Promise<number> => {
      const { rows } = await bench.pool.query(`select 1 from pg_locks where ${LOCKS}`);
      return rows.length;
    };
    const undone = async (): Promise<number> => {
      const { rows } = await bench.pool.query('select 1 from telegram_updates where done_at is null');
      return rows.length;
    };
    const first = bench.start();
    bench.emulator.say(chat, ann, '/article One');
    await expect.poll(topics).toEqual(['One']);
    const second = bench.start();
    bench.start();
    await sleep(200);
    await expect.poll(pollers).toBe(1);
    await first.stop();
    bench.emulator.say(chat, ann, '/article Two');
    await expect.poll(topics).toEqual(['One', 'Two']);

    // What it was told to do is done, and nobody sends anything.
    await expect.poll(undone).toBe(0);
    await expect.poll(pollers).toBe(1);
    await bench.pool.query(`select pg_terminate_backend(pid) from pg_locks where ${LOCKS} and pid <> pg_backend_pid()`);
    bench.emulator.say(chat, ann, '/article Three');
    await expect.poll(topics).toEqual(['One', 'Two', 'Three']);
    await expect.poll(pollers).toBe(1);
    expect(second.service.isHealthy()).toBe(true);
  });

  it('ends with what to do when Telegram takes the token away', async () => {
    await open();
    bench.emulator.fault('getUpdates', { kind: 'status', status: 401, description: 'Unauthorized' });
    await expect(bench.start().done).rejects.toThrow(/TELEGRAM_BOT_TOKEN: is refused by Telegram; copy it again/);
  });

  it('goes on when Telegram was away', async () => {
    const { chat, ann } = await open();
    bench.emulator.fault('getUpdates', { kind: 'html', status: 502, isDone: false });
    bench.emulator.fault('getUpdates', { kind: 'dropped' });
    bench.start();
    bench.emulator.say(chat, ann, '/article How tides work');
    await expect.poll(topics).toEqual(['How tides work']);
  });
});
