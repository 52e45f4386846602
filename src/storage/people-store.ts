import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';

type Person = Pick<Actor, 'platform' | 'userId'>;

/** The table `people`: what a person chose for themselves. Rejects with what `pg` throws. */
export interface PeopleStore {
  /** The language in which they want to be spoken to, when they chose one. */
  language(person: Person): Promise<InterfaceLanguage | undefined>;
  setLanguage(person: Person, language: InterfaceLanguage): Promise<void>;
}

export function createPeopleStore(pool: Pool): PeopleStore {
  return {
    async language({ platform, userId }) {
      const { rows } = await pool.query<{ language: string }>(
        'select language from people where platform = $1 and user_id = $2',
        [platform, userId],
      );
      return rows[0]?.language;
    },

    async setLanguage({ platform, userId }, language) {
      await pool.query(
        `insert into people (platform, user_id, language) values ($1, $2, $3)
         on conflict (platform, user_id) do update set language = excluded.language`,
        [platform, userId, language],
      );
    },
  };
}
