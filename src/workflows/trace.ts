import {
  ActivityFailure,
  ApplicationFailure,
  ContinueAsNew,
  type Headers,
  proxySinks,
  type WorkflowInterceptorsFactory,
  workflowInfo,
} from '@temporalio/workflow';
import { WORKFLOW_TYPE } from '../protocol/names.ts';
import { activityKey, RUN_KEY, TRACE_HEADER, type TraceSinks } from '../protocol/trace.ts';

const { trace } = proxySinks<TraceSinks>();

/**
 * Tells what the workflow does, and lets everything through as it is: what is awaited is the very promise that would be without it. One
 * more `await` in between would let things happen in another order, and articles that began without it could not go on with it.
 * (Temporal's own interceptors have several, and put OpenTelemetry into the sandbox of every article.)
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let signals = 0;
  return {
    inbound: [
      {
        execute(input, next) {
          const { workflowType, continuedFromExecutionRunId, unsafe } = workflowInfo();
          if (workflowType === WORKFLOW_TYPE && continuedFromExecutionRunId === undefined && !unsafe.isReplaying)
            trace.begun();
          return told(`RunWorkflow:${workflowType}`, RUN_KEY, next(input));
        },
        handleSignal: (input, next) =>
          told(`HandleSignal:${input.signalName}`, `signal/${(signals += 1)}`, next(input), input.headers),
        handleUpdate: (input, next) =>
          told(`HandleUpdate:${input.name}`, `update/${input.updateId}`, next(input), input.headers),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) =>
          told(`StartActivity:${input.activityType}`, activityKey(`${input.seq}`), next(input)),
        scheduleLocalActivity: (input, next) =>
          told(`StartActivity:${input.activityType}`, activityKey(`${input.seq}`), next(input)),
      },
    ],
  };
};

function told<T>(name: string, key: string, work: Promise<T>, headers?: Headers): Promise<T> {
  const startedMs = Date.now();
  const header = headers?.[TRACE_HEADER]?.data ?? undefined;
  const tell = (code?: string): void => {
    // Whoever reads the history again has been told of it.
    if (workflowInfo().unsafe.isReplaying) return;
    trace.step({
      name,
      key,
      startedMs,
      endedMs: Date.now(),
      ...(code !== undefined && { code }),
      ...(header !== undefined && { header }),
    });
  };
  work.then(
    () => tell(),
    (error: unknown) => tell(codeOf(error)),
  );
  return work;
}

/** The kind of the failure, never its words. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof ContinueAsNew) return undefined;
  if (error instanceof ActivityFailure) return codeOf(error.cause);
  if (error instanceof ApplicationFailure) return error.type ?? error.name;
  return error instanceof Error ? error.name : 'unknown';
}
