import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../../../src/messages/messages.ts';
import { asksForWords } from '../../../support/telegram-question.ts';
import { type BotBench, openBotBench } from '../bot-bench.ts';

const en = messages('en');

describe('the Telegram bot, in chats that allow reactions,', () => {
  let bench: BotBench;

  beforeAll(async () => {
    bench = await openBotBench({ emulator: { allowsReactions: true } });
    bench.start();
  });
  beforeEach(() => {
    bench.desk.refusal = undefined;
  });
  afterAll(() => bench.close());

  function group() {
    const { ann, ben, emulator } = bench;
    return { chat: emulator.supergroup({ title: 'Newsroom', members: [ann, ben] }), ann, ben };
  }

  it('says by a sign that an article has begun, whose card says the rest', async () => {
    const { chat, ann } = group();
    const asked = bench.emulator.say(chat, ann, '/article How tides work');
    await expect.poll(() => bench.emulator.reactions(chat, asked)).toEqual(['👌']);
    expect(bench.desk.orders.at(-1)).toMatchObject({ request: { topic: 'How tides work' } });
    expect(bench.said(chat)).toEqual([]);
  });

  it.each(['pause', 'resume', 'cancel'] as const)('says by a sign what the notice of /%s says', async (verb) => {
    const { chat, ann } = group();
    const { articleId } = await bench.openArticle(chat, ann);
    const before = bench.said(chat).length;
    const asked = bench.emulator.say(chat, ann, `/${verb}_${articleId}`);
    await expect.poll(() => bench.emulator.reactions(chat, asked)).toEqual(['👌']);
    expect(bench.desk.controls.at(-1)).toMatchObject({ kind: verb, articleId });
    expect(bench.said(chat)).toHaveLength(before);
  });

  it('says in words what the person who asked sees nowhere else', async () => {
    const { chat, ann } = group();
    const { articleId } = await bench.openArticle(chat, ann);
    await bench.pool.query(
      `insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
       select follower_id, 0, 'card', 'status', 'sent', 'x', true, '{}', 'x', platform, 0 from followers where article_id = $1`,
      [articleId],
    );
    const other = group().chat;
    const asked = bench.emulator.say(other, ann, `/pause_${articleId}`);
    await expect.poll(() => bench.said(other).map(({ text }) => text)).toEqual([en.answers.counted.pause]);
    expect(bench.emulator.reactions(other, asked)).toEqual([]);
  });

  describe('where the bot is an administrator', () => {
    it('refuses a command to the one who typed it, and to nobody else', async () => {
      const { chat, ann } = group();
      bench.emulator.promote(chat);
      const { articleId } = await bench.openArticle(chat, ann);
      const before = bench.said(chat).length;
      bench.desk.refusal = { code: 'not-now', control: 'resume', stage: 'waiting' };
      bench.emulator.say(chat, ann, `/resume_${articleId}`);
      await expect
        .poll(() => bench.emulator.whispers(ann).map(({ text }) => text))
        .toContain(en.answers.refusal(bench.desk.refusal));
      expect(bench.said(chat)).toHaveLength(before);
    });

    it('tells who answers the question of somebody else, and nobody but them', async () => {
      const { chat, ann, ben } = group();
      bench.emulator.promote(chat);
      const { card } = await bench.openArticle(chat, ann);
      bench.emulator.tap(card, 'reject', ann);
      await expect.poll(() => bench.said(chat).some(asksForWords)).toBe(true);
      const question = bench.said(chat).find(asksForWords) ?? expect.fail('It was there');
      const before = bench.said(chat).length;
      bench.emulator.say(chat, ben, 'Because', { replyTo: question.id });
      await expect
        .poll(() => bench.emulator.whispers(ben).map(({ text }) => text))
        .toContain(en.telegram.notYourQuestion);
      expect(bench.said(chat)).toHaveLength(before);
      expect(bench.emulator.whispers(ann).map(({ text }) => text)).not.toContain(en.telegram.notYourQuestion);
    });
  });

  it('says it to all where it may not whisper', async () => {
    const { chat, ann } = group();
    bench.emulator.say(chat, ann, '/artcle@copydesk_bot tides');
    await expect
      .poll(() => bench.said(chat).at(-1)?.text.replaceAll('\u2060', ''))
      .toBe(en.telegram.unknownCommand('/artcle@copydesk_bot'));
  });
});
