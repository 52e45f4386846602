import { ApplicationFailure, CancellationScope, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import {
  type AgentRunActivities,
  type AgentRunFailure,
  type AgentRunInput,
  type AgentRunOutcome,
  RUN_ENDED,
  STEP_OF_AGENT,
} from '../protocol/agent-run.ts';
import type { Outage } from '../protocol/desk-state.ts';
import { BUDGET_REACHED, MALFORMED } from '../protocol/names.ts';
import { parseAgentRun } from '../protocol/parse.ts';
import { thinkingOptions } from './activities.ts';
import { nextMove } from './desk/attempts.ts';
import { toBudgetReached, toFailure } from './failures.ts';

/** Tried until the database takes it. */
const { endAgentRun } = proxyActivities<AgentRunActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

/** One agent, asked once, tried again as a step of an article is. Where that would ask people, this has failed: nobody is there. */
export async function agentRun(untrusted: AgentRunInput): Promise<AgentRunOutcome> {
  const parsed = parseAgentRun(untrusted);
  if (!parsed.ok) throw ApplicationFailure.nonRetryable(`The input is malformed: ${parsed.fault}`, MALFORMED);
  const { value: input } = parsed;
  const { runId } = input;
  try {
    const failure = await ask(input);
    if (failure === undefined) return { status: 'done' };
    await endAgentRun({ runId, failure });
    return { status: 'failed', code: failure.code };
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const failure = { code: RUN_ENDED, message: 'Its workflow was cancelled' };
    await CancellationScope.nonCancellable(() => endAgentRun({ runId, failure }));
    return { status: 'failed', code: failure.code };
  }
}

/** @returns why there is no answer, if there is none */
async function ask({ runId, agent, minutes, heartbeatSeconds, retry }: AgentRunInput) {
  const { askAgent } = proxyActivities<AgentRunActivities>(thinkingOptions(minutes, heartbeatSeconds, retry));
  let faults = 0;
  let meetings = 0;
  let outage: Outage | undefined;
  for (;;) {
    try {
      await askAgent({ runId });
      return undefined;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const reached = toBudgetReached(error);
      const { record, ...failed } = toFailure(STEP_OF_AGENT[agent], error);
      const failure: AgentRunFailure = { code: record.code, message: record.message };
      if (reached !== undefined) return { ...failure, code: BUDGET_REACHED };
      const move = nextMove(
        { record, ...failed },
        { faults, meetings, ...(outage !== undefined && { outage }) },
        retry,
        Date.now(),
      );
      switch (move.kind) {
        case 'again':
          faults += 1;
          break;
        case 'wait':
          meetings += 1;
          ({ outage } = move);
          break;
        case 'ask-people':
          return failure;
        default:
          return move satisfies never;
      }
      await sleep(move.afterMs);
    }
  }
}
