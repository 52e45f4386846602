import proto from '@temporalio/proto';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Thread } from '../../src/protocol/thread.ts';
import { TASK_QUEUE, workflowIdOf } from '../../src/protocol/names.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

const { TaskQueueType } = proto.temporal.api.enums.v1;
/** Temporal's own, for what names no other. */
const ORDINARY = 3;
/** What the worker does at once. */
const PLACES = 2;
/** Until a free place is given to what has just become first: what was handed out before, and what it goes on with. */
const SOON = 3 * PLACES;
const HUNDRED = 100;
const PATIENCE_MS = 30_000;
const LARGE: Thread = { platform: 'memory', workspace: 'T1', channel: 'C1' };
const SMALL: Thread = { platform: 'memory', workspace: 'T2', channel: 'C2' };

let newsroom: Newsroom;
let connection: NativeConnection;
let worker: Worker;
let done: Promise<void> | undefined;
beforeAll(async () => {
  newsroom = await openNewsroom();
  const { activities, place } = newsroom;
  const { temporalAddress: address, namespace } = place;
  connection = await NativeConnection.connect({ address });
  worker = await createWorker({
    connection,
    namespace,
    identity: 'a small worker',
    bundle: await buildWorkflowBundle(),
    activities: {
      ...activities,
      writeDraft: noted((input) => activities.writeDraft(input)),
      critiqueDraft: noted((input) => activities.critiqueDraft(input)),
      factCheckDraft: noted((input) => activities.factCheckDraft(input)),
      editArticle: noted((input) => activities.editArticle(input)),
    },
    settings: {
      maxCachedWorkflows: 200,
      maxConcurrentActivities: PLACES,
      shutdownGraceSeconds: 1,
      stickyTimeoutSeconds: 1,
    },
  });
});
afterAll(async () => {
  newsroom.model.release();
  if (done !== undefined) worker.shutdown();
  await done;
  await connection.close();
  await newsroom.close();
});

/** Resolves when so many steps for models wait in the task queue. That the desk has asked for one is known a moment earlier. */
async function waits(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { statsByPriorityKey } = await newsroom.client.workflowService.describeTaskQueue({
        namespace: newsroom.place.namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        reportStats: true,
      });
      return Number(statsByPriorityKey[ORDINARY]?.approximateBacklogCount ?? 0);
    })
    .toBe(count);
}

/** Of so many some are told to try again, where the machine does other things, too. */
async function begin(topic: string, thread: Thread): Promise<TestArticle> {
  return await vi.waitFor(() => newsroom.start(topic, { thread }), { timeout: PATIENCE_MS });
}

/** Articles for which a step that asks models has begun, in that order. */
const begun: string[] = [];

function noted<A extends { readonly articleId: string }, R>(run: (input: A) => Promise<R>): (input: A) => Promise<R> {
  return async (input) => {
    begun.push(input.articleId);
    return await run(input);
  };
}

/** The first being 0; undefined: not yet. */
function turnOf({ articleId }: TestArticle): number | undefined {
  const turn = begun.indexOf(articleId);
  return turn < 0 ? undefined : turn;
}

/** With what the steps of its latest run take turns. */
async function keysOf({ articleId }: TestArticle): Promise<readonly unknown[]> {
  const { events } = await newsroom.client.workflow.getHandle(workflowIdOf(articleId)).fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled ? [scheduled.priority?.fairnessKey] : [],
  );
}

// One story: all places are taken, and a hundred articles of one team wait.
describe('a worker that has more to do than it can', () => {
  it("does another team's first article, and what somebody has decided on, amid a team's hundred", async () => {
    const approved = 'How the last gate shuts';
    newsroom.script(approved, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const atGate = await begin(approved, LARGE);
    await atGate.until('waiting');
    await expect.poll(() => atGate.kinds().at(-1)).toBe('gate');
    // Its second run by now.
    const { priority } = await newsroom.client.workflow.getHandle(workflowIdOf(atGate.articleId)).describe();
    expect(priority).toMatchObject({ fairnessKey: 'memory:T1' });
    await newsroom.stopWorker();

    newsroom.model.on('any', ...Array.from({ length: PLACES }, () => step.hang()));
    done = worker.run();
    for (let index = 0; index < HUNDRED; index += 1) await begin(`How wave ${index} breaks`, LARGE);
    await expect.poll(() => begun.length).toBe(PLACES);
    await waits(HUNDRED - PLACES);

    const other = await begin('How a small team begins', SMALL);
    expect(await atGate.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    await waits(HUNDRED - PLACES + 2);
    newsroom.model.release();

    await expect.poll(() => turnOf(other)).toBeDefined();
    await expect.poll(() => turnOf(atGate)).toBeDefined();
    expect(turnOf(other)).toBeLessThan(PLACES + SOON);
    expect(turnOf(atGate)).toBeLessThan(PLACES + SOON);
    expect(await keysOf(atGate)).toEqual(['memory:T1+']);
  });
});
