import { ApplicationFailure, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { MALFORMED } from '../protocol/names.ts';
import { parseScheduledOrder } from '../protocol/parse.ts';
import type { SchedulingActivities } from '../protocol/schedule.ts';

/** Tried until the database takes it, or the workflow's own time is over. */
const { noteScheduled } = proxyActivities<SchedulingActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** Temporal's own: when a schedule meant to start this. */
const DUE_AT = { name: 'TemporalScheduledStartTime', type: 'DATETIME' } as const;

/**
 * What a schedule of Temporal's starts when its moment comes. It starts no article itself: who may have one written, only the process
 * that speaks for the maker's platform knows, and only that makes ids of articles.
 */
export async function scheduledOrder(given: unknown): Promise<void> {
  const parsed = parseScheduledOrder(given);
  if (!parsed.ok) throw ApplicationFailure.nonRetryable(parsed.fault, MALFORMED);
  const { typedSearchAttributes, startTime } = workflowInfo();
  const at = typedSearchAttributes.get(DUE_AT) ?? startTime;
  await noteScheduled({ ...parsed.value, at: at.toISOString() });
}
