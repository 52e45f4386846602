import { type Client, type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';

/** How the newest run of a workflow stands. Undefined: there is none, or Temporal has forgotten it. @throws what Temporal threw */
export async function statusOf(client: Client, workflowId: string): Promise<WorkflowExecutionStatusName | undefined> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
