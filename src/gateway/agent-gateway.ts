import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { type AgentRunOutcome, type AskedAgent, toAgentRun } from '../protocol/agent-run.ts';
import { AGENT_RUN_TYPE, agentRunIdOf, TASK_QUEUE } from '../protocol/names.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import { GatewayError } from './gateway-error.ts';

/** Agents that are asked without an article. What they are asked is written down before. */
export interface AgentGateway {
  /** Has a worker ask the agent, unless that is under way or done. @throws {GatewayError} `unavailable` */
  runAgent(runId: string, agent: AskedAgent): Promise<void>;
  /** Waits until it is over, at most so long; what Temporal does not know any more is. `unknown`: it may be at work. Does not reject. */
  isOver(runId: string, wait: { readonly mostMs: number; readonly signal: AbortSignal }): Promise<'over' | 'unknown'>;
}

export interface AgentGatewayOptions {
  readonly client: Client;
  /** How long each may take, and how it is tried again. */
  readonly settings: ArticleSettings;
  /** How long a start may take, in milliseconds. Default: {@link BUDGET_MS}. */
  readonly budgetMs?: number;
}

const BUDGET_MS = 2000;

export function createAgentGateway({ client, settings, budgetMs = BUDGET_MS }: AgentGatewayOptions): AgentGateway {
  return {
    async runAgent(runId, agent) {
      try {
        await client.withDeadline(Date.now() + budgetMs, () =>
          client.workflow.start(AGENT_RUN_TYPE, {
            workflowId: agentRunIdOf(runId),
            taskQueue: TASK_QUEUE,
            args: [toAgentRun(runId, agent, settings)],
            // An operator may have ended it: asked again, it is tried again.
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        );
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return;
        throw new GatewayError(
          'unavailable',
          `Could not ask an agent: Temporal did not answer within ${budgetMs} ms.`,
          {
            cause: error,
          },
        );
      }
    },

    async isOver(runId, { mostMs, signal }) {
      const handle = client.workflow.getHandle(agentRunIdOf(runId));
      try {
        await client.withAbortSignal(signal, () =>
          client.withDeadline(Date.now() + mostMs, () => handle.result() as Promise<AgentRunOutcome>),
        );
        return 'over';
      } catch (error) {
        return error instanceof WorkflowFailedError || error instanceof WorkflowNotFoundError ? 'over' : 'unknown';
      }
    },
  };
}
