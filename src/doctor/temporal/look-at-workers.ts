import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { TASK_QUEUE } from '../../protocol/names.ts';
import { type Finding, ok, warning } from '../doctor.ts';
import { bounded } from './grpc-status.ts';

const { TaskQueueType, WorkerVersioningMode } = proto.temporal.api.enums.v1;
type Poller = proto.temporal.api.taskqueue.v1.IPollerInfo;
/** A worker asks anew after a minute without work; one that asked longer ago is gone. */
const ALIVE_MS = 90_000;

/** Whether anybody does the work, also what begins now, where workers have versions. */
export async function lookAtWorkers(connection: Connection, namespace: string): Promise<Finding> {
  const { pollers, versioningInfo } = await bounded(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: TASK_QUEUE },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  );
  const alive = (pollers ?? []).filter(
    ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - ALIVE_MS,
  );
  if (alive.length === 0)
    return warning(
      'nobody asks Temporal for work: articles and decisions wait',
      'Start one, as part of npm start or by itself: npm run worker.',
    );
  const current = versioningInfo?.currentDeploymentVersion?.buildId ?? undefined;
  if (!alive.some((poller) => versionOf(poller) === current))
    return current === undefined
      ? warning(
          'all workers are of versions, of which none is current: new articles wait',
          'Say which: npm run deploy -- promote BUILD. npm run deploy says which there are.',
        )
      : warning(
          `no worker of ${current} asks Temporal for work, the version that is current: new articles wait`,
          'Start one, or go back: npm run deploy -- rollback.',
        );
  const names = [...new Set(alive.map(({ identity }) => identity ?? 'one without a name'))].toSorted();
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
  const begin = current === undefined ? '' : `; new articles begin on ${current}`;
  return ok(`${names.length === 1 ? 'one is' : `${names.length} are`} at work: ${shown}${begin}`);
}

/** Its build, where it is a worker of a version. */
function versionOf({ deploymentOptions: options }: Poller): string | undefined {
  const isVersioned = options?.workerVersioningMode === WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED;
  return isVersioned ? (options.buildId ?? undefined) : undefined;
}
