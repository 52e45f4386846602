import type { Pool } from 'pg';
import type { Seal } from '../../../src/lib/seal.ts';

/** The table `slack_installations`: one JSON document per workspace or organisation, encrypted. Rejects with what `pg` throws. */
export interface SlackInstallationStore {
  /** @param key `team:T…` or `enterprise:E…`. A second installation replaces the first. */
  save(key: string, installation: object): Promise<void>;
  /** @throws {UnsealError} when the key that encrypted it is not there any more. */
  find(key: string): Promise<unknown>;
  remove(key: string): Promise<void>;
}

export function createSlackInstallationStore(pool: Pool, seal: Seal): SlackInstallationStore {
  return {
    async save(key, installation) {
      await pool.query(
        `insert into slack_installations (installation_key, sealed) values ($1, $2)
         on conflict (installation_key) do update set sealed = excluded.sealed, updated_at = now()`,
        [key, seal.close(JSON.stringify(installation), key)],
      );
    },

    async find(key) {
      const { rows } = await pool.query<{ sealed: Buffer }>(
        'select sealed from slack_installations where installation_key = $1',
        [key],
      );
      const [row] = rows;
      return row === undefined ? undefined : (JSON.parse(seal.open(row.sealed, key)) as unknown);
    },

    async remove(key) {
      await pool.query('delete from slack_installations where installation_key = $1', [key]);
    },
  };
}
