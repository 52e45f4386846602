import type { Pool, PoolClient } from 'pg';
import type { Seal } from '../../../src/lib/seal.ts';

/** As it was read. */
export interface StoredInstallation {
  readonly installation: unknown;
  /** Changes with every write. */
  readonly version: string;
}

/**
 * The table `slack_installations`: one JSON document per workspace or organisation, encrypted. Rejects with what `pg` throws.
 * A key is `team:T…` or `enterprise:E…`.
 */
export interface SlackInstallationStore {
  /** A second installation replaces the first. What there is of workspaces that had gone stays, if it is still there. */
  save(key: string, installation: object): Promise<void>;
  /** @throws {UnsealError} when the key that encrypted it is not there any more. */
  find(key: string): Promise<StoredInstallation | undefined>;
  /**
   * What there is of its workspaces is deleted after a grace (`retention.uninstalled_days`).
   * @param version of which it is known that it is worth nothing: a newer one stays
   */
  remove(key: string, version: string): Promise<void>;
  /**
   * Changes it while nobody else does: whoever comes meanwhile waits, and is handed what became of it.
   * @param change resolves with what is kept instead; undefined: it stays
   */
  renew(key: string, change: (installation: unknown) => Promise<object | undefined>): Promise<unknown>;
  /** The organisation by whose installation a workspace was heard of. */
  organisationOf(workspaceId: string): Promise<string | undefined>;
  noteOrganisation(workspaceId: string, organisationId: string): Promise<void>;
}

interface Row {
  readonly sealed: Buffer;
  readonly version: string;
}

export function createSlackInstallationStore(pool: Pool, seal: Seal): SlackInstallationStore {
  const read = (key: string, { sealed }: Row): unknown => JSON.parse(seal.open(sealed, key)) as unknown;

  async function write(client: Pool | PoolClient, key: string, installation: object): Promise<void> {
    await client.query(
      `with back as (delete from slack_departures where installation_key = $1)
       insert into slack_installations (installation_key, sealed) values ($1, $2)
       on conflict (installation_key) do update set sealed = excluded.sealed, updated_at = clock_timestamp()`,
      [key, seal.close(JSON.stringify(installation), key)],
    );
  }

  async function select(client: Pool | PoolClient, key: string, lock = ''): Promise<Row | undefined> {
    const { rows } = await client.query<Row>(
      `select sealed, encode(sha256(sealed), 'hex') as version from slack_installations where installation_key = $1 ${lock}`,
      [key],
    );
    return rows[0];
  }

  return {
    save: async (key, installation) => await write(pool, key, installation),

    async find(key) {
      const row = await select(pool, key);
      return row && { installation: read(key, row), version: row.version };
    },

    async remove(key, version) {
      await pool.query(
        `with gone as (
           delete from slack_installations where installation_key = $1 and encode(sha256(sealed), 'hex') = $2 returning installation_key
         )
         insert into slack_departures (installation_key) select installation_key from gone
         on conflict (installation_key) do update set gone_at = now(), erased_at = null`,
        [key, version],
      );
    },

    async renew(key, change) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const row = await select(client, key, 'for update');
        const installation = row && read(key, row);
        const changed = installation === undefined ? undefined : await change(installation);
        if (changed !== undefined) await write(client, key, changed);
        await client.query('commit');
        client.release();
        return changed ?? installation;
      } catch (error) {
        // Closed, it has no transaction any more.
        client.release(true);
        throw error;
      }
    },

    async organisationOf(workspaceId) {
      const { rows } = await pool.query<{ organisation: string }>(
        'select organisation from slack_org_workspaces where workspace = $1',
        [workspaceId],
      );
      return rows[0]?.organisation;
    },

    async noteOrganisation(workspaceId, organisationId) {
      await pool.query(
        `insert into slack_org_workspaces (workspace, organisation) values ($1, $2)
         on conflict (workspace) do update set organisation = excluded.organisation`,
        [workspaceId, organisationId],
      );
    },
  };
}
