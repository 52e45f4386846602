import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import { onlyWords } from '../emulators/slack/person.ts';
import type { RenderedMessage } from '../emulators/slack/rendered.ts';
import type { ChatHandle, SeenMessage } from '../emulators/telegram/telegram-emulator.ts';
import { createKillableProcess, type KillableProcess } from '../support/killable-process.ts';
import { draftToDecide, openTelegramNewsroom, type TelegramNewsroom } from '../support/telegram-newsroom.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { decisionsOn, eventually, openSlackDesk, said, type SlackArticle, type SlackDesk } from './slack/slack-desk.ts';
import { threadOf } from './telegram/thread-of.ts';

const en = messages('en');
const CHANNELS = ['general', 'home', 'second', 'third', 'closing', 'voting'] as const;

let telegram: TelegramNewsroom;
let slack: SlackDesk;
beforeAll(async () => {
  telegram = await openTelegramNewsroom();
  slack = await openSlackDesk({
    within: telegram.newsroom,
    slack: { channels: CHANNELS },
    approvers: (emulator) => [
      'requester',
      actorKey({ platform: 'slack', workspace: emulator.teamId, userId: emulator.user('ben') }),
      `telegram:${telegram.ben.id}`,
    ],
  });
  await link();
});
afterAll(async () => {
  await slack.close();
  await telegram.close();
});

/** Ann is one person in both chats. */
async function link(): Promise<void> {
  const { emulator, ann } = telegram;
  // On a machine that is busy the answer may come too late for Slack: then people type it again.
  const code = await eventually(async () => {
    await slack.people.ann.command('link', slack.slack.channel('general'));
    const told = slack.slack.privates(slack.people.ann.id).map(({ text }) => text);
    return told
      .join('\n')
      .match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g)
      ?.at(-1);
  }, 'code');
  const chat = emulator.privateChat(ann);
  emulator.say(chat, ann, `/link ${code}`);
  await telegram.until(chat, ({ text }) => text.startsWith('Done: here and in the other chat'), 'word of the link');
}

function group(title: string): ChatHandle {
  const { emulator, ann, ben, eve } = telegram;
  return emulator.supergroup({ title, members: [ann, ben, eve] });
}

/** What was told to somebody in Slack; on a machine that is busy Slack itself says that nothing came in time. */
const toldInSlack = (who: 'ann' | 'ben' | 'eve') =>
  slack.slack.privates(slack.people[who].id).filter(({ via }) => via !== 'slack-error');
const isAway = (told = ''): boolean => told.includes(en.answers.unavailable);

/** An article of Ann's at its gate. Asked for again where that was not taken, as people do. */
async function order(topic: string, channel: string, ...scores: readonly number[]): Promise<SlackArticle> {
  slack.scores(topic, ...scores);
  const before = toldInSlack('ann').length;
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    await slack.people.ann.command(topic, slack.slack.channel(channel));
  };
  await ask();
  const articleId = await eventually(async () => {
    const { rows } = await telegram.newsroom.pool.query<{ id: string }>(
      `select article_id as id from articles where topic = $1 and abandoned_at is null`,
      [topic],
    );
    const told = toldInSlack('ann').slice(before);
    if (rows.length === 0 && told.length === asked && told.every(({ shown }) => isAway(shown))) await ask();
    return rows[0]?.id;
  }, `article about ${topic}`);
  const article = slack.article(articleId);
  await article.until('waiting');
  return article;
}

async function inSlack(channel: string): Promise<readonly RenderedMessage[]> {
  return await slack.slack.everything(slack.slack.channel(channel));
}

/** Types a command in Slack, again where the desk was away. Resolves with the answer, which only its author sees. */
async function typed(words: string, channel: string, who: 'ann' | 'ben' | 'eve' = 'ann'): Promise<string> {
  const before = toldInSlack(who).length;
  await slack.people[who].command(words, slack.slack.channel(channel));
  const told = await eventually(() => toldInSlack(who)[before]?.shown, `answer to ${words}`);
  return isAway(told) ? await typed(words, channel, who) : told;
}

