import type { Pool } from 'pg';
import type { AgentRunFailure, AskedAgent } from '../protocol/agent-run.ts';
import { toJson } from './to-json.ts';

/** What an agent is asked, and for whom. */
export interface AskedRun {
  readonly runId: string;
  /** `actorKey` of who asks. */
  readonly requesterKey: string;
  /** `channelKey` of where their articles live. */
  readonly channelKey: string;
  /** As caches tell tenants apart: `slack:T024BE7LH`. */
  readonly tenant: string;
  readonly agent: AskedAgent;
  /** An order that was parsed. */
  readonly input: object;
}

export interface AgentRunRecord extends AskedRun {
  /** Absent: it is at work, or failed. */
  readonly output?: object;
  readonly failure?: AgentRunFailure;
}

/** The table `agent_runs`. Rejects with what `pg` throws. */
export interface AgentRunStore {
  /** Writes it down, unless it is. */
  open(run: AskedRun): Promise<void>;
  /** `day`: when it was asked, `2026-11-29`, UTC. */
  find(runId: string): Promise<(AgentRunRecord & { readonly day: string }) | undefined>;
  /** Of two answers the first stands. */
  finish(runId: string, output: object): Promise<void>;
  /** Without effect on one that has an answer. */
  fail(runId: string, failure: AgentRunFailure): Promise<void>;
}

/** So many of those that are due, with each that is written down: there are never many. What they cost stays known. */
const FORGET_AT_ONCE = 20;
const FORGET = `
  with due as (
    select run_id from agent_runs where created_at < now() - interval '30 days' order by created_at limit ${FORGET_AT_ONCE}
    for update skip locked
  ), forgotten as (
    delete from agent_runs using due where agent_runs.run_id = due.run_id returning agent_runs.run_id
  ) update model_calls set answer = '{}', usable = false from forgotten where model_calls.run_id = forgotten.run_id`;

interface Row extends AskedRun {
  readonly day: string;
  readonly output: object | null;
  readonly failure: AgentRunFailure | null;
}

export function createAgentRunStore(pool: Pick<Pool, 'query'>): AgentRunStore {
  return {
    async open({ runId, requesterKey, channelKey, tenant, agent, input }) {
      await pool.query(FORGET);
      await pool.query(
        `insert into agent_runs (run_id, requester_key, channel_key, tenant, agent, input)
         values ($1, $2, $3, $4, $5, $6) on conflict (run_id) do nothing`,
        [runId, requesterKey, channelKey, tenant, agent, toJson(input)],
      );
    },
    async find(runId) {
      const { rows } = await pool.query<Row>(
        `select run_id as "runId", requester_key as "requesterKey", channel_key as "channelKey", tenant, agent, input, output, failure,
           to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day
         from agent_runs where run_id = $1`,
        [runId],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { output, failure, ...run } = row;
      return { ...run, ...(output !== null && { output }), ...(failure !== null && { failure }) };
    },
    async finish(runId, output) {
      await pool.query(
        `update agent_runs set output = $2, failure = null, finished_at = now() where run_id = $1 and output is null`,
        [runId, toJson(output)],
      );
    },
    async fail(runId, failure) {
      await pool.query(
        `update agent_runs set failure = $2, finished_at = now() where run_id = $1 and finished_at is null`,
        [runId, toJson(failure)],
      );
    },
  };
}
