import type { Pool } from 'pg';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { Critique } from '../protocol/critique.ts';
import type { DraftRef } from '../protocol/draft.ts';
import type { NotedSource } from '../protocol/evidence.ts';

/** A draft, and the one that a person saw last before it. */
export interface Reading {
  readonly topic: string;
  /** Markdown. */
  readonly text: string;
  /** Both are outlines. */
  readonly outline?: true;
  /** Absent: there is none before it. */
  readonly earlier?: {
    readonly version: number;
    readonly text: string;
    /** The person decided on it, or opened what had changed in it; else it is the latest that was put before people, or was shown. */
    readonly isOwn: boolean;
  };
}

/** A draft whole, with what it may cite. */
export interface WholeDraft {
  readonly topic: string;
  /** Markdown, with `[e12]` marks. */
  readonly text: string;
  readonly notes: readonly NotedSource[];
  /** Null: nobody criticised it. */
  readonly critique: Critique | null;
}

/** The table `readings`: up to which draft a person has read an article. Rejects with what `pg` throws. */
export interface ReadingStore {
  /**
   * The draft, and the latest one before it that the person decided on, wrote, or opened the changes of; before there is any, the latest that
   * was put before people, else the one before. Undefined: there is no such draft.
   */
  find(articleId: string, draft: DraftRef, reader: Actor): Promise<Reading | undefined>;
  /** Undefined: there is no such draft. */
  whole(articleId: string, draft: DraftRef): Promise<WholeDraft | undefined>;
  /** The person has opened what changed in the draft. */
  note(articleId: string, version: number, reader: Actor): Promise<void>;
}

interface Row {
  readonly topic: string;
  readonly text: string;
  readonly version: number | null;
  readonly earlier: string | null;
  readonly isOwn: boolean | null;
  readonly isOutline: boolean | null;
}

/**
 * `shown`: drafts of the article as its feed has them, or its outlines, whichever this is, and what a new edition begins with; of two with one version, which a lost step may
 * leave, the one that was said.
 */
const FIND = `
  with outlines as (
    select (message ->> 'version')::integer as version from feed where article_id = $1 and message @> '{"outline": true}'
  ), kind as (
    select $2::integer in (select version from outlines) as is_outline
  ), shown as (
    select distinct on (version) (message ->> 'version')::integer as version, message ->> 'draftId' as draft_id
    from (
      select message, seq, (message ->> 'version')::integer as version from feed where article_id = $1 and message ->> 'kind' in ('draft', 'gate')
      union all
      select jsonb_build_object('version', 1, 'draftId', input #> '{revises,draft,draftId}'), 0, 1 from articles where article_id = $1 and input ? 'revises'
    ) f
    where (version in (select version from outlines)) = (select is_outline from kind)
    order by version, seq desc
  ), own as (
    select max(version) as version from (
      select version from readings where article_id = $1 and reader = $4
      union all
      select unnest(array[d.version, e.version]) from decisions d left join drafts e on e.draft_id = d.edited_draft_id
      where d.article_id = $1 and d.superseded_at is null and d.actor ->> 'platform' = $5 and d.actor ->> 'userId' = $6 and coalesce(d.actor ->> 'workspace', '') = $7
    ) seen where version < $2 and version in (select version from shown)
  ), earlier as (
    select own.version is not null as is_own, coalesce(
      own.version,
      (select max((message ->> 'version')::integer) from feed
        where article_id = $1 and message ->> 'kind' = 'gate' and (message ->> 'version')::integer < $2
          and (message ->> 'version')::integer in (select version from shown)),
      (select max(version) from shown where version < $2)
    ) as version from own
  )
  select a.topic, d.body as text, earlier.version, e.body as earlier, earlier.is_own as "isOwn",
    (select is_outline from kind) as "isOutline"
  from articles a
    join drafts d on d.article_id = a.article_id and left(d.sha256, 8) = $3 and d.version = $2
    cross join earlier
    left join shown s on s.version = earlier.version
    left join drafts e on e.draft_id = s.draft_id
  where a.article_id = $1
  limit 1`;

const WHOLE = `
  select a.topic, d.body as text,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'e' || number, 'address', address, 'title', title, 'date', date,
      'sha256', sha256)) order by number), '[]') from evidence e where e.article_id = a.article_id) as notes,
    (select c.body from critiques c where c.draft_id = coalesce(d.copy_of, d.draft_id) order by c.created_at desc limit 1) as critique
  from articles a join drafts d on d.article_id = a.article_id and left(d.sha256, 8) = $3 and d.version = $2
  where a.article_id = $1
  limit 1`;

export function createReadingStore(pool: Pool): ReadingStore {
  return {
    async find(articleId, { version, hash }, reader) {
      const { rows } = await pool.query<Row>({
        name: 'find-reading',
        text: FIND,
        values: [articleId, version, hash, actorKey(reader), reader.platform, reader.userId, reader.workspace ?? ''],
      });
      const [row] = rows;
      if (row === undefined) return undefined;
      const { topic, text, earlier, isOwn, isOutline } = row;
      return {
        topic,
        text,
        ...(isOutline === true && { outline: true as const }),
        ...(row.version !== null &&
          earlier !== null && { earlier: { version: row.version, text: earlier, isOwn: isOwn === true } }),
      };
    },

    async whole(articleId, { version, hash }) {
      const { rows } = await pool.query<WholeDraft>(WHOLE, [articleId, version, hash]);
      return rows[0];
    },

    async note(articleId, version, reader) {
      await pool.query(
        `insert into readings (article_id, reader, version) values ($1, $2, $3) on conflict do nothing`,
        [articleId, actorKey(reader), version],
      );
    },
  };
}
