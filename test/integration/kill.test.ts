import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { ChatPost } from '../support/chat-server.ts';
import { expectWhole } from '../support/expect-whole.ts';
import { seeded } from '../support/seeded.ts';
import { openSplitNewsroom, type SplitArticle, type SplitNewsroom } from '../support/split-newsroom.ts';
import { TASKS } from '../../src/practice-model/brief.ts';
import { step } from '../support/scripted-model.ts';

const ONE_DRAFT = { story: ['draft', 'critique'], version: 1, drafts: 1 };
/** The worker that remembered an article is missed for two seconds, and whoever clicks then is told that it is noted. */
const TAKEN = { kind: expect.stringMatching(/^(counted|noted)$/) };
const passing = step.practice({ score: 9, factsQuestionable: false });

let newsroom: SplitNewsroom;
beforeAll(async () => {
  newsroom = await openSplitNewsroom({ chatLatencyMs: 30 });
});
afterAll(() => newsroom.close());

/** Its first draft is good enough. */
function start(topic: string): Promise<SplitArticle> {
  newsroom.script(topic, 'critique', passing);
  return newsroom.start(topic);
}

const postOf =
  (topic: string, kind: ChatContent['kind']) =>
  ({ content }: ChatPost): boolean =>
    content.frame.request.topic === topic && content.kind === kind;

const timesAsked = (article: SplitArticle) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(article.asked(), ({ task }) => task ?? 'unknown')).map(([task, requests]) => [
      task,
      requests?.length,
    ]),
  );

describe('after kill -9 of the worker', () => {
  let asking: SplitArticle;
  let storing: SplitArticle;
  let judging: SplitArticle;
  let waiting: SplitArticle;
  let editing: SplitArticle;
  let posting: SplitArticle;

  // Six articles at six points of their lives, and one death for all.
  beforeAll(async () => {
    newsroom.script('How asking ends', 'outline', step.hang());
    newsroom.script('How storing ends', 'draft', step.hang());
    newsroom.script('How judging ends', 'critique', step.hang(passing));
    newsroom.script('How editing ends', 'edit', step.hang());
    [asking, storing, judging, waiting, editing] = await Promise.all([
      start('How asking ends'),
      start('How storing ends'),
      start('How judging ends'),
      start('How waiting ends'),
      start('How editing ends'),
    ]);
    await editing.approve();
    await Promise.all([
      asking.asks('outline'),
      storing.asks('draft'),
      judging.asks('critique'),
      waiting.said('gate'),
      editing.asks('edit'),
    ]);

    const post = newsroom.chat.hold('after-storing', postOf('How posting ends', 'draft'));
    posting = await start('How posting ends');
    await post.reached;
    const drafts = await newsroom.holdWrites('drafts');
    newsroom.model.release((request) => request === storing.asked('draft')[0]);
    await drafts.reached;
    await newsroom.worker.kill();
    await drafts.release();
    post.release();
    await newsroom.worker.start();
  });

  it('while the model answers, it is asked again and the article goes on', async () => {
    expect(await asking.approve()).toEqual(TAKEN);
    await expectWhole(newsroom, asking, ONE_DRAFT);
    expect(timesAsked(asking)).toEqual({ outline: 2, draft: 1, critique: 1, edit: 1 });
  });

  it('between the stored answer and the stored draft, no model is asked again', async () => {
    expect(await storing.approve()).toEqual(TAKEN);
    await expectWhole(newsroom, storing, ONE_DRAFT);
    expect(timesAsked(storing)).toEqual({ outline: 1, draft: 1, critique: 1, edit: 1 });
  });

  it('while the critic answers, the draft stands and only the critic is asked again', async () => {
    expect(await judging.approve()).toEqual(TAKEN);
    await expectWhole(newsroom, judging, ONE_DRAFT);
    expect(timesAsked(judging)).toEqual({ outline: 1, draft: 1, critique: 2, edit: 1 });
  });

  it('at the gate, a decision counts', async () => {
    expect(await waiting.approve()).toEqual(TAKEN);
    await expectWhole(newsroom, waiting, ONE_DRAFT);
    expect(timesAsked(waiting)).toEqual({ outline: 1, draft: 1, critique: 1, edit: 1 });
  });

  it('while the final edit is made, the approved article is delivered once', async () => {
    await expectWhole(newsroom, editing, ONE_DRAFT);
    expect(timesAsked(editing)).toEqual({ outline: 1, draft: 1, critique: 1, edit: 2 });
  });

  it('while a post is going out, it is in the thread once', async () => {
    expect(await posting.approve()).toEqual(TAKEN);
    await expectWhole(newsroom, posting, ONE_DRAFT);
  });
});

describe('after kill -9 of the platform’s process', () => {
  let sending: SplitArticle;
  let sent: SplitArticle;
  let answered: SplitArticle;

  beforeAll(async () => {
    const lost = newsroom.chat.hold('before-storing', postOf('How sending ends', 'draft'));
    const stored = newsroom.chat.hold('after-storing', postOf('How storing posts ends', 'draft'));
    const confirmed = newsroom.chat.hold('after-storing', postOf('How answering ends', 'draft'));
    [sending, sent, answered] = await Promise.all([
      start('How sending ends'),
      start('How storing posts ends'),
      start('How answering ends'),
    ]);
    await Promise.all([lost.reached, stored.reached, confirmed.reached]);
    const confirming = await newsroom.holdWrites('messages');
    confirmed.release();
    await confirming.reached;
    await newsroom.platform.kill();
    lost.release();
    stored.release();
    await confirming.release();
    await newsroom.platform.start();
  });

  it.each([
    ['before the chat has a message, it is sent again', () => sending],
    ['after the chat has a message and before it answers, it is not sent again', () => sent],
    ['after the chat answers and before that is noted, it is not sent again', () => answered],
  ])('%s', async (_, article) => {
    expect(await article().approve()).toEqual(TAKEN);
    await expectWhole(newsroom, article(), ONE_DRAFT);
  });
});

/** The practice model asks and says this much for an article: three drafts, one fact check. */
const WHOLE = {
  story: ['draft', 'critique', 'fact-report', 'draft', 'critique', 'draft', 'critique'],
  version: 3,
  drafts: 3,
};
const QUESTIONS = 10;
const KILLS = 6;
const LATENCY_MS = 150;

describe('after kill -9 of both processes, again and again', () => {
  it.each([1])(
    'at the moments of seed %i, everything has happened exactly once',
    { timeout: 120_000 },
    async (seed) => {
      const random = seeded(seed);
      const topic = `How seed ${seed} ends`;
      for (const task of TASKS)
        newsroom.script(topic, task, ...Array.from({ length: QUESTIONS * KILLS }, () => step.after(LATENCY_MS)));
      const article = await newsroom.start(topic);
      const approved = article.approve();

      const progress = {
        worker: () => new Set(article.asked().map(({ body }) => JSON.stringify(body))).size,
        platform: () => article.thread().length,
      };
      for (let kill = 0; kill < KILLS; kill += 1) {
        const victim = random() < 0.5 ? 'worker' : 'platform';
        // Spread over the article's life: there are as many messages as questions.
        const station = Math.floor(((kill + random()) / KILLS) * QUESTIONS) + 1;
        while (progress[victim]() < station) await sleep(10);
        await sleep(random() * 2 * LATENCY_MS);
        await newsroom[victim].kill();
        await newsroom[victim].start();
      }
      expect(await approved).toEqual(TAKEN);
      await expectWhole(newsroom, article, WHOLE);
    },
  );
});
