import type { Pool } from 'pg';
import type { ArticleRequest } from '../protocol/article.ts';
import type { Critique } from '../protocol/critique.ts';
import { draftHash } from '../protocol/draft.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import type { LedgerAnswer, LedgerItem } from '../protocol/ledger.ts';
import type { SectionRecord } from '../protocol/section.ts';
import { type FinishedArticle, missingArticle } from './article-store.ts';

/** What somebody wrote who asked for changes. */
interface StoredComment {
  /** Of its decision, or of the comment on a passage that went with it. */
  readonly id: string;
  readonly byName: string;
  readonly onVersion: number;
  readonly text: string;
  /** Of a comment on a passage. */
  readonly sections?: readonly string[];
}

/** A draft with its sections, as far as they are known. */
export interface StoredText {
  readonly draftId: string;
  /** Null: a person's text whose decision does not count. */
  readonly version: number | null;
  readonly text: string;
  readonly author: 'agent' | 'person';
  readonly sections: readonly SectionRecord[] | null;
}

/** What a piece of work names. */
export interface WorkNames {
  readonly articleId: string;
  /** The draft it works on. */
  readonly draftId?: string;
  /** The draft it makes. */
  readonly newDraftId?: string;
  /** Of the draft it works on, or the one it makes. */
  readonly critiqueId?: string;
  readonly factReportId?: string;
  /** Of the draft it works on, or of earlier ones. */
  readonly reportIds?: readonly string[];
  /** Of the draft that the one it works on grew from. */
  readonly earlierCritiqueId?: string;
  /** That draft. */
  readonly earlierDraftId?: string;
  readonly setbackIds?: readonly string[];
  readonly commentIds?: readonly string[];
}

/** What stands under the names. */
export interface Work {
  readonly request: ArticleRequest;
  readonly draft?: string;
  /** The draft, or the one whose text it has again, and before it those that it replaced by the hand of a person, as far back as one whose sections are known. */
  readonly lineage: readonly StoredText[];
  /** Of the draft that an earlier run has made. */
  readonly newDraftHash?: string;
  readonly critique?: Critique;
  readonly factReport?: FactReport;
  /** Oldest first. */
  readonly reports: readonly FactReport[];
  readonly earlierCritique?: Critique;
  readonly earlierDraft?: string;
  readonly edition?: FinishedArticle;
  /** Of a new edition: what the one before it was called. */
  readonly revises?: { readonly edition: number; readonly title: string; readonly summary: string };
  /** Of a translation: the text that is translated. */
  readonly original?: { readonly language: string; readonly text: string; readonly sections: readonly SectionRecord[] };
  /** Of a translation that goes on from an earlier one: that, and what it is a translation of. */
  readonly standing?: { readonly translation: CutText; readonly original: CutText };
  readonly setbacks: readonly Critique[];
  /** Of requests for changes, oldest first. */
  readonly comments: readonly StoredComment[];
  /** All that was noted so far, oldest first. */
  readonly ledger: readonly StoredItem[];
  /** Of the drafts of the lineage. */
  readonly answers: readonly StoredAnswer[];
  /** Whether there are notes of sources, which are read apart: most articles have none. */
  readonly hasEvidence: boolean;
}

/** A delivered text with its sections. */
export interface CutText {
  readonly text: string;
  readonly sections: readonly SectionRecord[];
}

export interface StoredItem extends LedgerItem {
  /** A later comment contradicts it. */
  readonly isSuperseded: boolean;
}

export interface StoredAnswer extends LedgerAnswer {
  readonly draftId: string;
}

/** Everything that an agent needs for one piece of work, in one query. Rejects with what `pg` throws. */
export interface WorkStore {
  /** @throws when there is no such article, or no draft to work on: both are written before. */
  read(names: WorkNames): Promise<Work>;
}

