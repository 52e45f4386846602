import type { Pool } from 'pg';
import type { LookedAt, LostPublications } from '../gateway/end-lost-publications.ts';
import type { Extra } from '../protocol/extras.ts';
import type {
  PublicationState,
  Published,
  PublishedArticle,
  PublishFailure,
  PublishTarget,
} from '../protocol/publication.ts';
import { missingArticle } from './article-store.ts';
import { toJson } from './to-json.ts';

/** A delivered edition, as it is to be published. */
export interface EditionToPublish {
  readonly articleId: string;
  /** The article that was the first edition. */
  readonly first: string;
  /** 1, 2, … */
  readonly edition: number;
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** Markdown, whole, beginning with the title as heading. */
  readonly text: string;
  /** Of `text`, hex. */
  readonly sha256: string;
  /** `how-tides-work.md` */
  readonly fileName: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly template?: string;
  /** What it is a translation of. Absent: it is none. */
  readonly translates?: { readonly articleId: string; readonly edition: number; readonly language: string };
  /** Who asked for it. */
  readonly requesterName: string;
  /** ISO 8601. */
  readonly deliveredAt: string;
  readonly extras: readonly Extra[];
}

/**
 * The right to publish an edition at a target, for a while. `ref`: what the target calls what is there of this article already, of
 * whatever edition. `isUpdate`: an earlier edition made it. `published`: this edition is there · `superseded`: a later one is · `busy`:
 * somebody else has the right, for so long at most.
 */
export type PublicationClaim =
  | { readonly kind: 'claimed'; readonly ref?: unknown; readonly isUpdate: boolean }
  | { readonly kind: 'published' | 'superseded' }
  | { readonly kind: 'busy'; readonly inMs: number };

export interface Claiming {
  readonly articleId: string;
  readonly target: string;
  /** Of this very attempt. */
  readonly token: string;
}

/** The table `publications`. Rejects with what `pg` throws. What changes is shown wherever the article is followed. */
export interface PublicationStore extends LostPublications {
  /** What says where a delivered article goes. @throws when there is none */
  article(articleId: string): Promise<PublishedArticle>;
  /** @throws when there is none that was delivered */
  edition(articleId: string): Promise<EditionToPublish>;
  /** How it stands, and what the article's settings say of the target. Undefined: it does not go there. */
  find(
    articleId: string,
    target: string,
  ): Promise<{ readonly target: PublishTarget; readonly state: PublicationState } | undefined>;
  /** @param byName who has it tried again */
  claim(of: Claiming, leaseMs: number, byName?: string): Promise<PublicationClaim>;
  /** Writes down what was made, and how the target calls it; the right ends. @throws when somebody else has it by now: they find what was made */
  publish(of: Claiming, published: Published, ref: unknown): Promise<void>;
  /**
   * Writes down that it is tried again; the right ends.
   * @param nextInMs until the next attempt
   * @returns for how long it has been failing, milliseconds
   */
  retryLater(of: Claiming, failure: PublishFailure, nextInMs: number): Promise<number>;
  /** Writes down that it is not tried any more, unless it is published after all. */
  fail(of: Omit<Claiming, 'token'>, failure: PublishFailure): Promise<void>;
}

/** Of `changed`, rows with `article_id`: their cards are live, so whoever shows the article looks at it again. */
const SHOW = `
  due as (
    update followers f set due_at = now(), shown_revision = 0 from changed
    where f.article_id = changed.article_id and f.role <> 'person' and f.trouble is null returning platform
  ), told as (
    select pg_notify('copydesk_feed', platform) from (select distinct platform from due) p
  )`;

/** Of `changed`, what becomes of publications, for the audit. `$1`: the article, `$2`: the target. @param code SQL of why it failed, or null */
const NOTE = (code: string): string => `
  noted as (
    select note_acts(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'act', 'publish', 'code', ${code}, 'who', 'copydesk', 'name', 'Copydesk',
      'articleId', a.article_id, 'place', a.home_key, 'version', d.version, 'hash', e.body ->> 'sha256', 'about', 'target:' || $2)))
    from changed join articles a using (article_id)
      left join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
      left join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
  )`;

const ISO = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const EDITION = `
  select a.article_id as "articleId", a.family as first, a.edition, a.request ->> 'language' as language,
    coalesce(a.request ->> 'template', a.template) as template, a.requester ->> 'displayName' as "requesterName",
    case when a.translation_of is not null then jsonb_build_object('articleId', a.translation_of, 'edition', a.translated_edition,
      'language', a.input #> '{translates,language}') end as translates,
    ${ISO('coalesce(a.closed_at, a.updated_at)')} as "deliveredAt", e.body
  from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
    join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
  where a.article_id = $1`;

interface EditionRow
  extends Pick<EditionToPublish, 'articleId' | 'first' | 'edition' | 'language' | 'requesterName' | 'deliveredAt'> {
  readonly template: string | null;
  readonly translates: NonNullable<EditionToPublish['translates']> | null;
  readonly body: Pick<EditionToPublish, 'title' | 'summary' | 'text' | 'sha256' | 'fileName'> &
    Partial<Pick<EditionToPublish, 'extras'>>;
}

