import { afterEach, describe, expect, it } from 'vitest';
import { createTerminalStore } from '../../bots/terminal/connect/terminal-store.ts';
import { createTerminalMessenger } from '../../bots/terminal/messenger/messenger.ts';
import { createDrain } from '../../src/delivery/drain.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { openTelegramNewsroom } from '../support/telegram-newsroom.ts';
import { openSlackDesk } from './slack/slack-desk.ts';
import { threadOf } from './telegram/thread-of.ts';

/** So often that a test need not wait for it. */
const COUNTED = { wordsEveryMs: 100 };
const WAIT = { timeout: 60_000 };
const SOME = expect.any(Number) as number;

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of close.toReversed()) await one();
  close = [];
});
async function opened<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
  const desk = await opening;
  close.push(() => desk.close());
  return desk;
}

function wordsOn(article: TestArticle): number | undefined {
  const status = article.message('status');
  return status.kind === 'status' ? status.wordsSoFar : undefined;
}

/** Whether it was ever told how many words are written. */
async function isTold({ pool }: Newsroom): Promise<boolean> {
  const { rows } = await pool.query<{ told: boolean }>('select bool_or(written is not null) as told from articles');
  return rows[0]?.told === true;
}

describe('the words of a text that a model writes slowly', () => {
  it('are counted on the status card until the step ends, and leave nothing in the history', async () => {
    const newsroom = await opened(openNewsroom(COUNTED));
    newsroom.script('How tides work', 'draft', step.halt());
    newsroom.script('How tides work', 'critique', step.hang(step.practice({ score: 9, factsQuestionable: false })));
    const article = await newsroom.start('How tides work');
    await newsroom.model.waitFor('draft');
    const events = (await article.events('all')).length;
    await expect.poll(() => wordsOn(article), WAIT).toBeGreaterThan(10);
    expect(article.message('status')).toMatchObject({ stage: 'drafting', step: 'writing' });
    expect(await article.events('all')).toHaveLength(events);
    newsroom.model.release('draft');
    await newsroom.model.waitFor('critique');
    await expect.poll(() => article.message('status'), WAIT).toMatchObject({ step: 'critiquing' });
    expect(wordsOn(article)).toBeUndefined();
    newsroom.model.release('critique');
    await article.until('waiting');
    await expect.poll(() => article.message('status'), WAIT).toMatchObject({ stage: 'waiting' });
    expect(wordsOn(article)).toBeUndefined();
  });

  it('are forgotten when the model goes away in the middle', async () => {
    const newsroom = await opened(openNewsroom(COUNTED));
    newsroom.script('How moss grows', 'draft', step.halt());
    const article = await newsroom.start('How moss grows');
    await expect.poll(() => article.message('status'), WAIT).toMatchObject({ step: 'writing', wordsSoFar: SOME });
    await newsroom.model.pause();
    await article.until(({ outage }) => outage !== undefined);
    await expect.poll(() => 'outage' in article.message('status'), WAIT).toBe(true);
    expect(wordsOn(article)).toBeUndefined();
    await newsroom.model.resume();
    await article.until('waiting');
  });

  it('cost nothing when they are there sooner than they would be told', async () => {
    const newsroom = await opened(openNewsroom({ wordsEveryMs: 60_000 }));
    const article = await newsroom.start('How wells fill');
    await article.until('waiting');
    expect(await isTold(newsroom)).toBe(false);
  });

  it('are counted in Slack', async () => {
    const desk = await opened(openSlackDesk({ newsroom: COUNTED }));
    desk.newsroom.script('How dunes sing', 'draft', step.halt());
    const article = await desk.order('How dunes sing');
    await expect
      .poll(async () => (await article.root()).shown, WAIT)
      .toMatch(/Being written: the writer is at work, \d+ words/);
    desk.newsroom.model.release('draft');
    await article.until('waiting');
    await expect.poll(async () => (await article.root()).shown, WAIT).toMatch(/Waiting for: /);
    expect((await article.root()).shown).not.toMatch(/\d words/);
  });

  it('are counted on Telegram', async () => {
    const desk = await opened(openTelegramNewsroom({ newsroom: COUNTED }));
    const { emulator, ann } = desk;
    desk.newsroom.script('How lakes clear', 'draft', step.halt());
    const chat = emulator.supergroup({ title: 'Desk', members: [ann] });
    emulator.say(chat, ann, '/article@copydesk_bot How lakes clear');
    const thread = await threadOf(desk, chat, 'How lakes clear');
    const card = async (): Promise<string> => (await thread.messages())[0]?.text ?? '';
    await expect.poll(card, WAIT).toMatch(/Being written: the writer is at work, \d+ words/);
    desk.newsroom.model.release('draft');
    await expect.poll(card, WAIT).toMatch(/Waiting for: /);
    expect(await card()).not.toMatch(/\d words/);
  });

  it('are counted in the terminal', async () => {
    const newsroom = await opened(openNewsroom(COUNTED));
    const { pool } = newsroom;
    newsroom.script('How springs dry', 'draft', step.halt());
    const article = await newsroom.start('How springs dry');
    const followers = createFollowerStore(pool);
    await followers.follow(article.articleId, { platform: 'terminal', channel: 'here' }, 'reads');
    const stop = new AbortController();
    const log = { debug: () => undefined, warn: () => undefined };
    const messenger = createTerminalMessenger(createTerminalStore(pool));
    const draining = createDrain({ messenger, followers, desk: newsroom.gateway, log }).run(stop.signal);
    close.push(async () => {
      stop.abort();
      await draining;
    });
    const status = async (): Promise<unknown> => {
      const { rows } = await pool.query<{ content: unknown }>(
        `select content from terminal_messages where article_id = $1 and content ->> 'kind' = 'status'`,
        [article.articleId],
      );
      return rows[0]?.content;
    };
    await expect.poll(status, WAIT).toMatchObject({ step: 'writing', wordsSoFar: SOME });
    newsroom.model.release('draft');
    await article.until('waiting');
    await expect.poll(status, WAIT).toMatchObject({ stage: 'waiting' });
    expect(await status()).not.toHaveProperty('wordsSoFar');
  });
});
