import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { draftToDecide, openTelegramNewsroom, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';
import { asksForWords, asksToConfirm, CONFIRM } from '../../support/telegram-question.ts';
import { score, threadOf } from './thread-of.ts';

const en = messages('en');
const ARTICLE = '# Dunes\n\nWind carries sand, and drops it **here**.\n';

describe.each(['polling', 'webhook'] as const)('an article on Telegram, with %s', (by) => {
  let desk: TelegramNewsroom;
  beforeAll(async () => {
    desk = await openTelegramNewsroom({ by });
  });
  afterAll(() => desk.close());

  it('goes from a message in private through changes to the finished text and its files', async () => {
    const { emulator, ann, newsroom } = desk;
    const topic = `How dunes wander, by ${by}`;
    score(desk, topic, 9, 9.5);
    const chat = emulator.privateChat(ann);
    const asked = emulator.say(chat, ann, topic);
    const proposal = await desk.until(chat, ({ replyTo }) => replyTo === asked, 'proposal');
    expect(proposal.text).toContain(topic);
    emulator.tap(proposal, en.telegram.proposalButtons.start, ann);
    const thread = await threadOf(desk, chat, topic);
    const first = await thread.card(1);
    expect(await thread.answer(first, 'request-changes', ann, 'Name a desert')).toBe(
      en.answers.counted['request-changes'],
    );
    expect(await thread.approve(await thread.card(2), ann)).toBe(en.answers.counted.approve);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });

    const all = await thread.messages();
    expect(all[0]).toMatchObject({ text: expect.stringContaining(topic) });
    expect(all[0]?.edits).toBeGreaterThan(0);
    expect(all.flatMap(({ document }) => document?.name.replace(/.*\./, '') ?? []).slice(-4)).toEqual([
      'md',
      'docx',
      'json',
      'html',
    ]);
    expect(all.filter((message) => draftToDecide(message) !== undefined)).toEqual([]);
    expect(all.some(({ text }) => text.includes('Approved by Ann'))).toBe(true);
    expect(all.some(({ text }) => text.includes('Name a desert'))).toBe(true);
    // Below the status card, whatever was said in between.
    expect(new Set(all.slice(1).map(({ replyTo }) => replyTo)).has(all[0]?.id)).toBe(true);
    const { rows } = await newsroom.pool.query<{ text: string }>(
      `select body ->> 'text' as text from editions where article_id = $1`,
      [thread.articleId],
    );
    const file = all.findLast(({ document }) => document?.name.endsWith('.md'))?.document;
    for (const line of (rows[0]?.text ?? '').split('\n')) expect(file?.bytes.toString('utf8')).toContain(line);
    expect(await thread.strays()).toEqual([]);
    expect(emulator.spinning(ann)).toEqual([]);
  });

  it('stays in the topic of the forum in which it was asked for, and takes a whole text from a file', async () => {
    const { emulator, ann, ben } = desk;
    const topic = `How dunes sing, by ${by}`;
    score(desk, topic, 9);
    const forum = emulator.supergroup({ title: 'Desk', members: [ann, ben], topics: ['Science', 'Sport'] });
    const { Science = 0 } = forum.topics;
    emulator.say(forum, ann, `/article@copydesk_bot ${topic}`, { topic: Science });
    const thread = await threadOf(desk, forum, topic);
    const card = await thread.card(1);
    expect(await thread.answer(card, 'edit', ben, { name: 'dunes.md', content: ARTICLE })).toBe(
      en.answers.counted.edit,
    );
    const edited = await thread.card(2);
    expect(edited.text).toContain('Wind carries sand, and drops it here.');
    expect(await thread.approve(edited, ann)).toBe(en.answers.counted.approve);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    const sent = emulator.messages(forum).filter(({ isFromBot }) => isFromBot);
    expect(new Set(sent.map((message) => message.topic))).toEqual(new Set([Science]));
    const file = sent.findLast(({ document }) => document?.name.endsWith('.md'))?.document;
    expect(file?.bytes.toString('utf8')).toContain('Wind carries sand, and drops it **here**.');
    expect(await thread.strays()).toEqual([]);
  });
});

