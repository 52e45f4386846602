import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { Fault } from '../../emulators/telegram/faults.ts';
import type { ChatHandle, Person } from '../../emulators/telegram/telegram-emulator.ts';
import { createKillableProcess, type KillableProcess } from '../../support/killable-process.ts';
import { makeTestFolder } from '../../support/test-folder.ts';
import { openTelegramNewsroom, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';
import { score, threadOf } from './thread-of.ts';

const en = messages('en');
const NEVER_ANSWERED: Fault = { kind: 'hang', isDone: true };

let desk: TelegramNewsroom;
let bot: KillableProcess;
let config: string;

beforeAll(async () => {
  [desk, config] = await Promise.all([openTelegramNewsroom(), makeTestFolder()]);
  // A process of its own cannot tell that the model costs nothing.
  await Promise.all([
    copyFile('config/workflows.yaml', join(config, 'workflows.yaml')),
    writeFile(join(config, 'copydesk.yaml'), 'access: { telegram: { people: all } }\n'),
  ]);
  await desk.bot.stop();
  bot = createKillableProcess({
    command: [process.execPath, 'bots/telegram/main.ts'],
    env: { ...desk.variables, COPYDESK_CONFIG: config, LOG_LEVEL: 'info' },
    ready: 'Serving the Telegram bot',
  });
  await bot.start();
});

afterAll(async () => {
  await bot.kill();
  await desk.close();
  await rm(config, { recursive: true });
});

function newcomer(firstName: string): { person: Person; chat: ChatHandle } {
  const person = desk.emulator.user({ firstName, language: 'en' });
  return { person, chat: desk.emulator.privateChat(person) };
}

/** To the command itself. */
function isAnswer(text = ''): boolean {
  return text.startsWith('On it');
}

describe('a Telegram bot that is killed', () => {
  it('between handing over and confirming, while a card is sent and while a file is, does everything once', {
    timeout: 120_000,
  }, async () => {
    const { emulator, newsroom } = desk;
    const [zoe, yan] = [newcomer('Zoe'), newcomer('Yan')];
    const [finished, begun] = ['How cats land', 'How dogs swim'] as const;
    for (const topic of [finished, begun]) score(desk, topic, 9);
    emulator.say(zoe.chat, zoe.person, `/article ${finished}`);
    const one = await threadOf(desk, zoe.chat, finished);
    const card = await one.card(1);

    // The file arrives, and nobody learns of it.
    emulator.fault('sendDocument', NEVER_ANSWERED, { when: ({ fields }) => fields['chat_id'] === String(zoe.chat.id) });
    await one.approve(card, zoe.person);
    // Telegram never hears that the command arrived, nor we that the card stands.
    emulator.fault('getUpdates', { kind: 'dropped' }, { times: 1000, when: ({ fields }) => 'offset' in fields });
    emulator.fault('sendMessage', NEVER_ANSWERED, {
      when: ({ fields }) => fields['chat_id'] === String(yan.chat.id) && !isAnswer(fields['text']),
    });
    emulator.say(yan.chat, yan.person, `/article ${begun}`);
    const command = emulator.updates.at(-1);
    const isCardSent = (): boolean =>
      emulator.messages(yan.chat).some(({ isFromBot, text }) => isFromBot && !isAnswer(text));
    const isFileSent = (): boolean =>
      emulator.messages(zoe.chat).some(({ document }) => document?.name.endsWith('.md') === true);
    await expect.poll(() => isCardSent() && isFileSent(), { timeout: 30_000, interval: 20 }).toBe(true);
    expect(emulator.pending.map(({ update_id }) => update_id)).toContain(command?.update_id);
    await bot.kill();
    emulator.clearFaults();
    await bot.start();

    const other = await threadOf(desk, yan.chat, begun);
    await other.card(1);
    expect(await one.outcome()).toMatchObject({ stage: 'delivered' });
    const files = (await one.messages()).flatMap(({ document }) => document?.name.replace(/.*\./, '') ?? []);
    expect(files).toEqual(['md', 'docx', 'json', 'html']);
    const cards = emulator.messages(yan.chat).filter(({ text }) => text.includes(en.article.card.title(begun)));
    expect(cards).toHaveLength(1);
    for (const thread of [one, other]) {
      expect(await thread.messages()).toHaveLength(await thread.posts());
      expect(await thread.strays()).toEqual([]);
    }
    const { rows } = await newsroom.pool.query(`select 1 from articles where request ->> 'topic' = $1`, [begun]);
    expect(rows).toHaveLength(1);
    expect(emulator.pending).toEqual([]);
  });

  it('after taking in what it could not hand over does so in its next life', { timeout: 90_000 }, async () => {
    const { emulator, temporal, newsroom } = desk;
    const { person, chat } = newcomer('Xia');
    const topic = 'How owls turn';
    score(desk, topic, 9);
    temporal.cut('refuse');
    emulator.say(chat, person, `/article ${topic}`);
    await desk.until(chat, ({ text }) => text === en.telegram.kept, 'note that it is kept');
    await expect.poll(() => emulator.pending.length).toBe(0);
    await bot.kill();
    temporal.open();
    await bot.start();
    const thread = await threadOf(desk, chat, topic);
    await thread.card(1);
    const { rows } = await newsroom.pool.query(`select 1 from articles where request ->> 'topic' = $1`, [topic]);
    expect(rows).toHaveLength(1);
  });
});
