import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { answerDeploy } from '../../worker/deploy/answer.ts';
import type { DeployAsked } from '../../worker/deploy/asked.ts';
import { createDeployment, type Deployment } from '../../worker/deploy/deployment.ts';
import { runNative } from '../compose/native-process.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { DEPLOYMENT, openVersionedWorkers, type VersionedWorkers, versionOf } from '../support/versioned-workers.ts';

let newsroom: Newsroom;
let workers: VersionedWorkers;
let deployment: Deployment;
beforeAll(async () => {
  newsroom = await openNewsroom();
  workers = await openVersionedWorkers(newsroom);
  deployment = createDeployment({ client: newsroom.client, name: DEPLOYMENT, identity: 'a test' });
});
afterAll(async () => {
  await workers.close();
  await newsroom.close();
});

async function deploy(asked: Exclude<DeployAsked, { readonly kind: 'help' }>) {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const code = await answerDeploy(asked, { deployment, ownBuild: async () => 'a1', print });
  return { code, said: lines.join('\n') };
}

async function begin(topic: string): Promise<TestArticle> {
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const article = await newsroom.start(topic);
  await article.until('waiting');
  await expect.poll(() => article.kinds().at(-1)).toBe('gate');
  return article;
}

// One story: each test goes on where the one before has left the server.
describe('deploying', () => {
  let first: TestArticle;

  it('refuses what no worker has asked work for, and says that there is nothing yet', async () => {
    expect((await deploy({ kind: 'status' })).said).toContain('No worker has been part of the deployment copydesk yet');
    expect(
      await answerDeploy(
        { kind: 'promote', build: 'a1' },
        { deployment, ownBuild: async () => 'a1', print: () => undefined, patienceMs: 0 },
      ),
    ).toBe(1);
  });

  it('promotes a worker that has just begun, and articles begin on it', async () => {
    await workers.start('a1');
    expect(await deploy({ kind: 'promote' })).toMatchObject({ code: 0 });
    first = await begin('How eras begin');
    expect(await versionOf(newsroom, first.articleId)).toBe('a1');
    await expect
      .poll(async () => (await deploy({ kind: 'status' })).said)
      .toMatch(/^a1 +current +\d{4}-\d\d-\d\d \d\d:\d\d +1 +1 \(1 waiting\) +0$/m);
  });

  it('leaves what has begun where it is when another version is promoted', async () => {
    await workers.start('b2');
    await expect.poll(async () => (await deploy({ kind: 'status' })).said).toContain('deploy -- promote b2');
    expect(await deploy({ kind: 'promote', build: 'b2' })).toMatchObject({ code: 0 });
    const second = await begin('How eras change');
    expect([await versionOf(newsroom, first.articleId), await versionOf(newsroom, second.articleId)]).toEqual([
      'a1',
      'b2',
    ]);
    expect((await deploy({ kind: 'drop', build: 'a1' })).code).toBe(1);
    await second.decide({ kind: 'approve' });
    expect(await second.outcome()).toMatchObject({ stage: 'delivered' });
  });

  it('tells what waits on the older version to go on in a new run', async () => {
    const run = async (): Promise<string> =>
      (await newsroom.client.workflow.getHandle(workflowIdOf(first.articleId)).describe()).runId;
    const before = await run();
    await expect
      .poll(async () => (await deploy({ kind: 'renew' })).said)
      .toBe('a1: 1 article that waits for people was told to go on with the current version.');
    await expect.poll(run).not.toBe(before);
  });

  it('tries a version with a share of what begins, and takes it back', async () => {
    await workers.start('c3');
    expect(await deploy({ kind: 'promote', build: 'c3', rampPercent: 50 })).toMatchObject({
      code: 0,
      said: expect.stringContaining('Of 100 new articles 50 begin on c3 now') as unknown,
    });
    expect((await deploy({ kind: 'status' })).said).toMatch(/^c3 +ramping, 50%/m);
    expect((await deploy({ kind: 'rollback' })).said).toBe(
      'No new articles begin on c3 any more; b2 is given all of them.',
    );
  });

  it('rolls back to the version before, and what runs there is decided on as ever', async () => {
    await workers.stop('c3');
    expect(await deploy({ kind: 'rollback', build: 'a1' })).toMatchObject({ code: 0 });
    expect((await deploy({ kind: 'status' })).said).toMatch(/^a1 +current/m);
    await first.decide({ kind: 'approve' });
    expect(await first.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    const last = await begin('How eras end');
    expect(await versionOf(newsroom, last.articleId)).toBe('a1');
  });

  it('is a command with exit codes', async () => {
    const { temporalAddress: TEMPORAL_ADDRESS, namespace: TEMPORAL_NAMESPACE } = newsroom.place;
    const run = (...args: readonly string[]): Promise<string> =>
      runNative([process.execPath, 'worker/deploy/main.ts', ...args], {
        env: { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE },
      });
    expect(await run()).toMatch(/^a1 +current/m);
    expect(await run('--help')).toContain('npm run deploy -- promote 3f2c9a1b0d4e');
    await expect(run('drop', 'a1')).rejects.toMatchObject({ cause: { code: 1 } });
    await expect(run('demote')).rejects.toMatchObject({ cause: { code: 2 } });
    await expect(
      runNative([process.execPath, 'worker/deploy/main.ts'], { env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } }),
    ).rejects.toMatchObject({ cause: { code: 1 } });
  });
});
