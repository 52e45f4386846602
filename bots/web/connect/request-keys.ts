import type { Pool } from 'pg';

/** The table `web_requests`: what was sent under which key. Rejects with what `pg` throws. */
export interface RequestKeys {
  /** `first`: nothing was sent under this key · `again`: the same request was · `other`: another one was. */
  claim(keyHash: string, requestHash: string): Promise<'first' | 'again' | 'other'>;
  /** The request was not taken: its key may be used for another one. */
  release(keyHash: string, requestHash: string): Promise<void>;
}

/** Longer than anybody tries again. */
const FORGET = `delete from web_requests where at < now() - interval '90 days'`;
const FORGET_EVERY = 1000;

export function createRequestKeys(pool: Pick<Pool, 'query'>): RequestKeys {
  let claims = 0;
  return {
    async claim(keyHash, requestHash) {
      if (claims % FORGET_EVERY === 0) await pool.query(FORGET);
      claims += 1;
      // The update of nothing makes the row come back when it was there before. A row that was just inserted has no `xmax`.
      const { rows } = await pool.query<{ stands: string; isNew: boolean }>(
        `insert into web_requests (key_hash, request_hash) values ($1, $2)
         on conflict (key_hash) do update set key_hash = excluded.key_hash
         returning request_hash as stands, xmax = 0 as "isNew"`,
        [keyHash, requestHash],
      );
      const [row] = rows;
      if (row?.stands !== requestHash) return 'other';
      return row.isNew ? 'first' : 'again';
    },
    async release(keyHash, requestHash) {
      await pool.query('delete from web_requests where key_hash = $1 and request_hash = $2', [keyHash, requestHash]);
    },
  };
}