/** Types a command in Telegram. Resolves with the answer. */
async function saidThere(chat: ChatHandle, words: string, who: 'ann' | 'ben' | 'eve' = 'ann'): Promise<string> {
  const asked = telegram.emulator.say(chat, telegram[who], words);
  // Between two people nothing has to say what it is an answer to.
  const isAnswer = ({ id, replyTo = asked, text }: SeenMessage): boolean =>
    id > asked && replyTo === asked && !text.includes('Article: ');
  return (await telegram.until(chat, isAnswer, `answer to ${words}`)).text;
}

/** Has Ann show an article there, again where it was not known in time who she is in Slack. */
async function follow(chat: ChatHandle, words: string): Promise<void> {
  let told = await saidThere(chat, `/follow ${words}`);
  while (told.startsWith('There is no article')) told = await saidThere(chat, `/follow ${words}`);
  expect(told).toBe(en.answers.counted.follow);
}

/** Drafts, critiques and the article, as messages in Telegram begin. */
function saidInTelegram(seen: readonly SeenMessage[]): readonly string[] {
  return seen.flatMap(({ text }) => /(?:Draft \d|Critique of draft \d|The article is ready)/.exec(text)?.[0] ?? []);
}

/** The only gate in a channel that can be decided on. */
async function gateIn(channel: string, version: number): Promise<RenderedMessage> {
  return await eventually(
    async () =>
      (await inSlack(channel)).findLast((message) => decisionsOn(message).some(({ draft }) => draft === version)),
    `draft ${version} to decide on in #${channel}`,
  );
}

async function shownIn(channel: string): Promise<string> {
  return (await inSlack(channel)).map(({ shown }) => shown).join('\n');
}

describe('an article that is shown in several places', () => {
  it('has its drafts and critiques in all of them, and one decision locks every card, saying where it was made', async () => {
    const topic = 'How rivers meander';
    const article = await order(topic, 'home', 9, 9.5);
    const { articleId } = article;
    const news = group('News');
    await follow(news, `${articleId} decides whole`);
    expect(await typed(`follow ${articleId} reads whole`, 'second')).toContain(en.answers.counted.follow);
    const there = await threadOf(telegram, news, topic);

    const card = await there.card(1);
    await expect.poll(async () => said(await inSlack('second'))).toEqual(['Draft 1', 'Critique of draft 1', 'Draft 1']);
    expect((await inSlack('second')).flatMap(decisionsOn)).toEqual([]);
    expect(JSON.stringify((await inSlack('second')).map(({ raw }) => raw))).not.toContain('"overflow"');

    // Whoever only looks on is told who decides.
    const tapped = telegram.emulator.tap(card, en.telegram.buttons.approve, telegram.eve);
    const toast = () => telegram.emulator.toasts(telegram.eve).find(({ tapId }) => tapId === tapped)?.text;
    await expect.poll(toast).toMatch(/^This is not yours to decide\. It is up to: Ann/);

    expect(await there.answer(card, 'request-changes', telegram.ben, 'Name a river')).toBe(
      en.answers.counted['request-changes'],
    );
    const second = await there.card(2);
    await article.until('waiting');
    for (const channel of ['home', 'second'])
      await expect.poll(() => shownIn(channel)).toMatch(/Changes requested by Ben \(in Telegram\)/);
    expect(await there.approve(second, telegram.ben)).toBe(en.answers.counted.approve);
    await article.until('delivered');
    expect(await there.outcome()).toMatchObject({ stage: 'delivered' });

    for (const channel of ['home', 'second']) {
      await expect.poll(() => shownIn(channel)).toMatch(/Approved by Ben \(in Telegram\)/);
      expect((await inSlack(channel)).flatMap(decisionsOn)).toEqual([]);
      expect(said(await inSlack(channel)).filter((one) => one === 'The article is ready')).toHaveLength(1);
    }
    const seen = await there.messages();
    expect(seen.filter((message) => draftToDecide(message) !== undefined)).toEqual([]);
    expect(seen.map(({ text }) => text).join('\n')).toMatch(/Approved by Ben, /);
    expect(saidInTelegram(seen)).toEqual(expect.arrayContaining(['Critique of draft 1', 'Critique of draft 2']));
    expect(await there.strays()).toEqual([]);
  });
});

