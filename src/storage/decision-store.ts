import type { Pool } from 'pg';
import type { DecisionRecord } from '../protocol/desk-state.ts';

export interface StoredComment {
  readonly byName: string;
  readonly onVersion: number;
  readonly text: string;
}

/** With comment or reason, where there was one. */
export interface StoredDecision extends DecisionRecord {
  readonly words?: string;
}

/**
 * The table `decisions`: who decided what, when, on which draft; written by `ProgressStore`. Those that were superseded, because the
 * workflow task that made them got lost, are kept for whoever audits and read by nobody else. Rejects with what `pg` throws.
 */
export interface DecisionStore {
  /** Oldest first. */
  ofArticle(articleId: string): Promise<readonly StoredDecision[]>;
}

interface Row extends Omit<DecisionRecord, 'at'> {
  readonly decidedAt: Date;
  readonly words: string | null;
}

export function createDecisionStore(pool: Pool): DecisionStore {
  return {
    async ofArticle(articleId) {
      const { rows } = await pool.query<Row>(
        `select decision_id as id, kind, version, actor ->> 'displayName' as "byName", decided_at as "decidedAt", words
         from decisions where article_id = $1 and superseded_at is null order by decided_at, decision_id`,
        [articleId],
      );
      return rows.map(({ words, decidedAt, ...decision }) => ({
        ...decision,
        at: decidedAt.toISOString(),
        ...(words !== null && { words }),
      }));
    },
  };
}
