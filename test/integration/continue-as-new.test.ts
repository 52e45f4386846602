import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { type ImpatientTemporal, startImpatientTemporal } from '../support/impatient-temporal.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let folder: string;
let temporal: ImpatientTemporal;
let newsroom: Newsroom;
beforeAll(async () => {
  folder = await makeTestFolder();
  const { path } = await findTemporalCli({ env: process.env });
  temporal = await startImpatientTemporal(path, folder);
  newsroom = await openNewsroom({ temporalAddress: temporal.address });
});
afterAll(async () => {
  await newsroom?.close();
  await temporal?.stop();
  await rm(folder, { recursive: true, force: true });
});

const passing = step.practice({ score: 9, factsQuestionable: false });
const runOf = async ({ articleId }: TestArticle): Promise<string> =>
  (await newsroom.client.workflow.getHandle(workflowIdOf(articleId)).describe()).runId;

describe('an article whose history grew long', () => {
  it('goes on in a new run at its gate, and the decision that comes then counts', async () => {
    newsroom.script('How rivers turn', 'critique', passing);
    const article = await newsroom.start('How rivers turn');
    const first = await runOf(article);
    await article.until('waiting');
    await expect.poll(() => runOf(article)).not.toBe(first);
    expect(article.message('gate')).toMatchObject({ buttons: true });
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toEqual({ articleId: article.articleId, stage: 'delivered', version: 1 });
    // Nothing is said twice, and what was said in the first run is still known by its place in the thread.
    expect(article.kinds()).toEqual(['status', 'draft', 'critique', 'gate', 'final']);
    expect(article.message('status')).toMatchObject({ stage: 'delivered' });
    for (const card of ['draft', 'gate'] as const)
      expect(article.message(card)).toMatchObject({ buttons: false, decided: { byName: 'Ann' } });
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
});
