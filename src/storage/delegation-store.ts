import type { Pool } from 'pg';
import { type Actor, actorKey, keysOf } from '../protocol/actor.ts';
import { toStorable } from '../lib/storable.ts';

/** Somebody decides for somebody else for a while. */
export interface Delegation {
  /** Of whom is away. */
  readonly person: { readonly key: string; readonly name: string };
  readonly substitute: { readonly key: string; readonly name: string };
  readonly from: Date;
  /** The first moment at which it is over. */
  readonly until: Date;
}

/** Somebody who is away now, and for whom another one decides. */
export interface Absent {
  readonly key: string;
  readonly name: string;
  /** All that they are in other chats. */
  readonly alsoKnownAs: readonly string[];
}

/** The table `delegations`. What is done is in the audit, by the same statement. Rejects with what `pg` throws. */
export interface DelegationStore {
  /** In place of what the person had said before. */
  set(by: Actor, delegation: Delegation): Promise<void>;
  /** @returns false when there was none */
  end(by: Actor): Promise<boolean>;
  /** Of the person, under whatever name; what is over is none. */
  of(person: Actor): Promise<Delegation | undefined>;
  /** For whom the person decides now, at most {@link MOST_ABSENT}. */
  absentFor(substitute: Actor): Promise<readonly Absent[]>;
}

const MOST_ABSENT = 20;

/** @param key SQL of the key of the substitute */
const note = (act: string, key: string): string => `
  select note_acts(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'act', '${act}', 'who', $1::text, 'name', $2::text, 'via', $3::text,
    'about', ${key})))`;

export function createDelegationStore(pool: Pick<Pool, 'query'>): DelegationStore {
  const who = (by: Actor) => [actorKey(by), toStorable(by.displayName), by.via ?? null] as const;
  return {
    async set(by, { person, substitute, from, until }) {
      await pool.query(
        `with made as (
           insert into delegations (person_key, person_name, substitute_key, substitute_name, from_at, until_at) values ($4, $5, $6, $7, $8, $9)
           on conflict (person_key) do update set person_name = excluded.person_name, substitute_key = excluded.substitute_key,
             substitute_name = excluded.substitute_name, from_at = excluded.from_at, until_at = excluded.until_at
           returning person_key
         ), gone as (
           delete from delegations where person_key = any($10) and person_key <> $4
         ), noted as (
           ${note('delegate', `concat_ws(' ', 'person:' || $6, to_char($8::timestamptz at time zone 'UTC', 'YYYY-MM-DD'), to_char($9::timestamptz at time zone 'UTC', 'YYYY-MM-DD'))`)} from made
         ) select count(*) from noted`,
        [
          ...who(by),
          person.key,
          toStorable(person.name),
          substitute.key,
          toStorable(substitute.name),
          from,
          until,
          keysOf(by),
        ],
      );
    },

    async end(by) {
      const { rows } = await pool.query<{ gone: boolean }>(
        `with gone as (
           delete from delegations where person_key = any($4) and until_at > now() returning substitute_key
         ), noted as (
           ${note('delegate-end', `'person:' || substitute_key`)} from gone
         ) select count(*) > 0 as gone from noted`,
        [...who(by), keysOf(by)],
      );
      return rows[0]?.gone === true;
    },

    async of(person) {
      const { rows } = await pool.query<
        Record<'key' | 'name' | 'byKey' | 'byName', string> & Record<'from' | 'until', Date>
      >(
        `select person_key as key, person_name as name, substitute_key as "byKey", substitute_name as "byName", from_at as "from", until_at as "until"
         from delegations where person_key = any($1) and until_at > now() limit 1`,
        [keysOf(person)],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { key, name, byKey, byName, from, until } = row;
      return { person: { key, name }, substitute: { key: byKey, name: byName }, from, until };
    },

    async absentFor(substitute) {
      const { rows } = await pool.query<Absent>(
        `select person_key as key, person_name as name, array(
             select other.person_key from identities own join identities other using (person)
             where own.person_key = d.person_key and other.person_key <> d.person_key
           ) as "alsoKnownAs"
         from delegations d
         where substitute_key = any($1) and from_at <= now() and until_at > now() and person_key <> all($1)
         order by person_key limit ${MOST_ABSENT}`,
        [keysOf(substitute)],
      );
      return rows;
    },
  };
}
