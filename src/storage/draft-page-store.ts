import type { Pool } from 'pg';
import type { Stage } from '../protocol/article.ts';
import type { Critique } from '../protocol/critique.ts';
import type { CitationReport, Note } from '../protocol/evidence.ts';
import type { Extra } from '../protocol/extras.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import type { ShownItem } from '../protocol/ledger.ts';
import type { FinishedArticle } from './article-store.ts';
import { EXTRA } from './extras-store.ts';
import { lineageOf, type StoredText } from './work-store.ts';

/** A draft with all that is known of it. */
export interface DraftPage {
  readonly topic: string;
  /** BCP 47 tag of the language it is written in. */
  readonly textLanguage: string;
  readonly edition: number;
  readonly draftId: string;
  readonly version: number;
  /** Of `text`, hex. */
  readonly sha256: string;
  readonly author: 'agent' | 'person';
  readonly authorName: string;
  readonly createdAt: Date;
  readonly isOutline: boolean;
  /** Markdown, with `[e12]` marks. */
  readonly text: string;
  /** The draft, and before it those that it replaced by the hand of a person. */
  readonly lineage: readonly StoredText[];
  readonly notes: readonly Note[];
  /** Null: nobody criticised it. */
  readonly critique: Critique | null;
  /** Oldest first. */
  readonly factReports: readonly FactReport[];
  /** Null: nobody judged its citations. */
  readonly citations: CitationReport | null;
  /** What it has made of what was wanted, and what was said on it; `done` is absent where nobody has answered. */
  readonly ledger: readonly (ShownItem & { readonly quote?: string; readonly section?: string })[];
  readonly extras: readonly Extra[];
}

/** A draft as it is compared with another one. */
export type DraftText = Pick<DraftPage, 'version' | 'lineage'>;

/** What was delivered, with what its files are made of. */
export interface DeliveredPage {
  readonly stage: Stage;
  readonly textLanguage: string | null;
  /** Null: nothing was delivered. */
  readonly article: FinishedArticle | null;
  /** When it was finished. */
  readonly finishedAt: Date | null;
}

/** What a page shows of drafts, by their numbers. Nothing is found that the article has not said. Rejects with what `pg` throws. */
export interface DraftPageStore {
  /** Undefined: there is no such draft. */
  find(articleId: string, version: number): Promise<DraftPage | undefined>;
  /** What was delivered of an article. Undefined: there is no such article. */
  delivered(articleId: string): Promise<DeliveredPage | undefined>;
  /** Undefined: there is no such draft. */
  text(articleId: string, version: number): Promise<DraftText | undefined>;
}

/**
 * Of two with one version, which a lost step may leave, the one that was said. A person's text may be approved without ever being said; it
 * has its version since its decision counts.
 */
const CHOSEN = `chosen as (
    select coalesce(
      (select message ->> 'draftId' from feed where article_id = $1 and message ->> 'kind' in ('draft', 'gate', 'final')
        and (message ->> 'version')::integer = $2 order by seq desc limit 1),
      (select input #>> '{revises,draft,draftId}' from articles where article_id = $1 and $2 = 1),
      (select draft_id from drafts where article_id = $1 and version = $2 and author = 'person' order by created_at desc limit 1)
    ) as draft_id
  )`;

const LINEAGE = `(select json_agg(json_build_object('draftId', draft_id, 'version', version, 'text', body, 'author', author, 'sections', sections) order by place)
     from lineage)`;

const TEXT = `
  with recursive ${CHOSEN}, ${lineageOf('(select draft_id from chosen)')}
  select $2::integer as version, ${LINEAGE} as lineage from chosen where draft_id is not null`;

const FIND = `
  with recursive ${CHOSEN}, ${lineageOf('(select draft_id from chosen)')}
  select a.topic, a.request ->> 'language' as "textLanguage", a.edition, d.draft_id as "draftId", $2::integer as version, d.sha256, d.author,
    d.author_name as "authorName", d.created_at as "createdAt", d.body as text,
    exists (select from feed where article_id = $1 and message @> '{"outline": true}' and (message ->> 'version')::integer = $2) as "isOutline",
    ${LINEAGE} as lineage,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'e' || number, 'quote', quote, 'address', address, 'title', title, 'date', date,
      'sha256', sha256)) order by number), '[]') from evidence e where e.article_id = $1) as notes,
    (select body from critiques where draft_id = own.draft_id order by created_at desc limit 1) as critique,
    (select coalesce(jsonb_agg(body order by created_at), '[]') from fact_reports where draft_id = own.draft_id) as "factReports",
    (select body from citation_reports where draft_id = own.draft_id) as citations,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', i.item_id, 'kind', i.kind, 'byName', i.said_by, 'text', i.words, 'done', n.done,
        'why', coalesce(n.why, s.why), 'quote', n.quote, 'section', coalesce(n.section, i.sections ->> 0),
        'later', case when later.item_id is not null then jsonb_build_object('byName', later.said_by, 'text', later.words) end
      )) order by i.noted_at, i.on_version, i.item_id), '[]')
      from ledger i
      left join ledger_answers n on n.item_id = i.item_id and n.draft_id = own.draft_id
      left join ledger_superseded s on s.item_id = i.item_id and s.draft_id = own.draft_id
      left join ledger later on later.item_id = s.by_item_id
      where i.article_id = $1 and (n.item_id is not null or s.item_id is not null or i.on_version = $2)) as ledger,
    (select coalesce(jsonb_agg(${EXTRA} order by position), '[]') from extras where extras.draft_id = own.draft_id) as extras
  from chosen c join drafts d using (draft_id) join articles a on a.article_id = d.article_id
    cross join lateral (select coalesce(d.copy_of, d.draft_id) as draft_id) own
  where d.article_id = $1`;

const DELIVERED = `
  select case a.stage when 'requested' then 'drafting' else a.stage end as stage, a.request ->> 'language' as "textLanguage",
    e.article, e.created_at as "finishedAt"
  from articles a left join lateral (
    select jsonb_strip_nulls(x.body || jsonb_build_object('receipt', x.receipt)) as article, x.created_at
    from drafts d join editions x on x.article_id = d.article_id and x.draft_id = d.draft_id
    where d.article_id = a.article_id and d.version = a.delivered_version order by x.created_at desc limit 1
  ) e on true
  where a.article_id = $1`;

export function createDraftPageStore(pool: Pool): DraftPageStore {
  return {
    async find(articleId, version) {
      const { rows } = await pool.query<DraftPage>({
        name: 'find-draft-page',
        text: FIND,
        values: [articleId, version],
      });
      return rows[0];
    },
    async delivered(articleId) {
      const { rows } = await pool.query<DeliveredPage>({
        name: 'find-delivered',
        text: DELIVERED,
        values: [articleId],
      });
      return rows[0];
    },
    async text(articleId, version) {
      const { rows } = await pool.query<DraftText>({
        name: 'find-draft-text',
        text: TEXT,
        values: [articleId, version],
      });
      return rows[0];
    },
  };
}
