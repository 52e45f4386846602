import type { DataConverter } from '@temporalio/common';
import {
  type ActivityInterceptorsFactory,
  type InjectedSinks,
  type NativeConnection,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { createActivities } from '../src/activities/create-activities.ts';
import { HEARTBEAT_MS } from '../src/activities/run-step.ts';
import { COPYDESK_VERSION } from '../src/lib/version.ts';
import { TASK_QUEUE } from '../src/protocol/names.ts';
import type { TraceSinks } from '../src/protocol/trace.ts';
import { inArticle } from './in-article.ts';

/** What an operator may set of the worker; the reasons are in `config/copydesk.yaml`. */
export interface WorkerSettings {
  readonly maxCachedWorkflows: number;
  readonly maxConcurrentActivities: number;
  readonly shutdownGraceSeconds: number;
  readonly stickyTimeoutSeconds: number;
}

/** One code of several that are at work side by side. */
export interface WorkerVersion {
  /** What Temporal calls all of them together. */
  readonly deployment: string;
  readonly buildId: string;
}

/** What hangs traces into a worker. */
export interface Tracing {
  readonly activity: ActivityInterceptorsFactory;
  readonly sinks: InjectedSinks<TraceSinks>;
}

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Absent: what goes to Temporal is not encrypted. */
  readonly dataConverter?: DataConverter;
  /** Who did it, in every event of a history: short, but enough to find the process. */
  readonly identity: string;
  readonly bundle: WorkflowBundle;
  readonly activities: ReturnType<typeof createActivities>;
  readonly settings: WorkerSettings;
  /** Absent: nobody traces what it does. */
  readonly tracing?: Tracing | undefined;
  /** Its articles finish on this code, and it is given new ones when somebody promotes it. Absent: any worker goes on with any article. */
  readonly version?: WorkerVersion | undefined;
}

/** Workflows tell of what they do, whether or not somebody wants to hear it. */
const UNTOLD: InjectedSinks<TraceSinks> = {
  trace: { begun: { fn: () => undefined }, step: { fn: () => undefined } },
};

/** The worker that thinks: workflows, and the activities that call models. */
export async function createWorker({
  connection,
  namespace,
  dataConverter,
  identity,
  bundle,
  activities,
  settings,
  tracing,
  version,
}: WorkerOptions): Promise<Worker> {
  return await Worker.create({
    connection,
    namespace,
    ...(dataConverter !== undefined && { dataConverter }),
    taskQueue: TASK_QUEUE,
    identity,
    workerDeploymentOptions:
      version === undefined
        ? {
            // Tells an operator which release did a workflow task. Without it the SDK writes a hash of 64 digits into each.
            version: { deploymentName: 'copydesk', buildId: COPYDESK_VERSION },
            useWorkerVersioning: false,
          }
        : {
            version: { deploymentName: version.deployment, buildId: version.buildId },
            useWorkerVersioning: true,
            // An article goes over to other code at its gates (src/workflows/article.ts); all else is over in hours, or days at most.
            defaultVersioningBehavior: 'PINNED',
          },
    workflowBundle: bundle,
    activities,
    interceptors: { activity: [inArticle, ...(tracing === undefined ? [] : [tracing.activity])] },
    sinks: tracing?.sinks ?? UNTOLD,
    // Parked articles need no place in memory: the cap decides what a worker weighs, a click on an evicted one costs 30 ms more.
    maxCachedWorkflows: settings.maxCachedWorkflows,
    // Each is a call of a model: the gateway's limits, not the processor, decide how many make sense.
    maxConcurrentActivityTaskExecutions: settings.maxConcurrentActivities,
    // After a worker died its articles wait this long for it before another takes them; the default is 10 s.
    stickyQueueScheduleToStartTimeout: `${settings.stickyTimeoutSeconds} seconds`,
    // The default is 0: a deploy would cut off every answer that is being paid for.
    shutdownGraceTime: `${settings.shutdownGraceSeconds} seconds`,
    // Cancellation reaches an activity with its heartbeat; the default holds heartbeats back for most of their timeout.
    maxHeartbeatThrottleInterval: HEARTBEAT_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_MS,
    // Eager: a thinking activity starts in the process that asked for it, without a trip through the task queue. An article asks for one at a time.
    maxEagerActivityReservationsPerWorkflowTask: 1,
  });
}
