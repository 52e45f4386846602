import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import type { ArticleSettings } from '../../src/protocol/settings.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

/** Every answer costs ten cents: an outline and a draft, then a critique, a plan and another draft. */
const COST_USD = 0.1;
const scored = (score: number) => step.practice({ score, factsQuestionable: false });
/** Longer than an article needs to ask a model, had it the right to. */
const QUIET_MS = 1500;

let newsroom: Newsroom;
const steer = (article: TestArticle, kind: PlainControlKind, by = ANN) =>
  newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by });
const askedAbout = (topic: string): number =>
  newsroom.model.requests.filter(({ body }) => JSON.stringify(body).includes(`>${topic}</topic-`)).length;
const said = ({ articleId }: TestArticle): readonly string[] =>
  newsroom.messenger.messages.flatMap(({ key, content }) =>
    key.startsWith(`${articleId}/`) && content.kind === 'notice' ? [content.notice.code] : [],
  );
async function spentOn({ articleId }: TestArticle): Promise<number> {
  const { rows } = await newsroom.pool.query<{ usd: number }>(
    'select sum(cost_usd)::float8 as usd from model_calls where article_id = $1',
    [articleId],
  );
  return rows[0]?.usd ?? 0;
}

describe('the budget of an article', () => {
  beforeAll(async () => {
    newsroom = await openNewsroom({
      costUsd: COST_USD,
      budget: { settings: { limits: { article: { warnUsd: 0.25, stopUsd: 0.55 } }, raiseByUsd: 0.4 } },
    });
  });
  afterAll(() => newsroom.close());

  /** Spends its budget: six calls, the last of which had begun below the cap. */
  async function spend(topic: string, settings?: Partial<ArticleSettings>): Promise<TestArticle> {
    newsroom.script(topic, 'critique', scored(6), scored(7), scored(9));
    const article = await newsroom.start(topic, {}, settings);
    await article.until('stuck');
    return article;
  }

  it('is warned of once, stops it before a call that would begin beyond it, and asks', async () => {
    const topic = 'How ferries dock';
    const article = await spend(topic);
    const status = await article.until('stuck');
    expect(status).toMatchObject({
      budget: { scope: 'article', capUsd: 0.55, spentUsd: 0.6, unpriced: 0, raiseByUsd: 0.4 },
      controls: ['raise', 'retry', 'pause', 'finish', 'cancel'],
    });
    await expect.poll(() => article.kinds().at(-1)).toBe('budget');
    await expect
      .poll(() => article.message('budget'))
      .toMatchObject({
        stop: { spentUsd: 0.6, capUsd: 0.55 },
        options: ['raise', 'finish', 'cancel'],
        waitingFor: ['requester'],
      });
    await expect.poll(() => article.message('status')).toMatchObject({ stage: 'stuck', budget: { capUsd: 0.55 } });
    expect(said(article)).toEqual(['budget-warning']);
    expect(article.kinds().filter((kind) => kind === 'critique')).toHaveLength(2);
    // Whoever asks again without adding anything gets the same answer, and nothing is paid.
    expect(await steer(article, 'retry')).toEqual({ kind: 'counted' });
    await expect.poll(() => article.kinds().filter((kind) => kind === 'budget').length).toBe(2);
    await sleep(QUIET_MS);
    expect(askedAbout(topic)).toBe(6);
    expect(await spentOn(article)).toBeCloseTo(0.6);
  });

  it('is raised by who may, also after the worker was away, and the article goes on with what it had paid for', async () => {
    const topic = 'How kites climb';
    const article = await spend(topic);
    await newsroom.stopWorker();
    await newsroom.startWorker();
    expect(await steer(article, 'raise', BEN)).toMatchObject({ kind: 'refused', refusal: { code: 'not-a-reviewer' } });
    expect(await steer(article, 'raise')).toEqual({ kind: 'counted' });
    expect(await article.until('waiting')).toMatchObject({ scores: [6, 7, 9] });
    expect(askedAbout(topic)).toBe(9);
    await expect.poll(() => article.message('budget')).toMatchObject({ options: [] });
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 3 });
    expect(said(article)).toEqual(['budget-warning', 'raised']);
    expect(await spentOn(article)).toBeCloseTo(1);
  });

  it('lets the best draft out as it is, by nobody but who decides, and nothing more is asked', async () => {
    const topic = 'How geysers wait';
    const article = await spend(topic, { approval: { gate: 'final', approvers: ['memory:U2'] } });
    expect(await steer(article, 'finish', ANN)).toMatchObject({ kind: 'refused', refusal: { code: 'not-a-reviewer' } });
    expect(await steer(article, 'raise', ANN)).toMatchObject({ kind: 'refused', refusal: { code: 'not-a-reviewer' } });
    expect(await steer(article, 'finish', BEN)).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
    const draft = article.message('draft');
    expect(draft).toMatchObject({ kind: 'draft', draft: { version: 2 } });
    expect(article.message('final')).toMatchObject({
      article: { text: draft.kind === 'draft' ? draft.text.text : undefined },
    });
    expect(askedAbout(topic)).toBe(6);
  });

  it('may be raised by whom the settings name, and lets anybody stop who might before', async () => {
    const article = await spend('How dunes sing', { approval: { ...TEST_SETTINGS.approval, raisers: ['memory:U2'] } });
    expect(await steer(article, 'raise', ANN)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not-a-reviewer', reviewers: ['memory:U2'] },
    });
    await expect.poll(() => article.message('budget')).toMatchObject({ waitingFor: ['memory:U2'] });
    expect(await steer(article, 'cancel', ANN)).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
    await expect.poll(() => article.message('budget')).toMatchObject({ options: [] });
    expect(await spentOn(article)).toBeCloseTo(0.6);
  });
});

