import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage } from '../protocol/article.ts';
import type { Extra } from '../protocol/extras.ts';
import type { EditRecord } from '../protocol/edit-record.ts';
import type { Following } from '../protocol/following.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import type { Thread } from '../protocol/thread.ts';

/** The article as it is delivered. */
export interface FinishedArticle {
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** Markdown, whole, beginning with the title as heading. */
  readonly text: string;
  /** SHA-256 of `text`, hex. */
  readonly sha256: string;
  /** `how-tides-work.md`: safe as a file name everywhere. */
  readonly fileName: string;
  /** The text of its receipt.json. Absent: it has none yet, or none is shown. */
  readonly receipt?: string;
  /** What the final edit did to the approved draft, and wanted beyond that. Absent: it was not to touch the text. */
  readonly edit?: EditRecord;
  /** What goes with it, as it was approved. Absent: nothing does. */
  readonly extras?: readonly Extra[];
}

/** What is known of an article before its desk is asked. */
export interface StoredArticle {
  readonly articleId: string;
  readonly request: ArticleRequest;
  readonly requester: Actor;
  readonly language: InterfaceLanguage;
  readonly settings: ArticleSettings;
  /** Where it lives. */
  readonly home: Thread;
  /** Keys of who has stepped in. Null or absent: nobody has. */
  readonly inCharge?: readonly string[] | null;
  /** Where it is shown, too. Null or absent: nowhere. */
  readonly followings?: readonly Following[] | null;
  /** When its texts were deleted, because they were kept for long enough. Null or absent: they are there. */
  readonly textsGoneAt?: Date | null;
}

/** What was spent on an article. */
export interface Cost {
  readonly modelCalls: number;
  readonly cachedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Sum over the calls whose gateway told a price; absent when none did. */
  readonly usd?: number;
}

/** The table `articles`, for reading. Rejects with what `pg` throws. */
export interface ArticleStore {
  /** Undefined when there is none: the row is written before anything else is done for an article. */
  find(articleId: string): Promise<StoredArticle | undefined>;
}

export function createArticleStore(pool: Pool): ArticleStore {
  return {
    async find(articleId) {
      const { rows } = await pool.query<StoredArticle>(
        `select article_id as "articleId", request, requester, language, settings, coalesce(home, input -> 'thread') as home,
           state #> '{inCharge,keys}' as "inCharge", state -> 'followings' as followings, texts_gone_at as "textsGoneAt"
         from articles where article_id = $1`,
        [articleId],
      );
      return rows[0];
    },
  };
}

export function missingArticle(articleId: string): Error {
  return new Error(`There is no article ${articleId} in this database. Do worker and bots share one DATABASE_URL?`);
}
