import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type OPERATOR_SIGNALS, workflowIdOf } from '../protocol/names.ts';

const BUDGET_MS = 5000;

/** Cancels an article as an operator does. @returns false: Temporal knows of none that is under way. Rejects with what Temporal's client throws otherwise. */
export function createCancelArticle(client: Client): (articleId: string) => Promise<boolean> {
  return async (articleId) => {
    try {
      await client.withDeadline(Date.now() + BUDGET_MS, () =>
        client.workflow.getHandle(workflowIdOf(articleId)).signal('cancel' satisfies (typeof OPERATOR_SIGNALS)[number]),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}
