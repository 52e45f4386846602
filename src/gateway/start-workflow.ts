import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { isEncrypted } from '../lib/payload-codec.ts';
import { actorKey } from '../protocol/actor.ts';
import type { ArticleInput, Stage } from '../protocol/article.ts';
import { TASK_QUEUE, WORKFLOW_TYPE, workflowIdOf } from '../protocol/names.ts';
import { fairnessKeyOf } from './fairness-key.ts';
import { REQUESTER, STAGE, TOPIC } from './search-attributes.ts';

/** Starts an article's workflow; without effect when it runs, or ran, already. Search attributes are never encrypted. */
export async function startWorkflow(client: Client, input: ArticleInput): Promise<void> {
  try {
    await client.workflow.start(WORKFLOW_TYPE, {
      workflowId: workflowIdOf(input.articleId),
      taskQueue: TASK_QUEUE,
      args: [input],
      // Its steps have it, too, and so do its next runs.
      priority: { fairnessKey: fairnessKeyOf(input.thread) },
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      typedSearchAttributes: [
        { key: STAGE, value: 'drafting' satisfies Stage },
        { key: REQUESTER, value: actorKey(input.requester) },
        ...(isEncrypted(client.options.loadedDataConverter.payloadCodecs)
          ? []
          : [{ key: TOPIC, value: input.request.topic }]),
      ],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
