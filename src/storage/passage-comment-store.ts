import type { Pool } from 'pg';
import { toStorable } from '../lib/storable.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { textsOf } from './texts.ts';
import { toJson } from './to-json.ts';

/** What somebody says of a passage of a draft. */
export interface PassageComment {
  readonly id: string;
  /** Of the draft that it was said of. */
  readonly version: number;
  /** Id of the section. Absent: not known. */
  readonly section?: string;
  /** The passage, as it was shown. */
  readonly quote: string;
  readonly words: string;
  /** `actorKey` of who said it. */
  readonly by: string;
  readonly byName: string;
  /** ISO 8601 */
  readonly at: string;
  /** Version of the draft that was sent back with it. Absent: it has not been. */
  readonly sentWith?: number;
  /** Somebody says that nothing is to be done any more. */
  readonly resolved?: { readonly byName: string; readonly at: string };
  /** What the latest draft that answers it has made of it. Absent: none has. */
  readonly outcome?: {
    readonly version: number;
    readonly done: boolean;
    /** Words of that draft that show it. */
    readonly quote?: string;
    /** Why not, or what contradicts it. */
    readonly why?: string;
  };
  readonly replies: readonly CommentReply[];
}

export interface CommentReply {
  readonly id: string;
  readonly words: string;
  readonly by: string;
  readonly byName: string;
  /** ISO 8601 */
  readonly at: string;
}

/** What is written down of it. */
export type NewPassageComment = Pick<PassageComment, 'id' | 'version' | 'section' | 'quote' | 'words'> & {
  readonly articleId: string;
  readonly by: Actor;
};

/** What became of it. `over`: the article takes nothing any more · `no-draft`: there is none of that number · `full`: there are as many as may be. */
export type CommentWritten = 'written' | 'over' | 'no-draft' | 'full';

/** The tables `passage_comments` and their kin. Rejects with what `pg` throws. */
export interface PassageCommentStore {
  /** Of two under one id the first stands. */
  add(comment: NewPassageComment): Promise<CommentWritten>;
  /** False: there is no such comment. Of two under one id the first stands. */
  reply(reply: {
    readonly id: string;
    readonly articleId: string;
    readonly commentId: string;
    readonly words: string;
    readonly by: Actor;
  }): Promise<boolean>;
  /** Whether it is resolved from now on. Resolved twice, it is resolved since the first time. */
  settle(comment: {
    readonly articleId: string;
    readonly commentId: string;
    readonly isResolved: boolean;
    readonly by: Actor;
  }): Promise<void>;
  /** All of an article, oldest first. */
  list(articleId: string): Promise<readonly PassageComment[]>;
  /**
   * Those that go with a request for changes of a version, oldest first: nobody has resolved them, and they went with none of another version.
   * So the same request made again is the same.
   */
  open(articleId: string, version: number): Promise<readonly PassageComment[]>;
  /**
   * From the moment at which the decision counts, the writer is given these comments with it. A decision that does not count leaves no trace.
   * @param isAll the words of the decision say nothing but what the comments do
   */
  sendWith(decisionId: string, ids: readonly string[], isAll: boolean): Promise<void>;
}

/** More is no comment but another article. */
const MOST_COMMENTS = 500;

/** Decisions that count and that it went with. */
const SENT = `select d.version from comments_sent s join decisions d using (decision_id)
  where s.comment_id = c.comment_id and d.superseded_at is null`;

const LIST = `
  select c.comment_id as id, c.version, c.section, c.quote, c.words, c.actor_key as by, c.actor ->> 'displayName' as "byName", c.said_at as at,
    (${SENT} order by d.version limit 1) as "sentWith",
    case when c.resolved_at is not null then jsonb_build_object('byName', c.resolved_by ->> 'displayName', 'at', c.resolved_at) end as resolved,
    coalesce(
      (select jsonb_strip_nulls(jsonb_build_object('version', d.version, 'done', false, 'why', x.why))
       from ledger_superseded x join drafts d using (draft_id) where x.item_id = c.comment_id),
      (select jsonb_strip_nulls(jsonb_build_object('version', d.version, 'done', n.done, 'quote', n.quote, 'why', n.why))
       from ledger_answers n join drafts d using (draft_id)
       where n.item_id = c.comment_id and d.version is not null order by d.version desc, d.created_at desc limit 1)
    ) as outcome,
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.reply_id, 'words', r.words, 'by', r.actor_key, 'byName', r.actor ->> 'displayName',
      'at', r.said_at) order by r.said_at, r.reply_id), '[]') from comment_replies r where r.comment_id = c.comment_id) as replies
  from passage_comments c where c.article_id = $1`;

