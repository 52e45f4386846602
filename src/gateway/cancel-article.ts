import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type OPERATOR_SIGNALS, workflowIdOf } from '../protocol/names.ts';

const BUDGET_MS = 5000;

/** Cancels an article as an operator does; one that has ended stays as it is. Rejects with what Temporal's client throws. */
export function createCancelArticle(client: Client): (articleId: string) => Promise<void> {
  return async (articleId) => {
    try {
      await client.withDeadline(Date.now() + BUDGET_MS, () =>
        client.workflow.getHandle(workflowIdOf(articleId)).signal('cancel' satisfies (typeof OPERATOR_SIGNALS)[number]),
      );
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  };
}
