import type { Pool } from 'pg';

/** Somebody who has to do with an article. */
export interface ArticlePerson {
  /** `actorKey` */
  readonly key: string;
  /** As they were called last. Absent: nobody has heard of them. */
  readonly name?: string;
}

/** Who has to do with an article, for whoever means one of them. Rejects with what `pg` throws. */
export interface ArticlePeopleStore {
  /** Whom its rules name in person, who asked for it, and who did something with it: at most 100. */
  of(articleId: string): Promise<readonly ArticlePerson[]>;
  /** What somebody was called last. Undefined: nobody has heard of them. */
  nameOf(key: string): Promise<string | undefined>;
}

const MOST = 100;
const NAME = `(select actor_name from audit a where a.actor_key = p.key order by at desc limit 1)`;

export function createArticlePeopleStore(pool: Pick<Pool, 'query'>): ArticlePeopleStore {
  return {
    async of(articleId) {
      const { rows } = await pool.query<{ readonly key: string; readonly name: string | null }>(
        `select key, coalesce(${NAME}, (select requester ->> 'displayName' from articles where article_id = $1 and requester_key = p.key)) as name
         from (
           select requester_key as key from articles where article_id = $1
           union select unnest(approvers) from articles where article_id = $1
           union select actor_key from audit where article_id = $1
         ) p
         where key like '%:%' and key not like '%:group:%' and key not like 'operator:%' limit ${MOST}`,
        [articleId],
      );
      return rows.map(({ key, name }) => ({ key, ...(name !== null && { name }) }));
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
