import type { FailureRecord } from './desk-state.ts';
import {
  type Parsed,
  parseCompareOrder,
  parseCritiqueOrder,
  parseEditOrder,
  parseFactCheckOrder,
  parseOutlineOrder,
  parseWriteOrder,
} from './parse.ts';
import type { ArticleSettings, RetrySettings } from './settings.ts';

/*
 * An agent that is asked by itself, over HTTP: no article, no people.
 */

/** What can be asked for, as addresses call it. */
export const ASKED_AGENTS = ['outline', 'write', 'critique', 'compare', 'fact-check', 'edit'] as const;
export type AskedAgent = (typeof ASKED_AGENTS)[number];

/** The input of the workflow `agentRun`. What is asked lies in the table `agent_runs`. */
export interface AgentRunInput {
  readonly runId: string;
  readonly agent: AskedAgent;
  /** How long one attempt may take. */
  readonly minutes: number;
  readonly heartbeatSeconds: number;
  readonly retry: RetrySettings;
}

/** Why there is no answer, and will be none. `message`: for operators, without texts and secrets. */
export interface AgentRunFailure {
  /** As of a step of an article, or `budget-reached`, or {@link RUN_ENDED}. */
  readonly code: string;
  readonly message: string;
}

/** An operator has ended its workflow. */
export const RUN_ENDED = 'cancelled';

/** What the workflow `agentRun` returns. */
export type AgentRunOutcome = { readonly status: 'done' } | { readonly status: 'failed'; readonly code: string };

/** What the worker can do for the workflow `agentRun`. Either may run twice. */
export interface AgentRunActivities {
  /** Asks the agent, and writes its answer down. */
  askAgent(input: { readonly runId: string }): Promise<void>;
  /** Writes down that there will be no answer. */
  endAgentRun(input: { readonly runId: string; readonly failure: AgentRunFailure }): Promise<void>;
}

const ORDERS: Readonly<Record<AskedAgent, (given: unknown) => Parsed<object>>> = {
  outline: parseOutlineOrder,
  write: parseWriteOrder,
  critique: parseCritiqueOrder,
  compare: parseCompareOrder,
  'fact-check': parseFactCheckOrder,
  edit: parseEditOrder,
};

/** What an agent is asked, or what is wrong with the first field that is. */
export function parseAgentOrder(agent: AskedAgent, given: unknown): Parsed<object> {
  return ORDERS[agent](given);
}

/** The step of an article that is the same work. */
export const STEP_OF_AGENT = {
  outline: 'outlining',
  write: 'writing',
  critique: 'critiquing',
  compare: 'comparing',
  'fact-check': 'fact-checking',
  edit: 'editing',
} as const satisfies Readonly<Record<AskedAgent, FailureRecord['step']>>;

/** The input of a run, by the rules of articles. */
export function toAgentRun(runId: string, agent: AskedAgent, { timeouts, retry }: ArticleSettings): AgentRunInput {
  const minutes = {
    outline: timeouts.writeMinutes,
    write: timeouts.writeMinutes,
    critique: timeouts.critiqueMinutes,
    compare: timeouts.critiqueMinutes,
    'fact-check': timeouts.factCheckMinutes,
    edit: timeouts.editMinutes,
  }[agent];
  return { runId, agent, minutes, heartbeatSeconds: timeouts.heartbeatSeconds, retry };
}