describe('what is typed after follow and unfollow', () => {
  it('is refused with the reason wherever it makes no sense, and does nothing', async () => {
    const topic = 'How sand sings';
    const { articleId } = await order(topic, 'home', 9);
    const news = group('Nonsense');
    const unknown = '0000000000000000';
    expect(await typed(`follow ${unknown} reads`, 'third')).toContain(en.answers.noSuchArticle(unknown));
    expect(await saidThere(news, `/follow ${unknown}`)).toContain(en.answers.noSuchArticle(unknown));
    expect(await typed(`unfollow ${unknown}`, 'third')).toContain(en.answers.noSuchArticle(unknown));
    expect(await typed(`follow ${articleId}`, 'home')).toContain(en.answers.refusal({ code: 'lives-here' }));
    expect(await typed(`unfollow ${articleId}`, 'third')).toContain(en.answers.refusal({ code: 'not-shown-here' }));
    // Whoever is nothing to the article: in a place where it is not shown, there is none.
    expect(await saidThere(news, `/follow ${articleId}`, 'eve')).toContain(en.answers.noSuchArticle(articleId));
    expect(await typed(`follow ${articleId} decides`, 'third', 'eve')).toMatch(/^This is not yours|It is up to/);
    const { rows } = await telegram.newsroom.pool.query('select 1 from followers where article_id = $1 and is_guest', [
      articleId,
    ]);
    expect(rows).toEqual([]);

    // Twice, and at the same moment: one place, one card.
    const ask = `follow ${articleId} reads`;
    await Promise.all([typed(ask, 'third'), typed(ask, 'third')]);
    expect(await typed(ask, 'third')).toContain(en.answers.counted.follow);
    await expect.poll(async () => said(await inSlack('third'))).toEqual(['Draft 1']);
    expect(
      (await inSlack('third')).filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts),
    ).toHaveLength(1);
    // A conversation of two is a place, too: what its owner may do they may do there.
    const alone = telegram.emulator.privateChat(telegram.ann);
    await follow(alone, `${articleId} decides`);
    const there = await threadOf(telegram, alone, topic);
    expect(await there.approve(await there.card(1), telegram.ann)).toBe(en.answers.counted.approve);
    await there.outcome();
    await expect.poll(() => shownIn('third')).toMatch(/Approved by Ann \(in Telegram\)/);

    // What is over is shown nowhere else.
    const over = en.answers.refusal({ code: 'article-over', stage: 'delivered' });
    expect(await typed(`follow ${articleId}`, 'voting')).toContain(over);
    expect(await saidThere(alone, `/unfollow ${articleId}`)).toContain(over);
  });
});

describe('those who are asked', () => {
  it('are called once: where the article lives, or else in the first place that reaches them', async () => {
    const article = await order('How salt dissolves', 'home', 9);
    const [first, second] = [group('Salt'), group('Pepper')];
    await typed(`follow ${article.articleId} decides`, 'third');
    const callsBen = ({ entities }: SeenMessage): boolean =>
      entities.some((one) => one.type === 'text_mention' && one.user.id === telegram.ben.id);
    const gates: SeenMessage[] = [];
    for (const chat of [first, second]) {
      await follow(chat, `${article.articleId} decides`);
      gates.push(await telegram.until(chat, (message) => draftToDecide(message) !== undefined, 'gate'));
    }
    expect(gates.map(callsBen)).toEqual([true, false]);
    const called = `<@${slack.people.ben.id}>`;
    expect(JSON.stringify((await article.card(1)).raw)).toContain(called);
    expect(JSON.stringify((await gateIn('third', 1)).raw)).not.toContain(called);
    expect((await gateIn('third', 1)).shown).toContain('Waiting for');
  });
});

