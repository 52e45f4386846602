import type { Pool } from 'pg';
import { type Actor, keysOf } from '../protocol/actor.ts';
import { lastName } from './names.ts';

/** Somebody who has to do with an article. */
export interface ArticlePerson {
  /** `actorKey` */
  readonly key: string;
  /** As they were called last. Absent: nobody has heard of them. */
  readonly name?: string;
}

/** Who has to do with an article, for whoever means one of them: nobody becomes one by an attempt that was refused. Rejects with what `pg` throws. */
export interface ArticlePeopleStore {
  /** Whom its rules name in person, who asked for it, and who did something with it: at most 100. */
  of(articleId: string): Promise<readonly ArticlePerson[]>;
  /** Who did something with articles with which the person did something lately: at most 100. */
  around(person: Actor): Promise<readonly ArticlePerson[]>;
  /** What each of them was called last, by their keys; of whom nobody has heard nothing. */
  namesOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What somebody was called last. Undefined: nobody has heard of them. */
  nameOf(key: string): Promise<string | undefined>;
}

const MOST = 100;
const NAME = lastName('p.key');

export function createArticlePeopleStore(pool: Pick<Pool, 'query'>): ArticlePeopleStore {
  return {
    async of(articleId) {
      const { rows } = await pool.query<{ readonly key: string; readonly name: string | null }>(
        `select key, coalesce(${NAME}, (select requester ->> 'displayName' from articles where article_id = $1 and requester_key = p.key)) as name
         from (
           select requester_key as key from articles where article_id = $1
           union select unnest(approvers) from articles where article_id = $1
           union select actor_key from audit where article_id = $1 and code is null
         ) p
         where key like '%:%' and key not like '%:group:%' and key not like 'operator:%' limit ${MOST}`,
        [articleId],
      );
      return rows.map(({ key, name }) => ({ key, ...(name !== null && { name }) }));
    },

    async around(person) {
      const { rows } = await pool.query<ArticlePerson>(
        `select distinct on (actor_key) actor_key as key, actor_name as name from audit
         where article_id in (
           select article_id from audit where actor_key = any($1) and article_id is not null and code is null order by at desc limit ${MOST}
         ) and code is null and actor_key <> all($1) and actor_key not like 'operator:%' and actor_key <> 'copydesk'
         order by actor_key, at desc limit ${MOST}`,
        [keysOf(person)],
      );
      return rows;
    },

    async namesOf(keys) {
      const { rows } = await pool.query<{ readonly key: string; readonly name: string }>(
        `select key, name from (select key, ${NAME} as name from unnest($1::text[]) p (key)) named where name is not null`,
        [keys],
      );
      return new Map(rows.map(({ key, name }) => [key, name]));
    },

    async nameOf(key) {
      const { rows } = await pool.query<{ readonly name: string | null }>(
        `select ${NAME} as name from (select $1::text as key) p`,
        [key],
      );
      return rows[0]?.name ?? undefined;
    },
  };
}