describe('an article on Telegram', () => {
  let desk: TelegramNewsroom;
  beforeAll(async () => {
    desk = await openTelegramNewsroom({
      config: (config) => ({ ...config, telegram: { ...config.telegram, richMessages: true, maxFileKilobytes: 1 } }),
    });
  });
  afterAll(() => desk.close());

  it('is asked for in a group, where only the bot’s own is heard, and rejected by a reply', async () => {
    const { emulator, ann, ben, eve } = desk;
    const topic = 'How ferns uncurl';
    score(desk, topic, 9);
    const group = emulator.group({ title: 'Desk', members: [ann, ben, eve] });
    emulator.say(group, eve, 'Lovely weather');
    emulator.say(group, ann, `@copydesk_bot ${topic}`);
    const proposal = await desk.until(group, ({ text }) => text.includes(topic), 'proposal');
    emulator.tap(proposal, en.telegram.proposalButtons.start, eve);
    emulator.tap(proposal, en.telegram.proposalButtons.start, ann);
    await expect.poll(() => emulator.toasts(eve).map(({ text }) => text)).toEqual([en.telegram.notYourProposal]);
    const thread = await threadOf(desk, group, topic);
    const card = await thread.card(1);
    expect(await thread.answer(card, 'reject', ben, 'We had ferns')).toBe(en.answers.counted.reject);
    expect(await thread.outcome()).toMatchObject({ stage: 'rejected' });
    expect((await thread.messages()).some(({ text }) => text.includes('We had ferns'))).toBe(true);
    expect((await thread.messages()).flatMap(({ buttons }) => buttons.filter(({ data }) => data))).toEqual([]);
    expect(await thread.strays()).toEqual([]);
  });

  it('refuses what is no decision of anyone who may decide, each time with the reason', async () => {
    const { emulator, ann, ben, eve, newsroom } = desk;
    const topic = 'How moss drinks';
    score(desk, topic, 9, 9.5);
    const group = emulator.supergroup({ title: 'Desk', members: [ann, ben, eve] });
    emulator.say(group, ann, `/article ${topic}`);
    const thread = await threadOf(desk, group, topic);
    const card = await thread.card(1);
    const alerts = (): readonly string[] => emulator.toasts(eve).map(({ text, isAlert }) => (isAlert ? text : ''));
    const says = async (text: string): Promise<void> =>
      void (await desk.until(group, (message) => message.text.includes(text), `“${text}”`));

    emulator.tap(card, en.telegram.buttons.approve, eve);
    await expect.poll(() => alerts().at(-1)).toContain('This is not yours to decide.');
    emulator.tap(card, en.telegram.buttons.reject, eve);
    await expect.poll(() => alerts().filter((text) => text.includes('not yours to decide'))).toHaveLength(2);
    emulator.forgeTap(group, card.id, 'd:0000000000000000:a:1:00000000:', eve);
    await expect.poll(() => alerts().at(-1)).toBe(en.telegram.otherArticle);
    emulator.forgeTap(group, card.id, 'anything', eve);
    await expect.poll(() => alerts().at(-1)).toBe(en.telegram.unknownButton);

    emulator.tap(card, en.telegram.buttons.edit, ben);
    const question = await desk.until(group, asksForWords, 'question');
    emulator.say(group, eve, ARTICLE, { replyTo: question.id });
    await says(en.telegram.notYourQuestion);
    emulator.say(group, ben, ARTICLE, { replyTo: question.id, as: 'anonymous-administrator' });
    await says(en.telegram.anonymous);
    for (const [file, answer] of [
      [{ name: 'moss.pdf', content: ARTICLE }, en.telegram.file.kinds],
      [{ name: 'moss.md', content: 'x'.repeat(1025) }, en.telegram.file.tooLarge(1)],
      [{ name: 'moss.md', content: Buffer.from([0xff, 0xfe, 0x41]) }, en.telegram.file.notText],
    ] as const) {
      emulator.sendDocument(group, ben, file, { replyTo: question.id });
      await says(answer);
    }
    emulator.say(group, ben, 'x'.repeat(4000), { replyTo: question.id });
    await says(en.telegram.file.maybeCut(4096));
    expect((await newsroom.gateway.status(thread.articleId)).drafts).toHaveLength(1);

    // A message with the whole text, formatted as people do on Telegram.
    const text = 'Dunes\n\nWind carries sand.';
    emulator.say(group, ben, text, { replyTo: question.id, entities: [{ type: 'bold', offset: 0, length: 5 }] });
    emulator.tap(await desk.until(group, asksToConfirm, 'text before it counts'), CONFIRM, ben);
    await says(en.answers.counted.edit);
    const next = await thread.card(2);
    emulator.forgeTap(group, card.id, card.buttons[0]?.data ?? '', ann);
    await expect.poll(() => emulator.toasts(ann).at(-1)?.text).toContain('Ben already edited this draft');
    const { rows } = await newsroom.pool.query<{ body: string }>(
      `select body from drafts where article_id = $1 and version = 2`,
      [thread.articleId],
    );
    expect(rows[0]?.body.trim()).toBe('**Dunes**\n\nWind carries sand.');
    expect(await thread.approve(next, ann)).toBe(en.answers.counted.approve);
    expect(await thread.outcome()).toMatchObject({ stage: 'delivered' });
    emulator.forgeTap(group, next.id, next.buttons[0]?.data ?? '', ben);
    await expect.poll(() => emulator.toasts(ben).at(-1)).toMatchObject({ isAlert: true });
    // As the configuration of this bot says.
    expect((await thread.messages()).filter(({ isRich }) => isRich)).toHaveLength(1);
  });
});