describe('decisions in two places at the same moment', () => {
  // Whoever is later by so much may be earlier at the desk.
  const clashes = [
    ['How ice cracks', 'approve', 0],
    ['How ice sings', 'reject', 0],
    ['How ice creeps', 'reject', 15],
    ['How ice melts', 'approve', -15],
  ] as const;

  it.each(clashes)(
    'about %s are one: %s in Slack, and %i ms later an approval in Telegram',
    async (topic, kind, afterMs) => {
      const article = await order(topic, 'voting', 9);
      const { articleId } = article;
      const news = group(topic);
      await follow(news, `${articleId} decides`);
      const there = await threadOf(telegram, news, topic);
      const card = await there.card(1);
      const here = await article.card(1);
      const { ben, emulator } = telegram;
      const clerk = slack.people.ben;
      const button = decisionsOn(here).find((one) => one.kind === kind)?.button;
      if (button === undefined) throw new Error('The card has no such button');
      const form = kind === 'reject' ? (await clerk.click(here, button)).modal : undefined;
      const told = () => slack.slack.privates(clerk.id).filter(({ via }) => via !== 'modal');
      const before = told().length;

      const inSlackNow = async (): Promise<string> => {
        await sleep(Math.max(0, -afterMs));
        await (kind === 'reject' ? clerk.submit(onlyWords('We had ice'), form?.id) : clerk.click(here, button));
        return await eventually(() => told()[before]?.shown, 'answer to a click');
      };
      const inTelegramNow = async (): Promise<string> => {
        await sleep(Math.max(0, afterMs));
        return await there.approve(card, ben);
      };
      const [toldHere, toldThere] = await Promise.all([inSlackNow(), inTelegramNow()]);
      await there.outcome();

      const { rows } = await telegram.newsroom.pool.query<{ kind: string; platform: string }>(
        `select kind, actor ->> 'platform' as platform from decisions where article_id = $1 and superseded_at is null`,
        [articleId],
      );
      expect(rows).toHaveLength(1);
      const [{ kind: outcome, platform } = { kind: '', platform: '' }] = rows;
      const word = outcome === 'approve' ? 'Approved' : 'Rejected';
      const isByTelegram = platform === 'telegram';
      // Whoever was quicker is told that it counts, the other one who it was.
      const won = en.answers.counted[outcome === 'approve' ? 'approve' : 'reject'];
      expect(isByTelegram ? toldThere : toldHere).toContain(won);
      expect(isByTelegram ? toldHere : toldThere).toMatch(/Ben already (?:approved|rejected)/);
      // All cards say the same, and where it was, where it was elsewhere.
      const elsewhere = isByTelegram ? ' \\(in Telegram\\)' : ' \\(in Slack\\)';
      await expect
        .poll(async () => (await article.thread()).map(({ shown }) => shown).join('\n'))
        .toMatch(new RegExp(`${word} by Ben${isByTelegram ? elsewhere : ''},`));
      const seen = async (): Promise<string> => (await there.messages()).map(({ text }) => text).join('\n');
      await expect.poll(seen).toMatch(new RegExp(`${word} by Ben${isByTelegram ? '' : elsewhere},`));
      expect((await article.thread()).flatMap(decisionsOn)).toEqual([]);
      expect((await there.messages()).filter((message) => draftToDecide(message) !== undefined)).toEqual([]);
      expect(emulator.spinning(ben)).toEqual([]);
    },
  );
});

describe('a place in which an article is shown', () => {
  it('has nothing left to click once that has ended, says where the article lives, and is told nothing more', async () => {
    const topic = 'How dew forms';
    const article = await order(topic, 'home', 9, 9.5);
    const news = group('Dew');
    await follow(news, `${article.articleId} decides`);
    const there = await threadOf(telegram, news, topic);
    const card = await there.card(1);
    expect(await saidThere(news, `/unfollow ${article.articleId}`)).toBe(en.answers.counted.unfollow);
    await expect
      .poll(async () => (await there.messages()).filter((message) => draftToDecide(message) !== undefined))
      .toEqual([]);
    await expect.poll(async () => (await there.messages())[0]?.text).toMatch(/goes on elsewhere: in Slack/);
    const before = (await there.messages()).length;
    // The button that somebody has before them still decides: they may.
    const tapped = telegram.emulator.forgeTap(
      news,
      card.id,
      card.buttons.find(({ text }) => text === en.telegram.buttons.approve)?.data ?? '',
      telegram.eve,
    );
    const toast = () => telegram.emulator.toasts(telegram.eve).find(({ tapId }) => tapId === tapped)?.text;
    // Eve sees it no longer.
    await expect.poll(toast).toBe(en.answers.noSuchArticle(article.articleId));
    await article.decide(await article.card(1), 'request-changes', 'ben', 'Name a leaf');
    await article.decide(await article.card(2), 'approve', 'ben');
    await there.outcome();
    expect(await there.messages()).toHaveLength(before);
  });

  it('is left when it takes no messages any more, which holds up nobody, and its article says so', async () => {
    const topic = 'How moss drinks';
    const article = await order(topic, 'home', 9, 9.5);
    const news = group('Closed');
    await follow(news, `${article.articleId} decides`);
    await typed(`follow ${article.articleId} decides`, 'closing');
    const there = await threadOf(telegram, news, topic);
    await there.card(1);
    await gateIn('closing', 1);
    telegram.emulator.kick(news);
    slack.slack.setArchived(slack.slack.channel('closing'), true);
    await article.decide(await article.card(1), 'request-changes', 'ben', 'Name a moss');
    const second = await article.card(2);
    const thread = async (): Promise<string> => (await article.thread()).map(({ shown }) => shown).join('\n');
    await expect.poll(thread).toMatch(/no longer shown in Telegram, where Ann had it shown, too/);
    await expect.poll(thread).toMatch(/no longer shown in Slack, where Ann had it shown, too/);
    await article.decide(second, 'approve', 'ben');
    await article.until('delivered');
  });
});

