import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { INIT_DATA_SECONDS } from './init-data.ts';

/** The table `web_init_data`: what mini apps were opened with, so that each opens one session. Rejects with what `pg` throws. */
export interface InitDataStore {
  /** False: it was used before. @param hash of what Telegram signed */
  use(hash: string): Promise<boolean>;
}

export function createInitDataStore(pool: Pool): InitDataStore {
  return {
    async use(hash) {
      // Older than that nothing is taken anyway.
      await pool.query(`delete from web_init_data where used_at < now() - $1 * interval '2 seconds'`, [
        INIT_DATA_SECONDS,
      ]);
      const { rowCount } = await pool.query(
        'insert into web_init_data (sha256) values ($1) on conflict (sha256) do nothing',
        [createHash('sha256').update(hash).digest('hex')],
      );
      return rowCount === 1;
    },
  };
}
