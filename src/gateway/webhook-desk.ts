import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  STANDING_QUERY,
  TASK_QUEUE,
  WEBHOOKS_DUE_SIGNAL,
  WEBHOOKS_WORKFLOW,
  webhooksWorkflowIdOf,
  workflowIdOf,
} from '../protocol/names.ts';
import type { Standing, WebhooksInput } from '../protocol/webhook.ts';
import { fairnessKeyOfEndpoint } from './fairness-key.ts';

/** What Temporal does for webhooks. Rejects with what its client throws. */
export interface WebhookDesk {
  /** What an article's desk knows. Undefined: Temporal knows of no such workflow any more, so that nothing that is written down changes. */
  standing(articleId: string): Promise<Standing | undefined>;
  /** Has an endpoint sent what is due of an article, by the workflow that runs for the two or by a new one. */
  bring(endpoint: string, articleId: string): Promise<void>;
}

const BUDGET_MS = 5000;

/** @param options.timeoutSeconds the longest that one request to an endpoint may take */
export function createWebhookDesk(
  client: Client,
  { timeoutSeconds }: Pick<WebhooksInput, 'timeoutSeconds'>,
): WebhookDesk {
  return {
    async standing(articleId) {
      try {
        return await client.withDeadline(Date.now() + BUDGET_MS, () =>
          client.workflow.getHandle(workflowIdOf(articleId)).query<Standing>(STANDING_QUERY),
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw error;
      }
    },

    async bring(endpoint, articleId) {
      const input: WebhooksInput = { endpoint, articleId, timeoutSeconds };
      await client.withDeadline(Date.now() + BUDGET_MS, () =>
        client.workflow.signalWithStart(WEBHOOKS_WORKFLOW, {
          workflowId: webhooksWorkflowIdOf(endpoint, articleId),
          taskQueue: TASK_QUEUE,
          args: [input],
          priority: { fairnessKey: fairnessKeyOfEndpoint(endpoint) },
          signal: WEBHOOKS_DUE_SIGNAL,
          signalArgs: [],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    },
  };
}