describe('a bot that is killed', () => {
  let config: string;
  let bot: KillableProcess;
  beforeAll(async () => {
    config = await makeTestFolder();
    await Promise.all([
      copyFile('config/workflows.yaml', join(config, 'workflows.yaml')),
      writeFile(join(config, 'copydesk.yaml'), 'access: { telegram: { people: all } }\n'),
    ]);
    await telegram.bot.stop();
    bot = createKillableProcess({
      command: [process.execPath, 'bots/telegram/main.ts'],
      env: { ...telegram.variables, COPYDESK_CONFIG: config, LOG_LEVEL: 'info' },
      ready: 'Serving the Telegram bot',
    });
    await bot.start();
  });
  afterAll(async () => {
    await bot.kill();
    await rm(config, { recursive: true });
  });

  it('while a place is shown its first card, and while a decision is handed over, loses and repeats nothing', {
    timeout: 180_000,
  }, async () => {
    const { emulator, ann } = telegram;
    const topic = 'How bees dance';
    const article = await order(topic, 'home', 9, 9.5);
    const news = emulator.privateChat(ann);
    const inNews = ({ fields }: { readonly fields: Readonly<Record<string, string>> }): boolean =>
      fields['chat_id'] === String(news.id);
    // The card of the status stands, and nobody learns of it.
    emulator.fault(
      'sendMessage',
      { kind: 'hang', isDone: true },
      {
        when: (call) => inNews(call) && call.fields['text']?.includes(en.article.card.title(topic)) === true,
      },
    );
    emulator.say(news, ann, `/follow ${article.articleId} decides whole`);
    const there = await threadOf(telegram, news, topic);
    await expect
      .poll(() => emulator.messages(news).some(({ text }) => text.includes(en.article.card.title(topic))))
      .toBe(true);
    await bot.kill();
    emulator.clearFaults();
    await bot.start();
    const card = await there.card(1);

    // What was tapped is not known to have arrived when the bot dies.
    emulator.fault('getUpdates', { kind: 'dropped' }, { times: 1000, when: ({ fields }) => 'offset' in fields });
    emulator.tap(card, en.telegram.buttons.approve, ann);
    await article.until('delivered');
    await bot.kill();
    emulator.clearFaults();
    await bot.start();
    expect(await there.outcome()).toMatchObject({ stage: 'delivered' });

    const seen = await there.messages();
    expect(seen).toHaveLength(await there.posts());
    expect(emulator.messages(news).filter(({ text }) => text.includes(en.article.card.title(topic)))).toHaveLength(1);
    expect(seen.filter((message) => draftToDecide(message) !== undefined)).toEqual([]);
    await expect
      .poll(async () => (await article.thread()).map(({ shown }) => shown).join('\n'))
      .toMatch(/Approved by Ann \(in Telegram\)/);
    const { rows } = await telegram.newsroom.pool.query(
      'select 1 from decisions where article_id = $1 and superseded_at is null',
      [article.articleId],
    );
    expect(rows).toHaveLength(1);
  });
});
