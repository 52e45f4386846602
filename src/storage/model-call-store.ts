import type { Pool } from 'pg';
import type { AnswerJournal, ModelAnswer } from '../agents/agent.ts';

/** The table `model_calls`: the audit of what models cost, and the journal from which a crash takes up again. */
export interface ModelCallStore {
  /** The journal of one piece of work of one article. */
  journal(articleId: string, step: string): AnswerJournal;
}

export function createModelCallStore(pool: Pool): ModelCallStore {
  return {
    journal: (articleId, step) => ({
      async find(requestHash) {
        const { rows } = await pool.query<{ answer: ModelAnswer }>(
          `select answer from model_calls where article_id = $1 and step = $2 and request_hash = $3 and usable order by call_id limit 1`,
          [articleId, step, requestHash],
        );
        return rows[0]?.answer;
      },
      async store(requestHash, answer, call) {
        await pool.query(
          `insert into model_calls (article_id, step, request_hash, purpose, model, answer, input_tokens, output_tokens, cost_usd, cached, duration_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            articleId,
            step,
            requestHash,
            call.purpose,
            call.model,
            answer,
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
          `update model_calls set usable = false where article_id = $1 and step = $2 and request_hash = $3`,
          [articleId, step, requestHash],
        );
      },
    }),
  };
}
