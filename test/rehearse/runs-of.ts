import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../../src/protocol/names.ts';

/** Of a timer that only the changed code sets: by it a history tells which code it was. */
export const MARK_MS = 7;

/** One run of an article, as its history tells it. */
export interface Run {
  readonly beganAt: Date;
  readonly endedAt: Date;
  /** Versions whose workers did its workflow tasks. */
  readonly versions: readonly string[];
  /** Who did its activities. */
  readonly workers: readonly string[];
  /** Whether it has what only the changed code does. */
  readonly isMarked: boolean;
  /** Whether it came to where the changed code does that. */
  readonly hasSteps: boolean;
  /** The rules with which it began. */
  readonly rules: unknown;
  readonly failedTasks: number;
}

/** Every run of an article, the last one first. */
export async function runsOf(client: Client, articleId: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let runId: string | undefined;
  do {
    const { events } = await client.workflow.getHandle(workflowIdOf(articleId), runId).fetchHistory();
    const [first] = events ?? [];
    runs.push(toRun(events ?? []));
    runId = first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  } while (runId !== undefined && runId !== '');
  return runs;
}

function toRun(events: readonly temporal.api.history.v1.IHistoryEvent[]): Run {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const [payload] = started?.input?.payloads ?? [];
  const input: { readonly settings?: unknown } =
    payload === undefined ? {} : defaultPayloadConverter.fromPayload(payload);
  const firstTask = events.find(({ workflowTaskStartedEventAttributes: task }) => task);
  return {
    beganAt: timeOf(firstTask),
    endedAt: timeOf(events.at(-1)),
    versions: distinct(events.map((event) => event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId)),
    workers: distinct(events.map((event) => event.activityTaskStartedEventAttributes?.identity)),
    isMarked: events.some(({ timerStartedEventAttributes: timer }) => isMark(timer?.startToFireTimeout)),
    hasSteps: events.some(({ activityTaskScheduledEventAttributes: activity }) =>
      ['writeDraft', 'editArticle'].includes(activity?.activityType?.name ?? ''),
    ),
    rules: input.settings,
    failedTasks: events.filter(({ workflowTaskFailedEventAttributes: task }) => task).length,
  };
}

function isMark(duration: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined): boolean {
  return Number(duration?.seconds ?? 0) === 0 && duration?.nanos === MARK_MS * 1_000_000;
}

function timeOf(event: temporal.api.history.v1.IHistoryEvent | undefined): Date {
  return new Date(Number(event?.eventTime?.seconds ?? 0) * 1000 + (event?.eventTime?.nanos ?? 0) / 1_000_000);
}

function distinct(values: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
}
