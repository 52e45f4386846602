import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { step } from '../../support/scripted-model.ts';
import type { Act, ArticleOnPlatform, Card, ListenersBench, Who } from './bench.ts';

/** Long enough for what must not happen to have happened. */
export const QUIET_MS = 300;
/** Looking costs as much as what is looked for. */
export const PATIENCE = { timeout: 30_000, interval: 150 };

/** A text of a person. */
export const ARTICLE = '# Locks\n\nWater lifts boats, one chamber at a time.\n';
/** Whose request was taken: that of somebody who was told otherwise is marked, and removed soon. */
export const ARTICLES_ABOUT = `SELECT 1 FROM articles WHERE request->>'topic' = $1 AND abandoned_at IS NULL`;

export const en = messages('en');

export type Scene = ReturnType<typeof createScene>;

/** What the scenarios of a platform do in the same words. Its bench is there once {@link ListenersBench} was opened. */
export function createScene(name: string, open: () => Promise<ListenersBench>) {
  let bench: ListenersBench | undefined;
  let topics = 0;

  const scene = {
    get bench(): ListenersBench {
      if (bench === undefined) throw new Error('The bench is not open');
      return bench;
    },
    open: async (): Promise<void> => {
      bench = await open();
    },
    close: async () => await bench?.close(),
    statusOf,
    topic,
    ordered,
    waiting,
    quiet,
    newestCard,
    saysWhatBecomesOfIt,
    decide,
    outcome,
    toldBy,
  };
  return scene;

  function statusOf(articleId: string): Promise<ArticleStatus> {
    return scene.bench.newsroom.gateway.status(articleId);
  }

  function topic(): string {
    return `How gate ${(topics += 1)} of ${name} opens`;
  }

  /** Ordered by Ann, with a topic of its own and these scores for its drafts. */
  async function ordered(...scores: readonly number[]) {
    const about = topic();
    scene.bench.newsroom.script(
      about,
      'critique',
      ...scores.map((score) => step.practice({ score, factsQuestionable: false })),
    );
    const order = await scene.bench.order(about);
    const { articleId = '' } = order;
    return { order, articleId, about, thread: await scene.bench.thread(articleId) };
  }

  /** At its gate after one draft, with the card that people decide on; the next drafts would be as good. */
  async function waiting() {
    const article = await ordered(9, 9.5, 9.7);
    await expect.poll(async () => (await statusOf(article.articleId)).stage, PATIENCE).toBe('waiting');
    return { ...article, card: await newestCard(article.thread, 1) };
  }

  /** Waits until nothing more is said. */
  async function quiet(thread: ArticleOnPlatform): Promise<number> {
    for (let before = -1; ; ) {
      const now = (await thread.shown()).length;
      if (now === before) return now;
      before = now;
      await sleep(QUIET_MS);
    }
  }

  /** Whether somebody was told what becomes of what could not be handed over. */
  function saysWhatBecomesOfIt(told: string): boolean {
    const { keepsSaying, tryAgain = [] } = scene.bench;
    const sentences = keepsSaying === undefined ? [en.answers.unavailable, ...tryAgain] : [keepsSaying];
    return sentences.some((words) => told.includes(squeezed(words)));
  }

  /** The newest card about a draft that has its buttons. */
  async function newestCard(thread: ArticleOnPlatform, version: number): Promise<Card> {
    let card: Card | undefined;
    await expect
      .poll(async () => {
        card = (await thread.cards()).findLast((one) => one.version === version);
        return card?.decisions.length;
      }, PATIENCE)
      .toBe(4);
    if (card === undefined) throw new Error(`There is no card about draft ${version}`);
    return card;
  }

  async function decide(card: Card, kind: DecisionKind, who: Who, words?: string): Promise<Act> {
    return await (await card.prepare(kind, who, words))();
  }

  async function outcome(articleId: string): Promise<string> {
    await expect.poll(async () => (await statusOf(articleId)).stage, PATIENCE).toMatch(/delivered|rejected|cancelled/);
    return (await statusOf(articleId)).stage;
  }

  /** Runs it, and resolves with what the person was told meanwhile. */
  async function toldBy(who: Who, act: () => Promise<unknown>): Promise<string> {
    const before = (await scene.bench.told(who)).length;
    await act();
    await expect.poll(async () => (await scene.bench.told(who)).length).toBeGreaterThan(before);
    return squeezed((await scene.bench.told(who)).slice(before).join('\n'));
  }
}

/** Platforms break lines where they like. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
