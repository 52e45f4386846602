import type { DataConverter } from '@temporalio/common';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { HEARTBEAT_MS } from '../src/activities/run-step.ts';
import { WEBHOOKS_QUEUE } from '../src/protocol/names.ts';
import type { WebhookActivities } from '../src/protocol/webhook.ts';
import type { Tracing, WorkerSettings } from './create-worker.ts';
import { inArticle } from './in-article.ts';

export interface WebhookSenderOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Absent: what goes to Temporal is not encrypted. */
  readonly dataConverter?: DataConverter;
  readonly identity: string;
  readonly activities: WebhookActivities;
  readonly settings: Pick<WorkerSettings, 'shutdownGraceSeconds'>;
  /** Absent: nobody traces what it does. */
  readonly tracing?: Pick<Tracing, 'activity'> | undefined;
  /** Requests at the same time. */
  readonly atOnce: number;
}

/** The worker that sends webhooks. A queue of its own: a receiver that keeps us waiting takes no place from the agents. */
export async function createWebhookSender(options: WebhookSenderOptions): Promise<Worker> {
  const { connection, namespace, dataConverter, identity, activities, settings, atOnce, tracing } = options;
  return await Worker.create({
    connection,
    namespace,
    ...(dataConverter !== undefined && { dataConverter }),
    taskQueue: WEBHOOKS_QUEUE,
    identity,
    activities,
    interceptors: { activity: [inArticle, ...(tracing === undefined ? [] : [tracing.activity])] },
    maxConcurrentActivityTaskExecutions: atOnce,
    shutdownGraceTime: `${settings.shutdownGraceSeconds} seconds`,
    maxHeartbeatThrottleInterval: HEARTBEAT_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_MS,
  });
}