describe('the budget of a person and day', () => {
  /** The day ends when a test says so. */
  let midnight = Date.now() + 3_600_000;
  beforeAll(async () => {
    newsroom = await openNewsroom({
      costUsd: COST_USD,
      budget: {
        settings: { limits: { 'person-day': { stopUsd: 0.75 } }, raiseByUsd: 0.1 },
        dayOf: (at) =>
          at.getTime() < midnight
            ? { from: new Date(0), to: new Date(midnight) }
            : { from: new Date(midnight), to: new Date(midnight + 86_400_000) },
      },
    });
  });
  afterAll(() => newsroom.close());

  it('is shared by all articles of the person and no other’s, is raised for one of them, and is there again the next day', async () => {
    newsroom.script('How bees dance', 'critique', scored(9));
    const first = await newsroom.start('How bees dance');
    await first.until('waiting');
    newsroom.script('How ants march', 'critique', scored(6), scored(9));
    newsroom.script('How ants march', 'revise', step.hang());
    const second = await newsroom.start('How ants march');
    await expect.poll(() => newsroom.asked('How ants march', 'revise').length).toBe(1);
    midnight = Date.now() + 12_000;
    newsroom.model.release();
    // Eighty cents: what was under way is kept, the critique does not begin; nor does the final edit of the other article.
    expect(await second.until('stuck')).toMatchObject({
      budget: { scope: 'person-day', capUsd: 0.75, until: expect.any(String) as string },
      drafts: [{ version: 1 }, { version: 2 }],
    });
    await first.decide({ kind: 'approve' });
    expect(await first.until('stuck')).toMatchObject({ controls: ['raise', 'retry', 'pause', 'finish', 'cancel'] });
    newsroom.script('How wasps build', 'critique', scored(9));
    const bens = await newsroom.start('How wasps build', { requester: BEN });
    await bens.until('waiting');

    // For this article alone, and ten cents do: the cap is eighty-five now.
    expect(await steer(first, 'raise')).toEqual({ kind: 'counted' });
    expect(await first.outcome()).toMatchObject({ stage: 'delivered' });
    expect((await second.until('stuck')).budget).toBeDefined();
    expect(newsroom.asked('How ants march', 'critique')).toHaveLength(1);

    expect(await second.until('waiting')).toMatchObject({ scores: [6, 9] });
    expect(Date.now()).toBeGreaterThanOrEqual(midnight);
    await expect.poll(() => said(second)).toEqual(['new-day']);
    await expect.poll(() => second.message('budget')).toMatchObject({ options: [] });
  });
});
