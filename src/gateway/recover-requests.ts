import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { WORKFLOW_TYPE, workflowIdOf } from '../protocol/names.ts';
import type { ForgottenRequest, RequestStore } from './request-store.ts';
import { startWorkflow } from './start-workflow.ts';
import { pause } from '../lib/pause.ts';

/** A start that was given up may arrive for some seconds. A row is looked at only when none can be under way any more. */
const FORGOTTEN_AFTER_SECONDS = 60;
const MOST_AT_ONCE = 20;
const EVERY_MS = 30_000;
/** One run; what it does not get done is left to the next. */
const RUN_BUDGET_MS = 20_000;
/** How far back to look for workflows that an operator ended while no process of ours was up. */
const ENDED_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

export interface RecoverRequestsOptions {
  readonly client: Client;
  readonly requests: Pick<RequestStore, 'takeForgotten' | 'adopt' | 'remove' | 'underWay' | 'end'>;
  /** Default: {@link FORGOTTEN_AFTER_SECONDS}. */
  readonly forgottenAfterSeconds?: number;
}

/** {@link recoverRequests} at once and every half minute, until the signal. Never rejects: what fails is logged, and done the next time. */
export async function keepRecovering({
  log,
  signal,
  ...options
}: RecoverRequestsOptions & { readonly log: Pick<Logger, 'warn'>; readonly signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    try {
      await options.client.withDeadline(Date.now() + RUN_BUDGET_MS, () => recoverRequests(options));
    } catch (error) {
      if (!signal.aborted) log.warn({ reason: reasonOf(error) }, 'Could not look for articles that nobody started yet');
    }
    await pause(EVERY_MS, signal);
  }
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
  for (const articleId of await requests.underWay(await endedByOthers(client))) {
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
  return (await statusOf(client, articleId)) !== undefined;
}

async function statusOf(client: Client, articleId: string): Promise<string | undefined> {
  try {
    const { status } = await client.workflow.getHandle(workflowIdOf(articleId)).describe();
    return status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Ids of articles of which a run ended in a way that the desk could not tell of. */
async function endedByOthers(client: Client): Promise<readonly string[]> {
  const since = new Date(Date.now() - ENDED_WITHIN_MS).toISOString();
  const query = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus IN ('Terminated', 'Canceled', 'Failed', 'TimedOut') AND CloseTime > '${since}'`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query }))
    ids.add(workflowId.slice(workflowIdOf('').length));
  return [...ids];
}

/** An operator may have reset it: then a later run goes on. */
async function isEnded(client: Client, articleId: string): Promise<boolean> {
  const status = await statusOf(client, articleId);
  return status === 'TERMINATED' || status === 'CANCELLED' || status === 'FAILED' || status === 'TIMED_OUT';
}
