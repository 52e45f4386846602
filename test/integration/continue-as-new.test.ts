import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REQUESTER, STAGE } from '../../src/gateway/search-attributes.ts';
import { MALFORMED, RENEW_SIGNAL, TASK_QUEUE, WORKFLOW_TYPE, workflowIdOf } from '../../src/protocol/names.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const passing = step.practice({ score: 9, factsQuestionable: false });
const runOf = async ({ articleId }: TestArticle): Promise<string> =>
  (await newsroom.client.workflow.getHandle(workflowIdOf(articleId)).describe()).runId;

describe('an article that comes to its gate', () => {
  it('goes on in a new run at its gate, and the decision that comes then counts', async () => {
    newsroom.script('How rivers turn', 'critique', passing);
    const article = await newsroom.start('How rivers turn');
    const first = await runOf(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(first);
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    expect((await article.events()).length).toBeLessThan(10);
    await expect.poll(() => article.message('gate')).toMatchObject({ buttons: true });
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toEqual({ articleId: article.articleId, stage: 'delivered', version: 1 });
    // Nothing is said twice, and what was said in the first run is still known by its place in the thread.
    expect(article.kinds()).toEqual(['status', 'draft', 'critique', 'gate', 'final']);
    await expect.poll(() => article.message('status')).toMatchObject({ stage: 'delivered' });
    for (const card of ['draft', 'gate'] as const)
      await expect.poll(() => article.message(card)).toMatchObject({ buttons: false, decided: { byName: 'Ann' } });
  });

  it('keeps its drafts, its comments, its name and its stage over every new run', async () => {
    newsroom.script('How roads fork', 'critique', passing, passing);
    const requester = { platform: 'memory', userId: 'U7', displayName: 'Nina', groups: [] };
    const article = await newsroom.start('How roads fork', { requester });
    const first = await runOf(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(first);
    const second = await runOf(article);
    await article.decide({ kind: 'request-changes', comment: 'Name the signposts', by: requester });
    const { drafts } = await article.until(({ stage, current }) => stage === 'waiting' && current?.version === 2);
    expect(drafts.map(({ version, score }) => ({ version, score }))).toEqual([
      { version: 1, score: 9 },
      { version: 2, score: 9 },
    ]);
    expect(JSON.stringify(newsroom.asked('How roads fork', 'revise')[0]?.body)).toContain('Name the signposts');
    await expect.poll(() => runOf(article)).not.toBe(second);
    await expect
      .poll(() => newsroom.gateway.list({ requester, running: true, limit: 10 }))
      .toMatchObject([
        { articleId: article.articleId, topic: 'How roads fork', requesterName: 'Nina', stage: 'waiting' },
      ]);
    expect(await article.decide({ kind: 'approve', by: requester })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
  });

  it.each([0, 10, 20, 40])(
    'loses no click that comes %i ms after its card, while the next run begins',
    async (delayMs) => {
      const topic = `How fast ${delayMs} is`;
      newsroom.script(topic, 'critique', passing);
      const article = await newsroom.start(topic);
      await expect.poll(() => article.kinds().at(-1), { interval: 1 }).toBe('gate');
      await sleep(delayMs);
      expect(await article.decide({ kind: 'approve', version: 1 })).toEqual({ kind: 'counted' });
      expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
      expect(article.kinds()).toEqual(['status', 'draft', 'critique', 'gate', 'final']);
    },
  );

  it('waits in a run that keeps the name and the stage for operators', async () => {
    newsroom.script('How locks open', 'critique', passing);
    const article = await newsroom.start('How locks open');
    const first = await runOf(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(first);
    const { typedSearchAttributes } = await newsroom.client.workflow
      .getHandle(workflowIdOf(article.articleId))
      .describe();
    expect([typedSearchAttributes.get(STAGE), typedSearchAttributes.get(REQUESTER)]).toEqual(['waiting', 'memory:U1']);
  });
});

describe('an article that an operator renews', () => {
  const renew = ({ articleId }: TestArticle): Promise<void> =>
    newsroom.client.workflow.getHandle(workflowIdOf(articleId)).signal(RENEW_SIGNAL);

  it('goes on in a new run where it waits, says nothing of it, and is decided on as before', async () => {
    newsroom.script('How snakes shed', 'critique', passing);
    const article = await newsroom.start('How snakes shed');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    const before = await runOf(article);
    await renew(article);
    await expect.poll(() => runOf(article)).not.toBe(before);
    const once = await runOf(article);
    await renew(article);
    await expect.poll(() => runOf(article)).not.toBe(once);
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(article.kinds()).toEqual(['status', 'draft', 'critique', 'gate', 'final']);
  });

  it('stays paused in its new run', async () => {
    newsroom.script('How bears sleep', 'critique', passing);
    const article = await newsroom.start('How bears sleep');
    const steer = (kind: 'pause' | 'resume') =>
      newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });
    await steer('pause');
    await article.until('paused');
    const before = await runOf(article);
    await renew(article);
    await expect.poll(() => runOf(article)).not.toBe(before);
    await article.until('paused');
    await steer('resume');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(newsroom.asked('How bears sleep', 'draft')).toHaveLength(1);
  });

  it('is not cut off in the middle of a step: it goes on in a new run at its gate', async () => {
    newsroom.script('How eels turn', 'draft', step.after(500));
    newsroom.script('How eels turn', 'critique', passing);
    const article = await newsroom.start('How eels turn');
    const before = await runOf(article);
    await renew(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(before);
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(newsroom.asked('How eels turn', 'draft')).toHaveLength(1);
  });
});

describe('an article of newer code, after somebody went back to this one', () => {
  it('waits for code that understands it, and is not over', async () => {
    newsroom.script('How moles dig', 'critique', passing);
    const article = await newsroom.start('How moles dig');
    const first = await runOf(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(first);
    const { events } = await newsroom.client.workflow.getHandle(workflowIdOf(article.articleId)).fetchHistory();
    const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const given = JSON.parse(Buffer.from(input?.data ?? []).toString()) as { readonly desk: object };
    const newer = await newsroom.client.workflow.start(WORKFLOW_TYPE, {
      taskQueue: TASK_QUEUE,
      workflowId: workflowIdOf(`${article.articleId}-of-newer-code`),
      args: [{ ...given, desk: { ...given.desk, phase: 'typesetting' } }],
    });
    await expect
      .poll(async () => JSON.stringify(await newer.fetchHistory()))
      .toContain('This code does not understand what the article was given: desk.phase');
    expect((await newer.describe()).status.name).toBe('RUNNING');
    await newer.terminate();
  });

  it('has failed for good where it never began: nobody goes on with that', async () => {
    const nothing = await newsroom.client.workflow.start(WORKFLOW_TYPE, {
      taskQueue: TASK_QUEUE,
      workflowId: workflowIdOf('of-nobody'),
      args: [{ articleId: 'of-nobody' }],
    });
    await expect(nothing.result()).rejects.toMatchObject({
      cause: {
        type: MALFORMED,
        message: expect.stringContaining('This code does not understand what the article was given'),
      },
    });
  });
});

/** Far more than a history may have before it is cut, in events. */
const PAUSES = 150;

describe('pausing and resuming', () => {
  const steer = (article: TestArticle, kind: 'pause' | 'resume') =>
    newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });

  it.each([
    ['while a draft waits to be criticised', 'How pendulums swing', 'draft'],
    ['at the gate', 'How swings stop', 'critique'],
  ] as const)('%s makes no history without end, and nothing is done twice', async (_, topic, task) => {
    newsroom.script(topic, 'critique', passing);
    newsroom.script(topic, 'draft', step.after(200));
    const article = await newsroom.start(topic);
    if (task === 'critique') await article.until('waiting');
    else await newsroom.model.waitFor(({ body }) => JSON.stringify(body).includes(`>${topic}</topic-`));
    await steer(article, 'pause');
    for (let pause = 0; pause < PAUSES; pause += 1) {
      await steer(article, 'resume');
      await steer(article, 'pause');
    }
    expect((await article.events()).length).toBeLessThan(1500);
    await steer(article, 'resume');
    await article.until('waiting');
    expect(newsroom.asked(topic, 'draft')).toHaveLength(1);
    expect(newsroom.asked(topic, 'critique')).toHaveLength(1);
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(article.kinds().filter((kind) => kind !== 'notice')).toEqual([
      'status',
      'draft',
      'critique',
      'gate',
      'final',
    ]);
  });
});