export function createPublicationStore(pool: Pool): PublicationStore {
  return {
    async article(articleId) {
      const { rows } = await pool.query<Omit<PublishedArticle, 'template'> & { readonly template: string | null }>(
        `select coalesce(request ->> 'template', template) as template, request ->> 'language' as language,
           coalesce(home, input -> 'thread') ->> 'platform' as platform, coalesce(home, input -> 'thread') ->> 'channel' as channel
         from articles where article_id = $1`,
        [articleId],
      );
      const [row] = rows;
      if (row === undefined) throw missingArticle(articleId);
      const { template, ...article } = row;
      return { ...article, ...(template !== null && { template }) };
    },
    async edition(articleId) {
      const { rows } = await pool.query<EditionRow>(EDITION, [articleId]);
      const [row] = rows;
      if (row === undefined) throw missingArticle(articleId);
      const { template, translates, body, ...article } = row;
      const { title, summary, text, sha256, fileName, extras = [] } = body;
      return {
        ...article,
        ...(template !== null && { template }),
        ...(translates !== null && { translates }),
        title,
        summary,
        text,
        sha256,
        fileName,
        extras,
      };
    },
    async find(articleId, name) {
      const { rows } = await pool.query<{ readonly target: PublishTarget; readonly state: PublicationState }>(
        `select rule as target, p.state from articles a join publications p using (article_id)
           cross join jsonb_array_elements(a.settings -> 'publish') rule
         where a.article_id = $1 and p.target = $2 and rule ->> 'name' = $2`,
        [articleId, name],
      );
      return rows[0];
    },
    async claim({ articleId, target, token }, leaseMs, byName) {
      const { rows } = await pool.query<{ readonly claim: PublicationClaim & { readonly ref?: unknown } }>(
        `with given as (
           select claim_publication($1, $2, $3, $4, $5) as claim
         ), changed as (
           select $1 as article_id from given where claim ->> 'kind' = 'claimed' and $5::text is not null
         ), ${SHOW} select claim, (select count(*) from told) from given`,
        [articleId, target, token, leaseMs, byName ?? null],
      );
      const claim = rows[0]?.claim ?? { kind: 'busy', inMs: leaseMs };
      if (claim.kind !== 'claimed') return claim;
      const { ref, isUpdate } = claim;
      return { kind: 'claimed', isUpdate, ...(ref !== null && ref !== undefined && { ref }) };
    },
    async publish({ articleId, target, token }, published, ref) {
      const { rows } = await pool.query<{ readonly count: number }>(
        `with changed as (
           update publications set state = $4::jsonb || jsonb_build_object('status', 'published', 'at', ${ISO('now()')}),
             ref = $5, claim = null, claimed_until = null
           where article_id = $1 and target = $2 and claim = $3 returning article_id
         ), ${SHOW}, ${NOTE('null')}
         select (select count(*)::integer from changed) as count, (select count(*) from told), (select count(*) from noted)`,
        [articleId, target, token, toJson(published), JSON.stringify(ref)],
      );
      if (rows[0]?.count !== 1) throw new Error(`Somebody else has the right to publish ${articleId} at ${target}`);
    },
    async retryLater({ articleId, target, token }, failure, nextInMs) {
      const { rows } = await pool.query<{ readonly failing: number }>(
        `with changed as (
           update publications set claim = null, claimed_until = null, state = jsonb_strip_nulls(jsonb_build_object(
             'status', 'publishing', 'byName', state -> 'byName', 'trouble', $4::jsonb || jsonb_build_object(
               'since', coalesce(state #>> '{trouble,since}', ${ISO('now()')}), 'next', ${ISO(`(now() + $5::integer * interval '1 ms')`)})))
           where article_id = $1 and target = $2 and claim = $3
           returning article_id, state #>> '{trouble,since}' as since
         ), ${SHOW}
         select coalesce(1000 * extract(epoch from now() - (select since::timestamptz from changed)), 0)::float8 as failing,
           (select count(*) from told)`,
        [articleId, target, token, toJson(failure), nextInMs],
      );
      return rows[0]?.failing ?? 0;
    },
    async fail({ articleId, target }, failure) {
      await pool.query(
        `with changed as (
           insert into publications (article_id, target, family, edition, state)
           select article_id, $2, family, edition, $3::jsonb || jsonb_build_object('status', 'failed', 'at', ${ISO('now()')})
           from articles where article_id = $1
           on conflict (article_id, target) do update set state = excluded.state, claim = null, claimed_until = null
             where publications.state ->> 'status' <> 'published'
           returning article_id
         ), ${SHOW}, ${NOTE(`$3::jsonb ->> 'code'`)} select (select count(*) from told), (select count(*) from noted)`,
        [articleId, target, toJson(failure)],
      );
    },
    async takeUnattended({ seconds, limit }) {
      const { rows } = await pool.query<LookedAt>(
        `with due as (
           select p.article_id, p.target from publications p join articles a using (article_id)
           where p.state ->> 'status' = 'publishing' and a.stage = 'delivered' and a.closed_at < now() - make_interval(secs => $1)
             and (p.claimed_until is null or p.claimed_until < now())
             and (p.looked_at is null or p.looked_at < now() - make_interval(secs => $1))
           order by p.looked_at nulls first limit $2 for update of p skip locked
         ) update publications p set looked_at = now() from due where p.article_id = due.article_id and p.target = due.target
         returning p.article_id as "articleId", p.target, p.looked_at::text as "lookedAt"`,
        [seconds, limit],
      );
      return rows;
    },
    async endUnattended({ articleId, target, lookedAt }, code) {
      await pool.query(
        `with changed as (
           update publications set claim = null, claimed_until = null,
             state = jsonb_build_object('status', 'failed', 'code', $4::text, 'at', ${ISO('now()')})
           where article_id = $1 and target = $2 and looked_at = $3::timestamptz and state ->> 'status' = 'publishing'
           returning article_id
         ), ${SHOW} select count(*) from told`,
        [articleId, target, lookedAt, code],
      );
    },
  };
}
