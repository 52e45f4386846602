import { NativeConnection, type Worker } from '@temporalio/worker';
import { createWorker } from '../../worker/create-worker.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import type { Newsroom } from './newsroom.ts';

/** What Temporal calls the workers of a test. */
export const DEPLOYMENT = 'copydesk';

/** Workers of several versions over one newsroom, in place of its own. */
export interface VersionedWorkers {
  start(buildId: string): Promise<void>;
  stop(buildId: string): Promise<void>;
  close(): Promise<void>;
}

/** The version on which an article is now. */
export async function versionOf({ client }: Newsroom, articleId: string): Promise<string | null | undefined> {
  const { raw } = await client.workflow.getHandle(workflowIdOf(articleId)).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

export async function openVersionedWorkers(newsroom: Newsroom): Promise<VersionedWorkers> {
  await newsroom.stopWorker();
  const { temporalAddress: address, namespace } = newsroom.place;
  const [connection, bundle] = await Promise.all([NativeConnection.connect({ address }), buildWorkflowBundle()]);
  const running = new Map<string, { readonly worker: Worker; readonly done: Promise<void> }>();
  const stop = async (buildId: string): Promise<void> => {
    const { worker, done } = running.get(buildId) ?? {};
    running.delete(buildId);
    worker?.shutdown();
    await done;
  };
  return {
    async start(buildId) {
      const worker = await createWorker({
        connection,
        namespace,
        identity: `worker of ${buildId}`,
        bundle,
        activities: newsroom.activities,
        settings: {
          maxCachedWorkflows: 100,
          maxConcurrentActivities: 20,
          shutdownGraceSeconds: 1,
          stickyTimeoutSeconds: 1,
        },
        version: { deployment: DEPLOYMENT, buildId },
      });
      running.set(buildId, { worker, done: worker.run() });
    },
    stop,
    async close() {
      await Promise.all([...running.keys()].map(stop));
      await connection.close();
    },
  };
}
