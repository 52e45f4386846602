import { type NativeConnection, Worker } from '@temporalio/worker';
import type { DeliveringActivities } from '../protocol/activities.ts';
import { deliverTaskQueue } from '../protocol/thread.ts';
import { createDeliver, type DeliverOptions, HEARTBEAT_MS } from './deliver.ts';

export interface DeliverWorkerOptions extends DeliverOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Threads written to at the same time. */
  readonly maxConcurrentDeliveries: number;
  /** How long a delivery under way may go on after the process was told to stop, seconds. */
  readonly shutdownGraceSeconds: number;
}

/** The Temporal worker of one platform: nothing but its `deliver` activity, on its own task queue. */
export async function createDeliverWorker(options: DeliverWorkerOptions): Promise<Worker> {
  const activities: DeliveringActivities = { deliver: createDeliver(options) };
  return await Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: deliverTaskQueue(options.messenger.platform),
    identity: options.messenger.platform,
    activities,
    maxConcurrentActivityTaskExecutions: options.maxConcurrentDeliveries,
    shutdownGraceTime: `${options.shutdownGraceSeconds} seconds`,
    // The default holds heartbeats back for most of their timeout.
    maxHeartbeatThrottleInterval: HEARTBEAT_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_MS,
  });
}
