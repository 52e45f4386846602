import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDeploy } from '../../worker/deploy/answer.ts';
import { createDeployment, type Deployment } from '../../worker/deploy/deployment.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { DEPLOYMENT, openVersionedWorkers, type VersionedWorkers, versionOf } from '../support/versioned-workers.ts';
import { findTemporalPrograms, type ProductionTemporal, startProductionTemporal } from './production-temporal.ts';

const MINUTE = 60_000;
const programs = await findTemporalPrograms();

// The development server lets articles stay on their version to their end.
describe.skipIf(programs === undefined)('an article, on the Temporal server of docker-compose.yml', () => {
  let temporal: ProductionTemporal;
  let newsroom: Newsroom;
  let workers: VersionedWorkers;
  let deployment: Deployment;

  beforeAll(async () => {
    if (programs === undefined) return;
    temporal = await startProductionTemporal(programs);
    newsroom = await openNewsroom({ temporalAddress: temporal.address });
    workers = await openVersionedWorkers(newsroom);
    deployment = createDeployment({ client: newsroom.client, name: DEPLOYMENT, identity: 'a test' });
    await workers.start('a1');
    await promote('a1');
  }, 3 * MINUTE);
  afterAll(async () => {
    await workers?.close();
    await newsroom?.close();
    await temporal?.stop();
  }, 2 * MINUTE);

  async function promote(build: string): Promise<void> {
    const print = (): void => undefined;
    expect(await answerDeploy({ kind: 'promote', build }, { deployment, ownBuild: async () => build, print })).toBe(0);
  }

  /** Waits for people. */
  async function begin(topic: string): Promise<TestArticle> {
    const passing = step.practice({ score: 9, factsQuestionable: false });
    newsroom.script(topic, 'critique', passing, passing);
    const article = await newsroom.start(topic);
    await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    return article;
  }

  it(
    'finishes on its code unless it comes to another gate, goes over there, and goes over at once when it is renewed',
    async () => {
      const approved = await begin('How old wine tastes');
      const changed = await begin('How new wine ferments');
      const renewed = await begin('How wine is decanted');
      expect(
        await Promise.all([approved, changed, renewed].map(({ articleId }) => versionOf(newsroom, articleId))),
      ).toEqual(['a1', 'a1', 'a1']);

      await workers.start('b2');
      await promote('b2');
      await approved.decide({ kind: 'approve' });
      expect(await approved.outcome()).toMatchObject({ stage: 'delivered' });
      expect(await versionOf(newsroom, approved.articleId)).toBe('a1');

      await changed.decide({ kind: 'request-changes', comment: 'Drier' });
      await changed.until(({ stage, current }) => stage === 'waiting' && current?.version === 2);
      await expect.poll(() => versionOf(newsroom, changed.articleId)).toBe('b2');

      expect(await versionOf(newsroom, renewed.articleId)).toBe('a1');
      expect(await deployment.renew('a1')).toBeGreaterThan(0);
      await expect.poll(() => versionOf(newsroom, renewed.articleId)).toBe('b2');

      // Nobody is left on the older code: its worker may go.
      await workers.stop('a1');
      for (const article of [changed, renewed]) {
        expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
        expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
      }
    },
    3 * MINUTE,
  );

  it(
    'goes over when something wakes it at its gate, and is what it was then made to be',
    async () => {
      const article = await begin('How corks are drawn');
      expect(await versionOf(newsroom, article.articleId)).toBe('b2');
      await workers.start('c3');
      await promote('c3');
      const steer = (kind: 'pause' | 'resume') =>
        newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });
      // Temporal's task queues hear of the promotion one after another.
      await expect
        .poll(async () => {
          await steer('pause');
          await steer('resume');
          return await versionOf(newsroom, article.articleId);
        })
        .toBe('c3');
      await workers.stop('b2');
      await article.until('waiting');
      await article.decide({ kind: 'approve' });
      expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    },
    3 * MINUTE,
  );
});
