import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TELEGRAM_LIMITS as SHIPPED_LIMITS } from '../../../bots/telegram/messenger/limits.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Fault } from '../../emulators/telegram/faults.ts';
import { TELEGRAM_LIMITS } from '../../emulators/telegram/flood-limits.ts';
import type { Params } from '../../emulators/telegram/request-params.ts';
import type { ChatHandle, Person, SeenMessage } from '../../emulators/telegram/telegram-emulator.ts';
import { step } from '../../support/scripted-model.ts';
import { draftToDecide, openTelegramNewsroom, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';
import { score, type ThreadOnTelegram, threadOf } from './thread-of.ts';

const en = messages('en');

// Most of the time they wait.
vi.setConfig({ maxConcurrency: 20 });

let desk: TelegramNewsroom;
beforeAll(async () => {
  desk = await openTelegramNewsroom();
  // One serves the bot; both show what articles say.
  await desk.startBot();
});
afterAll(() => desk.close());

/** Somebody new, who has begun a chat with the bot. */
function somebody(firstName: string): { person: Person; chat: ChatHandle } {
  const person = desk.emulator.user({ firstName, language: 'en' });
  return { person, chat: desk.emulator.privateChat(person) };
}

/** Every nth request to a chat, beginning with the first. */
function everyNth(n: number, chat: ChatHandle): (params: Params) => boolean {
  let count = 0;
  return (params) => {
    // What answers a command is not of the article.
    if (params.text('chat_id') !== String(chat.id) || params.text('text')?.startsWith('On it') === true) return false;
    count += 1;
    return count % n === 1;
  };
}

async function start(chat: ChatHandle, person: Person, topic: string): Promise<ThreadOnTelegram> {
  desk.emulator.say(chat, person, `/article ${topic}`);
  return await threadOf(desk, chat, topic);
}

/** Endings of the last two. */
function namesOfFiles(all: readonly SeenMessage[]): readonly string[] {
  return all.flatMap(({ document }) => document?.name.replace(/.*\./, '') ?? []).slice(-4);
}

/** The writer is at the next draft, and stays there until it is let go. Resolves with how to. */
async function revising(topic: string): Promise<() => void> {
  // `expect.poll` knows only one test at a time, and these are at once.
  await vi.waitFor(() => expect(desk.newsroom.asked(topic, 'revise')).toHaveLength(1), 20_000);
  return () => desk.newsroom.model.release(({ body }) => JSON.stringify(body).includes(`>${topic}</topic-`));
}

/** Every message of the article once, each of them whole, and nothing else but, at most, a placeholder that two faults together left. */
async function expectWhole(thread: ThreadOnTelegram): Promise<void> {
  const all = await thread.messages();
  expect(all).toHaveLength(await thread.posts());
  expect(namesOfFiles(all)).toEqual(['md', 'docx', 'json', 'html']);
  const isPlaceholder = ({ text, buttons }: SeenMessage): boolean =>
    buttons.length === 0 && new RegExp(`^.{1,80} … ${thread.articleId}/[0-9a-z/-]+$`).test(text);
  expect(all.filter(isPlaceholder)).toEqual([]);
  const strays = await thread.strays();
  expect(strays.filter((stray) => !isPlaceholder(stray))).toEqual([]);
  expect(strays.length).toBeLessThanOrEqual(1);
}

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['server errors', { kind: 'status', status: 500 }],
  ['pages instead of answers, with nothing done', { kind: 'html', status: 502, isDone: false }],
  ['pages instead of answers, with everything done', { kind: 'html', status: 502, isDone: true }],
  ['pages that look like success', { kind: 'html', status: 200, isDone: true }],
  ['answers that get lost', { kind: 'lost-response' }],
  ['requests that get lost', { kind: 'dropped' }],
  ['being told to wait', { kind: 'status', status: 429, retryAfterSeconds: 1 }],
  ['slow answers', { kind: 'delay', ms: 200 }],
];

