import type { Pool } from 'pg';

/** The table `person_zones`: where people are, by the clock. Rejects with what `pg` throws. */
export interface ZoneStore {
  /** IANA zones by `actorKey`, of those of whom one is known. */
  zonesOf(people: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @param person an `actorKey` @param saidBy `platform` replaces nothing that the person has said */
  note(person: string, zone: string, saidBy: 'person' | 'platform'): Promise<void>;
}

export function createZoneStore(pool: Pick<Pool, 'query'>): ZoneStore {
  return {
    async zonesOf(people) {
      if (people.length === 0) return new Map();
      const { rows } = await pool.query<{ readonly person: string; readonly zone: string }>(
        'select person_key as person, zone from person_zones where person_key = any($1)',
        [people],
      );
      return new Map(rows.map(({ person, zone }) => [person, zone]));
    },

    async note(person, zone, saidBy) {
      await pool.query(
        `insert into person_zones as z (person_key, zone, said_by) values ($1, $2, $3)
         on conflict (person_key) do update set zone = excluded.zone, said_by = excluded.said_by
         where (z.said_by = 'platform' or excluded.said_by = 'person') and (z.zone, z.said_by) is distinct from (excluded.zone, excluded.said_by)`,
        [person, zone, saidBy],
      );
    },
  };
}
