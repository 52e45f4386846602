import type { Pool } from 'pg';
import type { AnswerJournal, ModelAnswer } from '../agents/agent.ts';
import { textsOf } from './texts.ts';
import { isWatched } from './watched.ts';

/** The table `model_calls`: the audit of what models cost, and the journal from which a crash takes up again. */
export interface ModelCallStore {
  /** The journal of one piece of work of one article, or of what else it is for. */
  journal(id: string, step: string, paidFor?: PaidFor): AnswerJournal;
  /** What is to be known of an article before its models are asked; undefined: there is no such article. */
  about(articleId: string): Promise<AskedFor | undefined>;
  /** Every answer of one piece of work: what was made of them could not be stored. */
  discardStep(id: string, step: string, paidFor?: PaidFor): Promise<void>;
}

/** What models are asked for: an article, or one question to an agent. */
export type PaidFor = 'article' | 'run';

/** The table that says whose it is, and its key there as in `model_calls`. */
export const PAYERS = {
  article: { table: 'articles', column: 'article_id', trace: 'trace_id' },
  run: { table: 'agent_runs', column: 'run_id', trace: 'null' },
} as const satisfies Readonly<Record<PaidFor, object>>;

/** For whom models are asked. */
export interface AskedFor {
  /** Whose article it is, as caches tell tenants apart: `slack:T024BE7LH`. */
  readonly tenant: string;
  /** Somebody watches it being written. */
  readonly isWatched: boolean;
}

export function createModelCallStore(pool: Pool): ModelCallStore {
  const texts = textsOf(pool);
  return {
    journal: (id, step, paidFor = 'article') => ({
      async find(requestHash) {
        const { rows } = await pool.query<{ answer: ModelAnswer; usable: boolean }>(
          `select answer, usable from model_calls where ${PAYERS[paidFor].column} = $1 and step = $2 and request_hash = $3
           order by usable desc, call_id limit 1`,
          [id, step, requestHash],
        );
        const [call] = rows;
        return call === undefined || call.usable ? call?.answer : 'discarded';
      },
      async store(requestHash, answer, call) {
        const { table, column, trace } = PAYERS[paidFor];
        await pool.query(
          `insert into model_calls (${column}, requester_key, channel_key, trace_id, step, request_hash, purpose, model, asked_model, answer, input_tokens, output_tokens, cost_usd, cached, duration_ms)
           select $1, requester_key, channel_key, ${trace}, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from ${table} where ${column} = $1`,
          [
            id,
            step,
            requestHash,
            call.purpose,
            call.model,
            call.asked,
            texts.toJson('model-call', `${id} ${step} ${requestHash}`, answer),
            call.inputTokens ?? null,
            call.outputTokens ?? null,
            call.costUsd ?? null,
            call.cached,
            Math.round(call.durationMs),
          ],
        );
      },
      async discard(requestHash) {
        await pool.query(
          `update model_calls set usable = false where ${PAYERS[paidFor].column} = $1 and step = $2 and request_hash = $3`,
          [id, step, requestHash],
        );
      },
    }),
    async about(articleId) {
      const { rows } = await pool.query<AskedFor>({
        name: 'read-asked-for',
        text: `select concat(requester ->> 'platform', ':', requester ->> 'workspace') as tenant, ${isWatched('$1')} as "isWatched"
          from articles where article_id = $1`,
        values: [articleId],
      });
      return rows[0];
    },
    async discardStep(id, step, paidFor = 'article') {
      const { column } = PAYERS[paidFor];
      await pool.query(`update model_calls set usable = false where ${column} = $1 and step = $2`, [id, step]);
    },
  };
}
