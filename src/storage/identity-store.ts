import type { Pool } from 'pg';
import { toStorable } from '../lib/storable.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';

/** What became of a code that somebody typed. */
export type Redeemed =
  /** `names`: of all that they are besides. */
  | { readonly kind: 'linked'; readonly names: readonly string[] }
  /** There is none such, or not any more. */
  | { readonly kind: 'unknown' }
  /** It was made in the very chat in which it was typed. */
  | { readonly kind: 'same-place' };

/** The tables `identities` and `identity_codes`: who in one chat is who in another. Rejects with what `pg` throws. */
export interface IdentityStore {
  /** `actorKey`s of the same person elsewhere, at most 20. */
  keysOf(actor: Actor): Promise<readonly string[]>;
  /** A code that says, once, that whoever types it is this person. An earlier one of theirs is worth nothing any more. */
  offer(actor: Actor, codeHash: string): Promise<void>;
  /** From now on the person is the one who made the code, and all that either was before. @param lifeMinutes how old it may be */
  redeem(actor: Actor, codeHash: string, lifeMinutes: number): Promise<Redeemed>;
  /** They are nobody else any more. False: they were not. */
  leave(actor: Actor): Promise<boolean>;
}

const MOST_KEYS = 20;

export function createIdentityStore(pool: Pool): IdentityStore {
  return {
    async keysOf(actor) {
      const { rows } = await pool.query<{ key: string }>(
        `select other.person_key as key from identities own join identities other using (person)
         where own.person_key = $1 and other.person_key <> $1 order by other.linked_at limit ${MOST_KEYS}`,
        [actorKey(actor)],
      );
      return rows.map(({ key }) => key);
    },

    async offer(actor, codeHash) {
      await pool.query(
        `insert into identity_codes (person_key, code_hash, place, name) values ($1, $2, $3, $4)
         on conflict (person_key) do update set code_hash = excluded.code_hash, name = excluded.name, made_at = now(), used_by = null`,
        [actorKey(actor), codeHash, placeOf(actor), actor.displayName],
      );
    },

    async redeem(actor, codeHash, lifeMinutes) {
      const { rows } = await pool.query<{ redeemed: Redeemed }>(
        'select redeem_identity_code($1, $2, $3, $4, $5) as redeemed',
        [codeHash, actorKey(actor), placeOf(actor), actor.displayName, lifeMinutes],
      );
      return rows[0]?.redeemed ?? { kind: 'unknown' };
    },

    async leave(actor) {
      const { rows } = await pool.query<{ gone: boolean }>(
        `with gone as (
           delete from identities where person_key = $1 returning person_key
         ), noted as (
           select note_acts(jsonb_build_array(jsonb_build_object(
             'id', gen_random_uuid(), 'act', 'unlink', 'who', person_key, 'name', $2::text, 'via', coalesce($3, split_part(person_key, ':', 1)))))
           from gone
         )
         select count(*) > 0 as gone from noted`,
        [actorKey(actor), toStorable(actor.displayName), actor.via ?? null],
      );
      return rows[0]?.gone === true;
    },
  };
}

/** Where nobody is two people. */
function placeOf({ platform, workspace = '' }: Actor): string {
  return `${platform}:${workspace}`;
}
