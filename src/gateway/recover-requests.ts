import type { Client } from '@temporalio/client';
import { WORKFLOW_TYPE, workflowIdOf } from '../protocol/names.ts';
import { endedByOthers } from './ended-by-others.ts';
import type { ForgottenRequest, RequestStore } from './request-store.ts';
import { startWorkflow } from './start-workflow.ts';
import { statusOf } from './status-of.ts';

/** A start that was given up may arrive for some seconds. A row is looked at only when none can be under way any more. */
const FORGOTTEN_AFTER_SECONDS = 60;
const MOST_AT_ONCE = 20;

export interface RecoverRequestsOptions {
  readonly client: Client;
  readonly requests: Pick<RequestStore, 'takeForgotten' | 'adopt' | 'remove' | 'underWay' | 'end'>;
  /** Default: {@link FORGOTTEN_AFTER_SECONDS}. */
  readonly forgottenAfterSeconds?: number;
}

/**
 * Settles what a crash left between the row of an article and its workflow: what was taken is started, what was not is removed, and what
 * an operator ended is closed. Any number of processes may run it at once, every half minute.
 * @throws what PostgreSQL or Temporal threw; the next run does the rest.
 */
export async function recoverRequests({
  client,
  requests,
  forgottenAfterSeconds = FORGOTTEN_AFTER_SECONDS,
}: RecoverRequestsOptions): Promise<void> {
  const forgotten = await requests.takeForgotten({ seconds: forgottenAfterSeconds, limit: MOST_AT_ONCE });
  const settled = await Promise.allSettled(forgotten.map((request) => settle(request, client, requests)));
  const ended = new Set<string>();
  for await (const { workflowId } of endedByOthers(client, WORKFLOW_TYPE))
    ended.add(workflowId.slice(workflowIdOf('').length));
  for (const articleId of await requests.underWay([...ended])) {
    if (await isEnded(client, articleId)) await requests.end(articleId);
  }
  // One that cannot be settled does not keep the others waiting.
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

async function settle(
  { input, abandonedAt }: ForgottenRequest,
  client: Client,
  requests: RecoverRequestsOptions['requests'],
): Promise<void> {
  if (abandonedAt === undefined) return await startWorkflow(client, input);
  // Whoever opens it again meanwhile is no longer abandoned, so that the row stays.
  if (await exists(client, input.articleId)) await requests.adopt(input.articleId);
  else await requests.remove(input.articleId, abandonedAt);
}

async function exists(client: Client, articleId: string): Promise<boolean> {
  return (await statusOf(client, workflowIdOf(articleId))) !== undefined;
}

/** An operator may have reset it: then a later run goes on. */
async function isEnded(client: Client, articleId: string): Promise<boolean> {
  const status = await statusOf(client, workflowIdOf(articleId));
  return status === 'TERMINATED' || status === 'CANCELLED' || status === 'FAILED' || status === 'TIMED_OUT';
}
