import type { Pool } from 'pg';
import type { Progress, Recorded } from '../protocol/activities.ts';
import { toJson } from './to-json.ts';

/** What articles say and decide, written down in one transaction: tables `articles`, `feed`, `decisions`, `followers`. Rejects with what `pg` throws. */
export interface ProgressStore {
  /**
   * Written twice, it has one effect; written late, after a newer one, none that anybody sees.
   * @param options.certain the workflow task that asked for it is part of the history. Otherwise nothing that stands is replaced, and
   * `conflict` says whether something stands that the desk does not know.
   */
  record(progress: Progress, options: { readonly certain: boolean }): Promise<Recorded>;
}

export function createProgressStore(pool: Pool): ProgressStore {
  return {
    async record(progress, { certain }) {
      const { rows } = await pool.query<{ conflict: boolean }>({
        name: 'record-progress',
        text: 'select record_progress($1, $2) as conflict',
        values: [toJson(progress), certain],
      });
      return { conflict: rows[0]?.conflict ?? false };
    },
  };
}