describe('an article on its way out to Telegram', () => {
  it.concurrent.each(FAULTS)('arrives once and in order, in spite of %s', async (what, fault) => {
    const { emulator } = desk;
    const { person, chat } = somebody('Zoe');
    const topic = `How glass survives ${what}`;
    score(desk, topic, 7, 9);
    for (const [method, n, times] of [
      ['sendMessage', 2, 4],
      ['editMessageText', 3, 4],
      ['sendDocument', 2, 2],
    ] as const)
      emulator.fault(method, fault, { times, when: everyNth(n, chat) });
    const thread = await start(chat, person, topic);
    const card = await thread.card(2);
    await thread.approve(card, person);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    await expectWhole(thread);
  });

  it.concurrent('arrives once when Telegram takes a request and never answers', async () => {
    const { person, chat } = somebody('Yan');
    const topic = 'How bells ring on';
    score(desk, topic, 9);
    const thread = await start(chat, person, topic);
    const isHere = { when: ({ fields }: Params) => fields['chat_id'] === String(chat.id) };
    desk.emulator.fault('editMessageText', { kind: 'hang', isDone: true }, isHere);
    await thread.approve(await thread.card(1), person);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    await expectWhole(thread);
  });

  it.concurrent('follows its group when that becomes a supergroup', async () => {
    const { emulator, ann, ben } = desk;
    const topic = 'How rivers bend';
    score(desk, topic, 5, 9);
    desk.newsroom.script(topic, 'revise', step.hang());
    const group = emulator.group({ title: 'Desk', members: [ann, ben] });
    const before = await start(group, ann, topic);
    await before.card(1, { early: true });
    const goOn = await revising(topic);
    const supergroup = emulator.migrate(group);
    goOn();
    const after = await threadOf(desk, supergroup, topic);
    const card = await after.card(2);
    expect(await after.approve(card, ben)).toBe(en.answers.counted.approve);
    expect(await after.outcome()).toMatchObject({ stage: 'delivered' });
    expect(namesOfFiles(await after.messages())).toEqual(['md', 'docx', 'json', 'html']);
    expect(await after.strays()).toEqual([]);
    // Asked once by each of the two: then it is known.
    const refused = emulator.calls().filter(({ outcome = '' }) => outcome.includes('upgraded to a supergroup'));
    expect(refused.length).toBeLessThanOrEqual(2);
    const again = 'How rivers end';
    score(desk, again, 9);
    const next = await start(supergroup, ann, again);
    await next.card(1);
  });

  it.concurrent('waits when its group removes the bot, tells who asked in private, and goes on where they move it', async () => {
    const { emulator, ann, ben } = desk;
    const home = emulator.privateChat(ann);
    emulator.say(home, ann, '/start');
    const topic = 'How ice floats';
    score(desk, topic, 5, 9);
    desk.newsroom.script(topic, 'revise', step.hang());
    const group = emulator.supergroup({ title: 'Desk', members: [ann, ben] });
    const lost = await start(group, ann, topic);
    await lost.card(1, { early: true });
    const goOn = await revising(topic);
    emulator.kick(group);
    goOn();
    const notice = await desk.until(home, ({ text }) => text.includes(lost.articleId), 'notice');
    expect(notice.text).toContain(en.article.undeliverable('not-a-member'));
    emulator.say(home, ann, `/move ${lost.articleId}`);
    const here = await threadOf(desk, home, topic);
    const card = await here.card(2);
    await here.approve(card, ann);
    expect(await here.outcome()).toMatchObject({ stage: 'delivered' });
    expect(namesOfFiles(await here.messages())).toEqual(['md', 'docx', 'json', 'html']);
  });

  it.concurrent('waits when the person blocks the bot, and goes on when they let it in again', async () => {
    const { emulator } = desk;
    const { person, chat } = somebody('Xia');
    const topic = 'How doors creak';
    score(desk, topic, 5, 9);
    desk.newsroom.script(topic, 'revise', step.hang());
    const thread = await start(chat, person, topic);
    await thread.card(1, { early: true });
    const goOn = await revising(topic);
    emulator.block(person);
    goOn();
    await expect.poll(async () => (await desk.newsroom.gateway.status(thread.articleId)).stage).toBe('stuck');
    emulator.unblock(person);
    emulator.say(chat, person, `/retry ${thread.articleId}`);
    await thread.approve(await thread.card(2), person);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
  });

  it.concurrent('is cancelled by who asked when its first card was refused', async () => {
    const { emulator } = desk;
    const { person, chat } = somebody('Vic');
    emulator.say(chat, person, '/start');
    const topic = 'How sails fill';
    score(desk, topic, 9);
    const group = emulator.supergroup({ title: 'Desk', members: [person] });
    emulator.mute(group);
    const thread = await start(group, person, topic);
    await desk.until(chat, ({ text }) => text.includes(thread.articleId), 'notice');
    emulator.say(chat, person, `/cancel ${thread.articleId}`);
    expect(await thread.outcome()).toMatchObject({ stage: 'cancelled' });
    expect(await thread.messages()).toEqual([]);
  });

  it.concurrent('has one card to decide on after its topic was deleted and it was moved', async () => {
    const { emulator } = desk;
    const { person, chat } = somebody('Uma');
    emulator.say(chat, person, '/start');
    const topic = 'How kites climb';
    score(desk, topic, 5, 9);
    desk.newsroom.script(topic, 'revise', step.hang());
    const forum = emulator.supergroup({ title: 'Desk', members: [person], topics: ['Science'] });
    const { Science = 0 } = forum.topics;
    emulator.say(forum, person, `/article ${topic}`, { topic: Science });
    const there = await threadOf(desk, forum, topic);
    await there.card(1, { early: true });
    const goOn = await revising(topic);
    emulator.setTopic(forum, Science, 'deleted');
    goOn();
    await desk.until(chat, ({ text }) => text.includes(there.articleId), 'notice');
    emulator.say(chat, person, `/move ${there.articleId}`);
    const here = await threadOf(desk, chat, topic);
    const card = await here.card(2);
    const cards = [forum, chat]
      .flatMap((one) => emulator.messages(one))
      .filter((one) => draftToDecide(one) !== undefined);
    expect(cards.map(({ id }) => id)).toEqual([card.id]);
    await here.approve(card, person);
    expect(await here.outcome()).toMatchObject({ stage: 'delivered' });
    expect(namesOfFiles(await here.messages())).toEqual(['md', 'docx', 'json', 'html']);
  });

  it.concurrent('keeps every limit of Telegram, in private and in a group', { timeout: 120_000 }, async () => {
    const own = await openTelegramNewsroom({
      emulator: { limits: TELEGRAM_LIMITS },
      limits: SHIPPED_LIMITS,
    });
    await own.startBot();
    try {
      const { emulator, ann, ben } = own;
      const group = emulator.supergroup({ title: 'Desk', members: [ann, ben] });
      const [inPrivate, inGroup] = ['How clay hardens', 'How clay cracks'] as const;
      score(own, inPrivate, 5, 9);
      score(own, inGroup, 9);
      const home = emulator.privateChat(ann);
      emulator.say(home, ann, `/article ${inPrivate}`);
      emulator.say(group, ann, `/article ${inGroup}`);
      const [one, other] = await Promise.all([threadOf(own, home, inPrivate), threadOf(own, group, inGroup)]);
      await Promise.all([other.card(1), one.card(2).then((card) => one.approve(card, ann))]);
      expect(await one.outcome()).toMatchObject({ stage: 'delivered' });
      expect(await one.strays()).toEqual([]);
      // A machine that is busy may let two requests come in closer together than they went out.
      const tooMany = emulator.calls().filter(({ outcome = '' }) => outcome.startsWith('Too Many'));
      expect(tooMany.length).toBeLessThanOrEqual(1);
    } finally {
      await own.close();
    }
  });

  it('is late after an outage, with nothing lost and nothing twice', async () => {
    const { emulator } = desk;
    const { person, chat } = somebody('Wim');
    const topic = 'How wells dry';
    score(desk, topic, 9);
    const thread = await start(chat, person, topic);
    await desk.until(chat, ({ text }) => text.includes(en.article.card.title(topic)), 'status card');
    const outage = emulator.outage();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    outage.end();
    await thread.approve(await thread.card(1), person);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    await expectWhole(thread);
  });
});
