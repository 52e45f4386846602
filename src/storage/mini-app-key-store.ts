import type { Pool } from 'pg';

/** The table `mini_app_key`. Rejects with what `pg` throws. */
export interface MiniAppKeyStore {
  /** In place of the one before; it holds for so long from now on. */
  put(sealed: Buffer, minutes: number): Promise<void>;
  /** Undefined: there is none, or it holds no more. */
  find(): Promise<Buffer | undefined>;
}

export function createMiniAppKeyStore(pool: Pool): MiniAppKeyStore {
  return {
    async put(sealed, minutes) {
      await pool.query(
        `insert into mini_app_key (sealed, until) values ($1, now() + $2 * interval '1 minute')
         on conflict (is_it) do update set sealed = excluded.sealed, until = excluded.until`,
        [sealed, minutes],
      );
    },
    async find() {
      const { rows } = await pool.query<{ readonly sealed: Buffer }>(
        'select sealed from mini_app_key where until > now()',
      );
      return rows[0]?.sealed;
    },
  };
}