interface Row {
  readonly request: ArticleRequest;
  readonly draft: string | null;
  readonly lineage: readonly StoredText[];
  readonly newSha256: string | null;
  readonly critique: Critique | null;
  readonly factReport: FactReport | null;
  readonly reports: readonly FactReport[];
  readonly earlierCritique: Critique | null;
  readonly earlierDraft: string | null;
  readonly edition: FinishedArticle | null;
  readonly revises: NonNullable<Work['revises']> | null;
  readonly original: NonNullable<Work['original']> | null;
  readonly standing: NonNullable<Work['standing']> | null;
  readonly setbacks: readonly Critique[];
  readonly comments: readonly StoredComment[];
  readonly ledger: readonly StoredItem[];
  readonly answers: readonly StoredAnswer[];
  readonly hasEvidence: boolean;
}

/** Rules of a place that agents are told, the latest: a prompt has an end. */
const MOST_ADOPTED = 100;

/** A recursive `with` of a draft and of those that it replaced by the hand of a person. @param draft names its id in the statement */
export const lineageOf = (draft: string): string => `lineage as (
    select draft_id, article_id, version, body, author, sections, 1 as place from drafts
    where draft_id = (select coalesce(copy_of, draft_id) from drafts where draft_id = ${draft})
    union all
    select o.draft_id, o.article_id, o.version, o.body, o.author, o.sections, l.place + 1
    from lineage l
    join decisions x on x.edited_draft_id = l.draft_id and x.superseded_at is null
    join drafts d on d.article_id = l.article_id and d.version = x.version
    join drafts o on o.draft_id = coalesce(d.copy_of, d.draft_id)
    where l.sections is null
  )`;

const READ = `
  with recursive ${lineageOf('$2')}
  select request || jsonb_strip_nulls(jsonb_build_object('template', coalesce(request ->> 'template', template),
    'adopted', (select jsonb_agg(jsonb_build_object('ours', ours, 'others', others) order by adopted_at, article_id, number) from (
      select ours, others, adopted_at, article_id, number from style_rules s
      where s.place_key = articles.place_key and s.language = split_part(lower(articles.request ->> 'language'), '-', 1)
        and s.adopted_at is not null and s.removed_at is null order by adopted_at desc limit ${MOST_ADOPTED}) held))) as request,
    (select coalesce(json_agg(json_build_object('draftId', draft_id, 'version', version, 'text', body, 'author', author, 'sections', sections) order by place), '[]')
     from lineage) as lineage,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', i.item_id, 'kind', i.kind, 'byName', i.said_by, 'onVersion', i.on_version,
        'text', i.words, 'sections', i.sections, 'isSuperseded', s.item_id is not null)) order by i.noted_at, i.item_id), '[]')
     from ledger i left join ledger_superseded s using (item_id) where i.article_id = $1) as ledger,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('draftId', draft_id, 'item', item_id, 'done', done, 'section', section,
        'quote', quote, 'why', why))), '[]')
     from ledger_answers where draft_id in (select draft_id from lineage)) as answers,
    (select body from drafts where draft_id = $2) as draft,
    (select sha256 from drafts where draft_id = $3) as "newSha256",
    (select body from critiques where critique_id = $4) as critique,
    (select body from fact_reports where fact_report_id = $5) as "factReport",
    (select jsonb_strip_nulls(body || jsonb_build_object('receipt', receipt)) from editions where editions.article_id = $1 and draft_id = $2) as edition,
    (select jsonb_build_object('edition', articles.edition, 'title', e.body -> 'title', 'summary', e.body -> 'summary')
     from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version join editions e on e.draft_id = d.draft_id
     where a.article_id = coalesce(articles.input #>> '{revises,articleId}', articles.input #>> '{translates,again,articleId}')) as revises,
    (select jsonb_build_object('language', articles.input #> '{translates,language}', 'text', e.marked, 'sections', e.sections)
     from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version join editions e on e.draft_id = d.draft_id
     where a.article_id = articles.input #>> '{translates,articleId}') as original,
    (select jsonb_build_object(
        'translation', (select jsonb_build_object('text', e.marked, 'sections', e.sections)),
        'original', (select jsonb_build_object('text', o.marked, 'sections', o.sections) from articles s
          join drafts x on x.article_id = s.article_id and x.version = s.delivered_version join editions o on o.draft_id = x.draft_id
          where s.article_id = a.input #>> '{translates,articleId}'))
     from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version join editions e on e.draft_id = d.draft_id
     where a.article_id = articles.input #>> '{translates,again,articleId}') as standing,
    (select coalesce(json_agg(body order by created_at), '[]') from critiques where critique_id = any($6::text[])) as setbacks,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'byName', by_name, 'onVersion', version, 'text', words, 'sections', sections))
        order by decided_at, decision_id, place, said_at, id), '[]')
     from (
       select decision_id, decision_id as id, actor ->> 'displayName' as by_name, version, words, null::jsonb as sections, decided_at, 1 as place, decided_at as said_at
       from decisions where decision_id = any($7::text[]) and words is not null and superseded_at is null
         and not exists (select from comments_sent s where s.decision_id = decisions.decision_id and s.is_all)
       union all
       -- Sent with two decisions at the same moment, it is one comment.
       select * from (select distinct on (c.comment_id) d.decision_id, c.comment_id, c.actor ->> 'displayName', d.version, '“' || c.quote || '” — ' || c.words,
         case when c.section is not null then jsonb_build_array(c.section) end, d.decided_at, 2, c.said_at
         from comments_sent s join decisions d using (decision_id) join passage_comments c using (comment_id)
         where s.decision_id = any($7::text[]) and d.superseded_at is null order by c.comment_id, d.decided_at) sent
     ) said) as comments,
    (select coalesce(json_agg(body order by created_at), '[]') from fact_reports where fact_report_id = any($8::text[])) as reports,
    (select body from critiques where critique_id = $9) as "earlierCritique",
    (select body from drafts where draft_id = $10) as "earlierDraft",
    exists (select 1 from evidence where evidence.article_id = $1) as "hasEvidence"
  from articles where article_id = $1`;

