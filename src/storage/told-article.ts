import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { Approver } from '../protocol/settings.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import type { DecisionKind } from '../protocol/decision.ts';
import type { FeedMessage } from '../protocol/feed.ts';
import type { Thread } from '../protocol/thread.ts';

/** What is known of an article without any of its texts: what others are told of it. Moments are ISO 8601. */
export interface ToldArticle {
  readonly articleId: string;
  readonly topic: string;
  readonly language: string;
  /** The kind of text; absent: nobody named one, and the outline found none. */
  readonly template?: string;
  readonly edition: number;
  /** The article that was the first edition. */
  readonly first: string;
  /** What it is a translation of. Absent: it is none. */
  readonly translates?: { readonly articleId: string; readonly edition: number; readonly language: string };
  readonly requester: Actor;
  readonly approvers: readonly Approver[];
  /** Where it lives. */
  readonly thread: Thread;
  readonly startedAt: string;
  /** Absent: its workflow has not been heard of. */
  readonly state?: ArticleState;
  /** What is known is part of the workflow's history, and stands. */
  readonly isCertain: boolean;
  readonly closedAt?: string;
  /** In order. */
  readonly entries: readonly { readonly seq: number; readonly at: string; readonly message: FeedMessage }[];
  readonly drafts: readonly ToldDraft[];
  /** Those that count, in order. */
  readonly decisions: readonly ToldDecision[];
  /** Absent: it is not finished. */
  readonly finished?: ToldEdition;
}

export interface ToldDraft {
  readonly version: number;
  readonly sha256: string;
  readonly author: 'agent' | 'person';
  readonly authorName: string;
  /** 0 to 10. Absent: nobody has criticised it. */
  readonly score?: number;
}

export interface ToldDecision {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly version: number;
  readonly gate?: string;
  readonly subject?: 'outline';
  readonly by: Actor;
  readonly at: string;
  /** Of an edit: the draft that it became. */
  readonly editedVersion?: number;
}

export interface ToldEdition {
  readonly version: number;
  readonly title: string;
  /** `how-tides-work.md` */
  readonly fileName: string;
  /** Of the Markdown file, to the byte; without a receipt, of the text. */
  readonly sha256: string;
  readonly hasExtras: boolean;
  /** Absent: it has no receipt. */
  readonly receipt?: { readonly sha256: string; readonly disclosure: string };
}

const moment = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** In one statement, so that all of it is of one moment. $1: the article. */
const READ = `
  select jsonb_strip_nulls(jsonb_build_object(
    'articleId', a.article_id, 'topic', a.topic, 'language', a.request ->> 'language',
    'template', coalesce(a.request ->> 'template', a.template), 'edition', a.edition, 'first', a.family,
    'translates', case when a.translation_of is not null then jsonb_build_object('articleId', a.input #> '{translates,articleId}',
      'edition', a.translated_edition, 'language', a.input #> '{translates,language}') end,
    'requester', a.requester, 'approvers', to_jsonb(a.approvers), 'thread', coalesce(a.home, a.input -> 'thread'),
    'startedAt', ${moment('a.created_at')}, 'closedAt', ${moment('a.closed_at')},
    'state', a.state, 'isCertain', a.certain_revision = a.revision,
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('seq', seq, 'at', ${moment('said_at')}, 'message', message) order by seq), '[]')
      from feed where article_id = a.article_id and seq <= a.said),
    'drafts', (select coalesce(jsonb_agg(jsonb_build_object('version', d.version, 'sha256', d.sha256, 'author', d.author, 'authorName', d.author_name,
        'score', (select score from critiques where draft_id = coalesce(d.copy_of, d.draft_id) order by created_at desc limit 1)) order by d.version), '[]')
      from drafts d where d.article_id = a.article_id and d.version is not null),
    'decisions', (select coalesce(jsonb_agg(jsonb_build_object('id', decision_id, 'kind', kind, 'version', version, 'gate', gate, 'subject', subject,
        'by', actor, 'at', ${moment('decided_at')},
        'editedVersion', (select e.version from drafts e where e.draft_id = edited_draft_id)) order by decided_at, decision_id), '[]')
      from decisions where article_id = a.article_id and superseded_at is null and not vote),
    'finished', (select jsonb_build_object('version', d.version, 'title', e.body ->> 'title', 'fileName', e.body ->> 'fileName', 'sha256', e.body ->> 'sha256',
        'hasExtras', coalesce(jsonb_array_length(e.body -> 'extras') > 0, false), 'receipt', e.receipt)
      from drafts d join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
      where d.article_id = a.article_id and d.version = a.delivered_version)
  )) as told
  from articles a where a.article_id = $1`;

/** @returns undefined when there is no such article. Rejects with what `pg` throws. */
export async function readToldArticle(pool: Pick<Pool, 'query'>, articleId: string): Promise<ToldArticle | undefined> {
  const { rows } = await pool.query<{ told: Omit<ToldArticle, 'finished'> & { readonly finished?: StoredEdition } }>({
    name: 'read-told-article',
    text: READ,
    values: [articleId],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { finished, ...told } = row.told;
  return { ...told, ...(finished !== undefined && { finished: withReceipt(finished) }) };
}

/** Its receipt whole, as it is stored. */
type StoredEdition = Omit<ToldEdition, 'receipt'> & { readonly receipt?: string };

/** Who has a receipt has its file, which is otherwise than the text alone. */
function withReceipt({ receipt: stored, ...edition }: StoredEdition): ToldEdition {
  if (stored === undefined) return edition;
  // We have made it.
  const { article, sha256, disclosure } = JSON.parse(stored) as ReceiptHead;
  return { ...edition, sha256: article?.sha256 ?? edition.sha256, receipt: { sha256, disclosure } };
}

interface ReceiptHead {
  readonly sha256: string;
  readonly disclosure: string;
  readonly article?: { readonly sha256?: string };
}
