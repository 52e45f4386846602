import type { Pool } from 'pg';
import type { RecordDecisionInput } from '../protocol/activities.ts';
import type { DecisionRecord } from '../protocol/desk-state.ts';

export interface StoredComment {
  readonly byName: string;
  readonly onVersion: number;
  readonly text: string;
}

export interface StoredDecision extends DecisionRecord {
  readonly words?: string;
}

/** The table `decisions`: who decided what, when, on which draft. */
export interface DecisionStore {
  /**
   * Also gives an edited text the version it became. What the desk does not know of is taken out: an earlier record was written,
   * and then the workflow task that decided it was lost, and with it the decision.
   */
  record(input: RecordDecisionInput): Promise<void>;
  /** Comments of requests for changes, oldest first. */
  comments(decisionIds: readonly string[]): Promise<readonly StoredComment[]>;
  /** With comment or reason, where there was one. */
  get(decisionId: string): Promise<StoredDecision | undefined>;
}

export function createDecisionStore(pool: Pool): DecisionStore {
  return {
    async record({ articleId, decision, at, editedVersion, known }) {
      const words =
        decision.kind === 'request-changes' ? decision.comment : decision.kind === 'reject' ? decision.reason : null;
      const editedDraftId = decision.kind === 'edit' ? decision.edited.draftId : null;
      await pool.query(
        `with edited as (update drafts set version = $10 where draft_id = $8 and article_id = $2 and version is null),
         lost as (delete from decisions where article_id = $2 and decision_id <> all($11) returning edited_draft_id),
         unedited as (update drafts set version = null from lost where drafts.draft_id = lost.edited_draft_id)
         insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, words, edited_draft_id, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
        [
          decision.id,
          articleId,
          decision.kind,
          decision.draft.version,
          decision.draft.hash,
          decision.by,
          words,
          editedDraftId,
          at,
          editedVersion ?? null,
          known ?? null,
        ],
      );
    },

    async comments(decisionIds) {
      if (decisionIds.length === 0) return [];
      const { rows } = await pool.query<StoredComment>(
        `select actor ->> 'displayName' as "byName", version as "onVersion", words as text from decisions
         where decision_id = any($1) and words is not null order by decided_at, decision_id`,
        [decisionIds],
      );
      return rows;
    },

    async get(decisionId) {
      const { rows } = await pool.query<DecisionRecord & { readonly decidedAt: Date; readonly words: string | null }>(
        `select decision_id as id, kind, version, actor ->> 'displayName' as "byName", decided_at as "decidedAt", words
         from decisions where decision_id = $1`,
        [decisionId],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { words, decidedAt, ...decision } = row;
      return { ...decision, at: decidedAt.toISOString(), ...(words !== null && { words }) };
    },
  };
}