export function createWorkStore(pool: Pool): WorkStore {
  return {
    async read(names) {
      const { articleId, draftId, newDraftId, critiqueId, factReportId, earlierCritiqueId, earlierDraftId } = names;
      const { setbackIds = [], commentIds = [], reportIds = [] } = names;
      const { rows } = await pool.query<Row>({
        name: 'read-work',
        text: READ,
        values: [
          articleId,
          draftId ?? null,
          newDraftId ?? null,
          critiqueId ?? null,
          factReportId ?? null,
          setbackIds,
          commentIds,
          reportIds,
          earlierCritiqueId ?? null,
          earlierDraftId ?? null,
        ],
      });
      const [row] = rows;
      if (row === undefined) throw missingArticle(articleId);
      const { request, draft, newSha256, critique, factReport, edition, setbacks, comments, reports } = row;
      const { earlierCritique, earlierDraft, lineage, ledger, answers, hasEvidence, revises, original, standing } = row;
      if (draftId !== undefined && draft === null)
        throw new Error(`There is no draft ${draftId} in this database. Do worker and bots share one DATABASE_URL?`);
      return {
        request,
        lineage,
        ledger,
        answers,
        hasEvidence,
        setbacks,
        comments,
        reports,
        ...(earlierCritique !== null && { earlierCritique }),
        ...(earlierDraft !== null && { earlierDraft }),
        ...(draft !== null && { draft }),
        ...(newSha256 !== null && { newDraftHash: draftHash(newSha256) }),
        ...(critique !== null && { critique }),
        ...(factReport !== null && { factReport }),
        ...(edition !== null && { edition }),
        ...(revises !== null && { revises }),
        ...(original !== null && { original }),
        ...(standing !== null && { standing }),
      };
    },
  };
}
