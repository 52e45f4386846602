import type { Pool } from 'pg';

/** Something that is encrypted where it is stored. */
export interface SealedThing {
  /** Under which it was sealed: `team:T024BE7LH`, `webhook:newsroom`. */
  readonly label: string;
  readonly sealed: Buffer;
}

/**
 * All that is encrypted and stays: with `COPYDESK_ENCRYPTION_KEY` installations of Slack and secrets of webhooks made by API, with
 * `COPYDESK_DATA_KEYS` what Temporal has of schedules. Rejects with what `pg` throws.
 */
export interface SealedStore {
  list(): Promise<readonly SealedThing[]>;
  /** @returns false: somebody has changed it since it was read */
  replace(thing: SealedThing, sealed: Buffer): Promise<boolean>;
  /** Has the bots give all schedules to Temporal anew, encrypted as they do it now. @returns how many there are */
  renewSchedules(): Promise<number>;
}

const WEBHOOK = 'webhook:';

export function createSealedStore(pool: Pick<Pool, 'query'>): SealedStore {
  return {
    async list() {
      const { rows } = await pool.query<SealedThing>(
        `select installation_key as label, sealed from slack_installations
         union all select $1 || name, sealed from webhook_endpoints where sealed is not null and removed_at is null
         order by label`,
        [WEBHOOK],
      );
      return rows;
    },
    async replace({ label, sealed: before }, sealed) {
      const { rowCount } = label.startsWith(WEBHOOK)
        ? await pool.query('update webhook_endpoints set sealed = $2 where name = $1 and sealed = $3', [
            label.slice(WEBHOOK.length),
            sealed,
            before,
          ])
        : await pool.query(
            'update slack_installations set sealed = $2, updated_at = clock_timestamp() where installation_key = $1 and sealed = $3',
            [label, sealed, before],
          );
      return rowCount === 1;
    },
    async renewSchedules() {
      const { rowCount } = await pool.query(
        'update schedules set revision = revision + 1, changed_at = now() where deleted_at is null',
      );
      return rowCount ?? 0;
    },
  };
}
