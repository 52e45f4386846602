import type { Client, WorkflowExecutionInfo } from '@temporalio/client';

/** How far back to look for workflows that an operator ended while no process of ours was up. */
const ENDED_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** Runs of a type that ended lately in a way that they could not tell of: an operator's doing, or their time was over. */
export function endedByOthers(client: Client, type: string): AsyncIterable<WorkflowExecutionInfo> {
  const since = new Date(Date.now() - ENDED_WITHIN_MS).toISOString();
  return client.workflow.list({
    query: `WorkflowType = '${type}' AND ExecutionStatus IN ('Terminated', 'Canceled', 'Failed', 'TimedOut') AND CloseTime > '${since}'`,
  });
}
