import type { Pool } from 'pg';
import { z } from 'zod';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import { SCOPES, type Scope } from '../listeners/caller.ts';

/** What a token is good for, without itself. */
export interface StoredToken {
  readonly id: string;
  /** As whom it acts. */
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** Absent: it does not expire. */
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
  /** To the minute. Absent: never. */
  readonly usedAt?: Date;
}

/** The table `web_tokens`. Rejects with what `pg` throws. */
export interface TokenStore {
  create(token: Pick<StoredToken, 'id' | 'actor' | 'scopes' | 'expiresAt'> & { readonly hash: string }): Promise<void>;
  /** The token with this hash, unless it has expired or was revoked; from now on it has been used. */
  use(hash: string): Promise<StoredToken | undefined>;
  /** All there were, the newest first. */
  list(): Promise<readonly StoredToken[]>;
  /** From now on it is refused. False: there is none such. Revoked again, it stays revoked since the first time. */
  revoke(id: string): Promise<boolean>;
  /** The name by which others know a person, as they were called last. Undefined: nobody has heard of them. */
  nameOf(person: Actor): Promise<string | undefined>;
}

interface Row {
  readonly id: string;
  readonly actor: unknown;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly usedAt: Date | null;
}

const COLUMNS = `token_id as id, actor, scopes, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", used_at as "usedAt"`;

/** Of a row of `web_tokens`: it is good for something. */
export const HOLDS = '(revoked_at is null and (expires_at is null or expires_at > now()))';

const actorSchema = z.object({
  platform: z.string(),
  workspace: z.string().optional(),
  userId: z.string(),
  displayName: z.string(),
});

export function createTokenStore(pool: Pick<Pool, 'query'>): TokenStore {
  return {
    async create({ id, hash, actor, scopes, expiresAt }) {
      const { platform, workspace, userId, displayName } = actor;
      await pool.query(
        'insert into web_tokens (token_id, token_hash, actor_key, actor, scopes, expires_at) values ($1, $2, $3, $4, $5, $6)',
        [
          id,
          hash,
          actorKey(actor),
          JSON.stringify({ platform, workspace, userId, displayName }),
          scopes,
          expiresAt ?? null,
        ],
      );
    },

    async use(hash) {
      const { rows } = await pool.query<Row>({
        name: 'use-token',
        text: `with used as (
            update web_tokens set used_at = now()
            where token_hash = $1 and ${HOLDS} and (used_at is null or used_at < now() - interval '1 minute')
          )
          select ${COLUMNS} from web_tokens where token_hash = $1 and ${HOLDS}`,
        values: [hash],
      });
      return rows[0] && toToken(rows[0]);
    },

    async list() {
      const { rows } = await pool.query<Row>(`select ${COLUMNS} from web_tokens order by created_at desc, token_id`);
      return rows.map(toToken);
    },

    async revoke(id) {
      const { rowCount } = await pool.query(
        'update web_tokens set revoked_at = coalesce(revoked_at, now()) where token_id = $1',
        [id],
      );
      return rowCount === 1;
    },

    async nameOf(person) {
      const { rows } = await pool.query<{ name: string }>(
        `select name from (
           (select requester ->> 'displayName' as name, created_at as at from articles where requester_key = $1 order by created_at desc limit 1)
           union all (select name, linked_at from identities where person_key = $1)
           union all (select actor_name, at from audit where actor_key = $1 order by at desc limit 1)
         ) known order by at desc limit 1`,
        [actorKey(person)],
      );
      return rows[0]?.name;
    },
  };
}

function toToken({ id, actor, scopes, createdAt, expiresAt, revokedAt, usedAt }: Row): StoredToken {
  const { workspace, ...person } = actorSchema.parse(actor);
  return {
    id,
    actor: { ...person, ...(workspace !== undefined && { workspace }), groups: [] },
    // What a later version took away is nothing any more.
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt,
    ...(expiresAt !== null && { expiresAt }),
    ...(revokedAt !== null && { revokedAt }),
    ...(usedAt !== null && { usedAt }),
  };
}
