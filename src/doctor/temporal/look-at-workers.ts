import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { TASK_QUEUE } from '../../protocol/names.ts';
import { type Finding, ok, warning } from '../doctor.ts';
import { bounded } from './grpc-status.ts';

const WORKFLOW_TASKS = proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW;
/** A worker asks anew after a minute without work; one that asked longer ago is gone. */
const ALIVE_MS = 90_000;

/** Whether anybody does the work. */
export async function lookAtWorkers(connection: Connection, namespace: string): Promise<Finding> {
  const { pollers } = await bounded(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: TASK_QUEUE },
      taskQueueType: WORKFLOW_TASKS,
    }),
  );
  const alive = new Set(
    (pollers ?? [])
      .filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - ALIVE_MS)
      .map(({ identity }) => identity ?? 'one without a name'),
  );
  if (alive.size === 0)
    return warning(
      'nobody asks Temporal for work: articles and decisions wait',
      'Start one, as part of npm start or by itself: npm run worker.',
    );
  const names = [...alive].toSorted();
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
  return ok(`${names.length === 1 ? 'one is' : `${names.length} are`} at work: ${shown}`);
}
