import type { Pool } from 'pg';
import type { UsedKey } from '../lib/vault.ts';

/** Which keys of `COPYDESK_DATA_KEYS` there are, by their names. Rejects with what `pg` throws. */
export interface DataKeyStore {
  list(): Promise<readonly UsedKey[]>;
  /** It is in use, for half an hour from now on. @returns the proof of whoever was the first to use one of that name */
  use(keyId: string, proof: Buffer): Promise<Buffer>;
}

export function createDataKeyStore(pool: Pick<Pool, 'query'>): DataKeyStore {
  return {
    async list() {
      const { rows } = await pool.query<UsedKey>(
        `select key_id as "keyId", proof, used_at > now() - interval '30 minutes' as "isInUse" from data_keys order by key_id`,
      );
      return rows;
    },
    async use(keyId, proof) {
      const { rows } = await pool.query<{ proof: Buffer }>(
        `insert into data_keys (key_id, proof) values ($1, $2) on conflict (key_id) do update set used_at = now() returning proof`,
        [keyId, proof],
      );
      return rows[0]?.proof ?? proof;
    },
  };
}
