import { Telegram } from 'telegraf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTelegramChatStore } from '../../../../bots/telegram/connect/telegram-chat-store.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { ChatHandle, Person, SeenMessage } from '../../../emulators/telegram/telegram-emulator.ts';
import { type BotBench, openBotBench } from '../bot-bench.ts';
import { asksForWords, asksToConfirm, CONFIRM } from '../../../support/telegram-question.ts';

const t = messages('en').telegram;
const HASH = '0a1b2c3d';
/** What every button of the bot itself carries. */
const OWN = [
  't:confirm',
  't:never-mind',
  't:start',
  't:change',
  't:answer',
  't:example',
  't:language:en',
  't:language:ru',
];
const OLD_OWN = (person: Person): readonly string[] => ['start', 'change', 'answer'].map((k) => `t:${k}:${person.id}`);

// Apps of people's own making send any data with any message they can see.
describe('a tap that no app of Telegram would send', () => {
  let bench: BotBench;

  beforeAll(async () => {
    bench = await openBotBench();
    bench.start();
  });
  afterAll(() => bench.close());

  function newsroom(): { chat: ChatHandle; ann: Person; ben: Person } {
    const ann = bench.emulator.user({ firstName: 'Ann', language: 'en' });
    const ben = bench.emulator.user({ firstName: 'Ben', language: 'en' });
    return { chat: bench.emulator.group({ title: 'Newsroom', members: [ann, ben] }), ann, ben };
  }

  /** What the bot says next in the chat, after the person said something. */
  async function answerTo(chat: ChatHandle, person: Person, text: string): Promise<SeenMessage> {
    const before = bench.said(chat).length;
    bench.emulator.say(chat, person, text);
    await expect.poll(() => bench.said(chat).length).toBe(before + 1);
    return bench.said(chat).at(-1) ?? expect.fail('It was there');
  }

  /** What the person is shown. */
  async function tapped(person: Person, tap: () => string) {
    const tapId = tap();
    const toasts = () => bench.emulator.toasts(person).filter((one) => one.tapId === tapId);
    await expect.poll(() => toasts().length).toBe(1);
    return toasts()[0];
  }

  const forge = (chat: ChatHandle, message: SeenMessage | number, data: string, person: Person) =>
    tapped(person, () =>
      bench.emulator.forgeTap(chat, typeof message === 'number' ? message : message.id, data, person),
    );

  const took = (articleId: string): number =>
    [...bench.desk.decisions, ...bench.desk.controls].filter((one) => one.articleId === articleId).length;

  it('changes no card by a button of the bot itself', async () => {
    const { chat, ann, ben } = newsroom();
    const { card } = await bench.openArticle(chat, ann);
    const orders = bench.desk.orders.length;
    for (const data of [...OWN, ...OLD_OWN(ben)])
      expect(await forge(chat, card, data, ben)).toMatchObject({ text: t.unknownButton, isAlert: true });
    expect(bench.said(chat)).toEqual([card]);
    expect(bench.desk.orders).toHaveLength(orders);
    const { rows } = await bench.pool.query('select from people where user_id = $1', [String(ben.id)]);
    expect(rows).toEqual([]);
  });

  it('counts on no message of the bot but the one that its button was made for', async () => {
    const { chat, ann } = newsroom();
    const fits: Record<string, readonly string[]> = {
      '/start': ['t:example'],
      '/language': ['t:language:en', 't:language:ru'],
      '@copydesk_bot How locks work': ['t:start', 't:change', 't:answer'],
      '/help': [],
      '/list': [],
      '/status_4kx9m2c7pz5rh8vw': [],
      '/article': [],
    };
    for (const [command, fitting] of Object.entries(fits)) {
      const message = await answerTo(chat, ann, command);
      for (const data of OWN.filter((one) => !fitting.includes(one)))
        expect(await forge(chat, message, data, ann), `${data} on ${command}`).toMatchObject({
          text: t.unknownButton,
          isAlert: true,
        });
      expect(bench.emulator.message(chat, message.id)).toEqual(message);
    }
    expect(bench.desk.orders.filter(({ thread }) => thread.channel === String(chat.id))).toEqual([]);
  });

  it('starts the topic of the proposal below which it is, for nobody but whom that asks', async () => {
    const { chat, ann, ben } = newsroom();
    const ofAnn = await answerTo(chat, ann, '@copydesk_bot How locks work');
    const ofBen = await answerTo(chat, ben, '@copydesk_bot How bridges stand');
    for (const data of ['t:start', 't:change', 't:answer'])
      expect(await forge(chat, ofAnn, data, ben)).toMatchObject({ text: t.notYourProposal, isAlert: true });
    expect(bench.emulator.message(chat, ofAnn.id)).toEqual(ofAnn);
    await forge(chat, ofBen, 't:start', ben);
    await expect.poll(() => bench.emulator.message(chat, ofBen.id).buttons).toEqual([]);
    // Its button is gone: nothing is started again.
    expect(await forge(chat, ofBen, 't:start', ben)).toMatchObject({ text: '' });
    const orders = bench.desk.orders.filter(({ thread }) => thread.channel === String(chat.id));
    expect(orders.map(({ request, requester }) => [request.topic, requester.displayName])).toEqual([
      ['How bridges stand', 'Ben'],
    ]);
  });

  it('answers the question that was open when the proposal was made, and no later one', async () => {
    const person = bench.emulator.user({ firstName: 'Cora', language: 'en' });
    const chat = bench.emulator.privateChat(person);
    await answerTo(chat, person, '/start');
    const first = await bench.openArticle(chat, person);
    const second = await bench.openArticle(chat, person);
    bench.emulator.tap(first.card, 'request-changes', person);
    await expect.poll(() => bench.said(chat).some(asksForWords)).toBe(true);
    const proposal = await answerTo(chat, person, 'Name the moon');
    bench.emulator.tap(second.card, 'reject', person);
    await expect.poll(() => bench.said(chat).filter(asksForWords)).toHaveLength(2);
    bench.emulator.tap(proposal, t.proposalButtons.answer, person);
    await expect
      .poll(() => bench.desk.decisions.find(({ articleId }) => articleId === first.articleId))
      .toMatchObject({ kind: 'request-changes', comment: 'Name the moon' });
    expect(took(second.articleId)).toBe(0);

    await expect.poll(() => bench.said(chat).at(-1)?.text).toBe(messages('en').answers.counted['request-changes']);
    const late = await answerTo(chat, person, 'Name the sun');
    const { id: question } = bench.said(chat).findLast(asksForWords) ?? expect.fail('It was there');
    bench.emulator.say(chat, person, 'Not now', { replyTo: question });
    await expect.poll(() => bench.said(chat).some(asksToConfirm)).toBe(true);
    bench.emulator.tap(bench.said(chat).find(asksToConfirm) ?? expect.fail('It was there'), CONFIRM, person);
    await expect.poll(() => took(second.articleId)).toBe(1);
    expect(await forge(chat, late, 't:answer', person)).toMatchObject({ text: t.unknownButton, isAlert: true });
    expect(took(second.articleId)).toBe(1);
  });

  it('chooses a language for nobody below another’s question', async () => {
    const { chat, ann, ben } = newsroom();
    const question = await answerTo(chat, ann, '/language');
    expect(await tapped(ben, () => bench.emulator.tap(question, 'Русский', ben))).toMatchObject({ isAlert: true });
    expect(bench.emulator.message(chat, question.id)).toEqual(question);
    bench.emulator.tap(question, 'Русский', ann);
    await expect.poll(() => bench.emulator.message(chat, question.id).text).toBe(messages('ru').chat.language.set);
  });

  it('decides and controls an article on its own messages only', async () => {
    const { chat, ann } = newsroom();
    const { articleId, card } = await bench.openArticle(chat, ann);
    const other = await bench.openArticle(chat, ann);
    const forged = [`d:${articleId}:a:1:${HASH}:`, `d:${articleId}:c:1:${HASH}:`, `k:${articleId}:x`];
    const elsewhere = [
      other.card.id,
      ...['Good morning', '/artcle'].map((text) => bench.emulator.say(chat, ann, text)),
    ];
    for (const command of ['/start', '/help', '/language', '/article', '@copydesk_bot How locks work'])
      elsewhere.push((await answerTo(chat, ann, command)).id);
    elsewhere.push((await answerTo(chat, ann, `/status_${other.articleId}`)).id);
    const said = bench.said(chat);
    for (const message of elsewhere)
      for (const data of forged)
        expect(await forge(chat, message, data, ann), `${data} on ${message}`).toMatchObject({ isAlert: true });
    for (const data of [...forged, ...OWN])
      expect(await tapped(ann, () => bench.emulator.forgeInlineTap(data, ann))).toMatchObject({ isAlert: true });
    expect(took(articleId)).toBe(0);
    expect(bench.said(chat)).toEqual(said);

    const status = await answerTo(chat, ann, `/status_${articleId}`);
    expect(await forge(chat, status, `k:${articleId}:p`, ann)).toMatchObject({ isAlert: false });
    expect(await forge(chat, card, `d:${articleId}:a:1:${HASH}:`, ann)).toMatchObject({ isAlert: false });
    expect(took(articleId)).toBe(2);
  });

  it('counts on a card that was posted this moment, and on one of which no more than its delivery is known', async () => {
    const { chat, ann } = newsroom();
    const { articleId } = await bench.openArticle(chat, ann);
    const { articleId: other } = await bench.openArticle(chat, ann);
    const telegram = new Telegram(bench.emulator.token, { apiRoot: bench.emulator.apiRoot });
    const post = async () => (await telegram.sendMessage(chat.id, 'Draft 2')).message_id;
    const approval = `d:${articleId}:a:1:${HASH}:`;
    expect(await forge(chat, await post(), approval, ann)).toMatchObject({ isAlert: false });

    const noted = await post();
    const chats = createTelegramChatStore(bench.pool, String(bench.emulator.bot.id));
    await chats.note({ chat: chat.id, message: noted }, `${articleId}/draft-2`);
    expect(await forge(chat, noted, `d:${other}:a:1:${HASH}:`, ann)).toMatchObject({ text: t.otherArticle });
    expect(await forge(chat, noted, approval, ann)).toMatchObject({ isAlert: false });
    expect([took(articleId), took(other)]).toEqual([2, 0]);
  });

  it('counts on a message that Telegram shows no more only when it is known', async () => {
    const { chat, ann } = newsroom();
    const { articleId, card } = await bench.openArticle(chat, ann);
    const welcome = await answerTo(chat, ann, '/start');
    bench.emulator.remove(chat, card.id);
    bench.emulator.remove(chat, welcome.id);
    const approval = `d:${articleId}:a:1:${HASH}:`;
    expect(await forge(chat, card, approval, ann)).toMatchObject({ isAlert: false });
    for (const data of [approval, 't:example'])
      expect(await forge(chat, welcome, data, ann)).toMatchObject({ text: t.unknownButton, isAlert: true });
    expect(await forge(chat, 2 ** 31 - 1, approval, ann)).toMatchObject({ text: t.unknownButton, isAlert: true });
    expect(took(articleId)).toBe(1);
  });

  it.each([
    ['64 bytes of nonsense', 'x'.repeat(64)],
    ['NUL and lone surrogates', '\0\ud800t:start'],
    ['64 bytes of four each', '😀'.repeat(16)],
    ['a version beyond every number', `d:4kx9m2c7pz5rh8vw:a:${'9'.repeat(40)}:${HASH}:`],
    ['a version in another script', `d:4kx9m2c7pz5rh8vw:a:١:${HASH}:`],
    ['a verb with a line after it', 't:example\n'],
    ['a person beyond every number', `t:start:${'9'.repeat(40)}`],
    ['a language of no dictionary', 't:language:__proto__'],
    ['a control of an object’s own', 'k:4kx9m2c7pz5rh8vw:constructor'],
    ['nothing', ''],
  ])('is refused with %s', async (_, data) => {
    const { chat, ann } = newsroom();
    const { card } = await bench.openArticle(chat, ann);
    expect(await forge(chat, card, data, ann)).toMatchObject({ text: t.unknownButton, isAlert: true });
    expect(bench.said(chat)).toEqual([card]);
  });
});
