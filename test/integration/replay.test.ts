import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { connectTemporal, explainTemporal } from '../../src/process/open-temporal.ts';
import { answerDeploy } from '../../worker/deploy/answer.ts';
import { createDeployment } from '../../worker/deploy/deployment.ts';
import { replayRuns, type ReplayRunsOptions } from '../../worker/replay/replay-runs.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { ROOT } from '../compose/compose-file.ts';
import { runNative } from '../compose/native-process.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { openTcpGate } from '../support/tcp-gate.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { DEPLOYMENT, openVersionedWorkers } from '../support/versioned-workers.ts';

let newsroom: Newsroom;
let delivered: TestArticle;
let waiting: TestArticle;
let folder: string;
/** As somebody could write it without a thought for the articles that are running. */
let changed: WorkflowBundle;

beforeAll(async () => {
  [newsroom, folder] = await Promise.all([openNewsroom(), makeTestFolder()]);
  const passing = step.practice({ score: 9, factsQuestionable: false });
  for (const topic of ['How ends meet', 'How gates hold']) newsroom.script(topic, 'critique', passing);
  delivered = await newsroom.start('How ends meet');
  waiting = await newsroom.start('How gates hold');
  await Promise.all([delivered.until('waiting'), waiting.until('waiting')]);
  await delivered.decide({ kind: 'approve' });
  await delivered.outcome();

  for (const part of ['src/workflows', 'src/protocol'])
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const path = join(folder, 'src/workflows/activities.ts');
  const before = await readFile(path, 'utf8');
  const after = before.replace('editArticle,\n  };', 'editArticle: factCheckDraft,\n  };');
  if (after === before) throw new Error('There is no such place in activities.ts any more');
  await writeFile(path, after);
  changed = await bundleWorkflowCode({
    workflowsPath: join(folder, 'src/workflows/index.ts'),
    payloadConverterPath: join(folder, 'src/workflows/payload-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  });
});
afterAll(async () => {
  await newsroom.close();
  await rm(folder, { recursive: true, force: true });
});

async function replay(bundle: WorkflowBundle, options: Partial<ReplayRunsOptions> = {}) {
  const lines: string[] = [];
  const failed = await replayRuns({
    client: newsroom.client,
    bundle,
    since: new Date(Date.now() - 3_600_000),
    limit: 1000,
    unpinned: false,
    print: (line) => void lines.push(line),
    progress: () => undefined,
    ...options,
  });
  return { failed, lines };
}

describe('replaying what was done', () => {
  it('finds nothing wrong with the code that did it, in all runs of all articles', async () => {
    await expect.poll(() => waiting.kinds().at(-1)).toBe('gate');
    const { failed, lines } = await replay(await buildWorkflowBundle());
    // Each went on in a new run at its gate.
    expect([failed, lines]).toEqual([0, ['4 runs replayed: this code does with all of them what was done.']]);
  });

  it('names the article that a change would have stopped, and says what differs in a sentence', async () => {
    const { failed, lines } = await replay(changed);
    const [line, sum, ...more] = lines;
    expect([failed, more]).toEqual([1, []]);
    expect(line).toMatch(
      new RegExp(
        `^${workflowIdOf(delivered.articleId)} \\(run [0-9a-f-]{36}\\): where it did editArticle, this code does factCheckDraft\\. It is over\\.$`,
      ),
    );
    expect(sum).toBe(
      '4 runs replayed, 1 not as they were: 1 is over. The way out: docs/extending.md#changing-the-workflow.',
    );
  });

  it('stops at its limit and says so, the newest first', async () => {
    const { lines } = await replay(await buildWorkflowBundle(), { limit: 1 });
    expect(lines.join(' ')).toBe(
      '1 run replayed: this code does with all of them what was done. There are more than --limit 1: those were the newest.',
    );
  });

  it('leaves out what was over before', async () => {
    const { lines } = await replay(await buildWorkflowBundle(), { since: new Date() });
    expect(lines[0]).toContain('1 run replayed');
  });

  it('does not call nothing a success', async () => {
    const { failed, lines } = await replay(changed, {
      client: new Client({ connection: newsroom.client.connection, namespace: 'default' }),
      since: new Date('2026-11-30T12:00:00Z'),
      limit: 1000,
      unpinned: true,
    });
    expect([failed, lines]).toEqual([
      0,
      [
        'Nothing was replayed: no run in the namespace default of Temporal is not over or ended after 2026-11-30T12:00Z and is on no version of its own.',
      ],
    ]);
  });

  it('says how far it came where Temporal goes away', async () => {
    const gate = await openTcpGate(newsroom.place.temporalAddress);
    const connection = await connectTemporal({ address: gate.address });
    const { namespace } = newsroom.place;
    const lines: string[] = [];
    let listed = 0;
    const client = new Client({ connection, namespace });
    const getHandle = client.workflow.getHandle.bind(client.workflow);
    client.workflow.getHandle = (...args) => {
      listed += 1;
      if (listed === 2) gate.cut('refuse');
      return getHandle(...args);
    };
    const print = (line: string): void => void lines.push(line);
    const failed = await replay(await buildWorkflowBundle(), { client, print }).catch((error: unknown) => error);
    const temporal = { connectionOptions: {}, namespace, what: 'Temporal at here' };
    expect(String(explainTemporal(failed, temporal))).toContain('Temporal at here does not answer');
    expect(lines).toEqual(['Not all were replayed: it broke off after 1, 0 of them not as they were.']);
    await connection.close();
    await gate.close();
  });

  it('is a command, whose exit code a deploy goes by', async () => {
    const { temporalAddress: TEMPORAL_ADDRESS, namespace: TEMPORAL_NAMESPACE } = newsroom.place;
    expect(TEMPORAL_ADDRESS).toBe(inject('temporalAddress'));
    const path = join(folder, 'changed.js');
    if (!('code' in changed)) throw new Error('It is a file of its own');
    await writeFile(path, changed.code);
    const command = [process.execPath, 'worker/replay/main.ts', '--since', '1h'];
    const env = { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE };
    expect(await runNative(command, { env })).toContain('4 runs replayed: this code does with all');
    await expect(runNative(command, { env: { ...env, WORKFLOW_BUNDLE: path } })).rejects.toMatchObject({
      message: expect.stringContaining('this code does factCheckDraft') as unknown,
      cause: { code: 1 },
    });
    await expect(runNative(command.slice(0, 2), { env })).rejects.toMatchObject({ cause: { code: 2 } });
  });

  it('says of what is pinned that it finishes where it is, and leaves it out when it is asked to', async () => {
    const workers = await openVersionedWorkers(newsroom);
    try {
      await workers.start('a1');
      const deployment = createDeployment({ client: newsroom.client, name: DEPLOYMENT, identity: 'a test' });
      const promoting = { deployment, ownBuild: async () => 'a1', print: () => undefined };
      expect(await answerDeploy({ kind: 'promote', build: 'a1' }, promoting)).toBe(0);
      newsroom.script('How pins hold', 'critique', step.practice({ score: 9, factsQuestionable: false }));
      newsroom.script('How pins hold', 'edit', step.hang());
      const pinned = await newsroom.start('How pins hold');
      await pinned.until('waiting');
      await pinned.decide({ kind: 'approve' });
      await newsroom.model.waitFor('edit');
      await expect
        .poll(async () => (await replay(changed)).lines.join('\n'))
        .toMatch(new RegExp(`^${workflowIdOf(pinned.articleId)} .* It finishes on a1, where it stays\\.$`, 'm'));
      const { failed, lines } = await replay(changed, { unpinned: true });
      expect([failed, lines.join('\n').includes(pinned.articleId)]).toEqual([1, false]);
    } finally {
      await workers.close();
    }
  });
});