type Nullable = 'section' | 'sentWith' | 'resolved' | 'outcome';
type Row = Omit<PassageComment, Nullable | 'at'> & { readonly at: Date } & {
  readonly [K in Nullable]: Exclude<PassageComment[K], undefined> | null;
};

export function createPassageCommentStore(pool: Pick<Pool, 'query'>): PassageCommentStore {
  const texts = textsOf(pool);
  return {
    async add({ id, articleId, version, section, quote, words, by }) {
      const { rows } = await pool.query<{ written: CommentWritten }>(
        `with article as (
           select closed_at is not null as over,
             exists (select from drafts where article_id = $2 and version = $3) as has_draft,
             (select count(*) from passage_comments where article_id = $2) >= ${MOST_COMMENTS} as full,
             exists (select from passage_comments where comment_id = $1) as is_there
           from articles where article_id = $2
         ), added as (
           insert into passage_comments (comment_id, article_id, version, section, quote, words, actor_key, actor)
           select $1, $2, $3, $4, $5, $6, $7, $8 from article where not over and has_draft and not "full"
           on conflict (comment_id) do nothing
         )
         select case when is_there then 'written' when over then 'over' when not has_draft then 'no-draft' when "full" then 'full' else 'written' end as written
         from article`,
        [
          id,
          articleId,
          version,
          section ?? null,
          texts.seal('comment', id, toStorable(quote)),
          texts.seal('comment', id, toStorable(words)),
          actorKey(by),
          asJson(by),
        ],
      );
      return rows[0]?.written ?? 'no-draft';
    },

    async reply({ id, articleId, commentId, words, by }) {
      const { rows } = await pool.query<{ isThere: boolean }>(
        `with comment as (select comment_id from passage_comments where comment_id = $2 and article_id = $3), added as (
           insert into comment_replies (reply_id, comment_id, words, actor_key, actor)
           select $1, comment_id, $4, $5, $6 from comment on conflict (reply_id) do nothing
         )
         select exists (select from comment) as "isThere"`,
        [id, commentId, articleId, texts.seal('comment-reply', id, toStorable(words)), actorKey(by), asJson(by)],
      );
      return rows[0]?.isThere ?? false;
    },

    async settle({ articleId, commentId, isResolved, by }) {
      await pool.query(
        isResolved
          ? `update passage_comments set resolved_at = now(), resolved_by = $3 where comment_id = $1 and article_id = $2 and resolved_at is null`
          : `update passage_comments set resolved_at = null, resolved_by = null where comment_id = $1 and article_id = $2 and $3::jsonb is not null`,
        [commentId, articleId, asJson(by)],
      );
    },

    async list(articleId) {
      const { rows } = await pool.query<Row>(`${LIST} order by c.said_at, c.comment_id`, [articleId]);
      return rows.map(toComment);
    },

    async open(articleId, version) {
      const { rows } = await pool.query<Row>(
        `${LIST} and c.version <= $2 and c.resolved_at is null and not exists (${SENT} and d.version <> $2) order by c.said_at, c.comment_id`,
        [articleId, version],
      );
      return rows.map(toComment);
    },

    async sendWith(decisionId, ids, isAll) {
      await pool.query(
        `insert into comments_sent (decision_id, comment_id, is_all) select $1, unnest($2::text[]), $3 on conflict do nothing`,
        [decisionId, ids, isAll],
      );
    },
  };
}

function asJson({ platform, workspace, userId, displayName }: Actor): string {
  return toJson({ platform, workspace, userId, displayName });
}

function toComment({ section, sentWith, resolved, outcome, at, ...row }: Row): PassageComment {
  return {
    ...row,
    at: at.toISOString(),
    ...(section !== null && { section }),
    ...(sentWith !== null && { sentWith }),
    ...(resolved !== null && { resolved: { ...resolved, at: new Date(resolved.at).toISOString() } }),
    ...(outcome !== null && { outcome }),
    replies: row.replies.map((reply) => ({ ...reply, at: new Date(reply.at).toISOString() })),
  };
}
