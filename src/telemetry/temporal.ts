import type { WorkflowClientInterceptor } from '@temporalio/client';
import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry-v2';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import { articleOf } from '../protocol/names.ts';
import { activityKey, type TraceSinks } from '../protocol/trace.ts';
import type { Tracing } from './tracing.ts';

/** What hangs a trace into Temporal, on both its sides. */
export interface TemporalTracing {
  /** Of clients. */
  readonly client: WorkflowClientInterceptor;
  /** Of workers. */
  readonly activity: ActivityInterceptorsFactory;
  readonly sinks: InjectedSinks<TraceSinks>;
}

/**
 * Temporal's interceptors for OpenTelemetry, for what concerns an article: of anything else they would make traces of its own. What
 * workflows do they do not tell themselves (`src/workflows/trace.ts`), but what it is told with.
 */
export function temporalTracing(tracing: Tracing): TemporalTracing {
  const { tracer } = tracing;
  const inner = new OpenTelemetryWorkflowClientInterceptor({ tracer });
  const of = <T>(workflowId: string, work: () => Promise<T>, untraced: () => Promise<T>): Promise<T> => {
    const articleId = articleOf(workflowId);
    return articleId === undefined ? untraced() : tracing.within(articleId, work);
  };
  return {
    client: {
      startWithDetails: (input, next) =>
        of(
          input.options.workflowId,
          () => inner.startWithDetails(input, next),
          () => next(input),
        ),
      signal: (input, next) =>
        of(
          input.workflowExecution.workflowId,
          () => inner.signal(input, next),
          () => next(input),
        ),
      signalWithStart: (input, next) =>
        of(
          input.options.workflowId,
          () => inner.signalWithStart(input, next),
          () => next(input),
        ),
      startUpdate: (input, next) =>
        of(
          input.workflowExecution.workflowId,
          () => inner.startUpdate(input, next),
          () => next(input),
        ),
    },
    activity(activity) {
      const { workflowExecution, activityId } = activity.info;
      const articleId = workflowExecution && articleOf(workflowExecution.workflowId);
      if (workflowExecution === undefined || articleId === undefined) return {};
      const running = new OpenTelemetryActivityInboundInterceptor(activity, { tracer });
      const runKey = `${workflowExecution.runId}/${activityKey(activityId)}`;
      return {
        inbound: {
          execute: (input, next) => tracing.withinActivity(articleId, runKey, () => running.execute(input, next)),
        },
      };
    },
    sinks: {
      trace: {
        begun: {
          fn({ workflowId, startTime }) {
            const articleId = articleOf(workflowId);
            if (articleId !== undefined) tracing.begun(articleId, startTime.getTime());
          },
        },
        step: {
          fn({ workflowId, runId }, step) {
            const articleId = articleOf(workflowId);
            if (articleId !== undefined) tracing.workflowStep(articleId, runId, step);
          },
        },
      },
    },
  };
}
