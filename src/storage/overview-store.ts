import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage, Stage } from '../protocol/article.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import type { DecisionKind } from '../protocol/decision.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import type { TranslationOf } from '../protocol/translation.ts';
import type { Thread } from '../protocol/thread.ts';
import { KNOWN_NAMES } from './names.ts';
import { TRANSLATION } from './translation-of.ts';

/** A draft or an outline as it became part of the article, without its text. */
export interface DraftOverview {
  readonly draftId: string;
  readonly version: number;
  /** SHA-256 of its text, 64 hex digits. */
  readonly sha256: string;
  readonly author: 'agent' | 'person';
  /** Display name of the person, or the model's name. */
  readonly authorName: string;
  readonly outline?: true;
  /** 0 to 10. Absent: nobody criticised it. */
  readonly score?: number;
  /** ISO 8601 */
  readonly createdAt: string;
  readonly decided?: DecisionOverview;
}

/** A decision that counted. */
export interface DecisionOverview {
  readonly kind: DecisionKind;
  readonly byName: string;
  /** ISO 8601 */
  readonly at: string;
  /** Comment or reason. */
  readonly words?: string;
}

/** All that is stored of one article but its texts. */
export interface ArticleOverview {
  readonly articleId: string;
  readonly request: ArticleRequest;
  /** The kind of text, where the order names it or its outline found it. */
  readonly template?: string;
  /** Of what it says in threads. */
  readonly language: InterfaceLanguage;
  /** 1, 2, … */
  readonly edition: number;
  /** What it is a translation of. */
  readonly translation?: TranslationOf;
  readonly requester: Actor;
  /** Where it lives. */
  readonly home: Thread;
  /** What those are called whom its rules name in person, by those rules. Absent: nobody knows any of them. */
  readonly names?: Readonly<Record<string, string>>;
  readonly settings: ArticleSettings;
  readonly stage: Stage;
  /** Absent: its workflow has not been heard of yet. */
  readonly state?: ArticleState;
  /** Of the text that is being written. */
  readonly wordsSoFar?: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt?: Date;
  /** When its texts were deleted, because they were kept for long enough. Absent: they are there. */
  readonly textsGoneAt?: Date;
  /** In the order of their numbers. */
  readonly drafts: readonly DraftOverview[];
  /** What models cost so far, as far as anybody told. Absent: nobody told a price. */
  readonly usd?: number;
  readonly delivered?: { readonly title: string; readonly version: number; readonly fileName: string };
}

/** One article whole, for whoever looks at it. Rejects with what `pg` throws. */
export interface OverviewStore {
  /** Undefined: there is none. */
  find(articleId: string): Promise<ArticleOverview | undefined>;
}

type Nullable =
  | 'template'
  | 'translation'
  | 'names'
  | 'state'
  | 'wordsSoFar'
  | 'closedAt'
  | 'textsGoneAt'
  | 'usd'
  | 'delivered';
type Row = Omit<ArticleOverview, Nullable> & {
  readonly [K in Nullable]: Exclude<ArticleOverview[K], undefined> | null;
};

/**
 * `shown`: what became part of the article, as its feed has it, and what a new edition begins with; of two with one version, which a lost
 * step may leave, the one that was said last.
 */
const FIND = `
  select a.article_id as "articleId", a.request, coalesce(a.request ->> 'template', a.template) as template, a.language, a.edition,
    ${TRANSLATION('a')} as translation, a.requester, coalesce(a.home, a.input -> 'thread') as home, ${KNOWN_NAMES('a')} as names, a.settings,
    case a.stage when 'requested' then 'drafting' else a.stage end as stage, a.state,
    case when (a.written ->> 'revision')::integer = a.revision then (a.written ->> 'words')::integer end as "wordsSoFar",
    a.created_at as "createdAt", a.updated_at as "updatedAt", a.closed_at as "closedAt", a.texts_gone_at as "textsGoneAt",
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'draftId', d.draft_id, 'version', shown.version, 'sha256', d.sha256, 'author', d.author, 'authorName', d.author_name,
        'outline', shown.outline, 'createdAt', d.created_at,
        'score', (select score from critiques where draft_id = coalesce(d.copy_of, d.draft_id) order by created_at desc limit 1),
        'decided', (select jsonb_strip_nulls(jsonb_build_object('kind', kind, 'byName', actor ->> 'displayName', 'at', decided_at, 'words', words))
          from decisions where article_id = a.article_id and version = shown.version and superseded_at is null and not vote order by decided_at desc limit 1)
      )) order by shown.version), '[]')
      from (
        select distinct on (version) version, draft_id, outline from (
          select (message ->> 'version')::integer as version, message ->> 'draftId' as draft_id, message -> 'outline' as outline, seq
          from feed where article_id = a.article_id and message ->> 'kind' in ('draft', 'gate')
          union all
          select 1, a.input #>> '{revises,draft,draftId}', null, 0 where a.input ? 'revises'
          union all
          -- A person's text may be approved without ever being said.
          select version, draft_id, null, 0 from drafts where article_id = a.article_id and version is not null and author = 'person'
        ) said order by version, seq desc
      ) shown join drafts d on d.draft_id = shown.draft_id
    ) as drafts,
    (select sum(cost_usd)::float8 from model_calls where article_id = a.article_id) as usd,
    case when a.stage = 'delivered' then (
      select jsonb_build_object('title', e.body ->> 'title', 'version', a.delivered_version, 'fileName', e.body ->> 'fileName')
      from editions e join feed f on f.article_id = e.article_id and f.message ->> 'kind' = 'final' and f.message ->> 'draftId' = e.draft_id
      where e.article_id = a.article_id order by f.seq desc limit 1
    ) end as delivered
  from articles a where a.article_id = $1 and a.abandoned_at is null`;

export function createOverviewStore(pool: Pick<Pool, 'query'>): OverviewStore {
  return {
    async find(articleId) {
      const { rows } = await pool.query<Row>({ name: 'find-overview', text: FIND, values: [articleId] });
      const [row] = rows;
      if (row === undefined) return undefined;
      const { template, translation, names, state, wordsSoFar, closedAt, textsGoneAt, usd, delivered, ...whole } = row;
      return {
        ...whole,
        ...(template !== null && { template }),
        ...(translation !== null && { translation }),
        ...(names !== null && { names }),
        ...(state !== null && { state }),
        ...(wordsSoFar !== null && { wordsSoFar }),
        ...(closedAt !== null && { closedAt }),
        ...(textsGoneAt !== null && { textsGoneAt }),
        ...(usd !== null && { usd }),
        ...(delivered !== null && { delivered }),
      };
    },
  };
}
