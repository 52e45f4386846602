import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleInput, ArticleRequest, InterfaceLanguage, Stage } from '../protocol/article.ts';
import type { ArticleSettings } from '../protocol/settings.ts';

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
}

export interface StoredArticle {
  readonly articleId: string;
  readonly request: ArticleRequest;
  readonly requester: Actor;
  readonly language: InterfaceLanguage;
  readonly settings: ArticleSettings;
  readonly result: FinishedArticle | null;
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

/** The table `articles`. Every write may come twice. */
export interface ArticleStore {
  open(article: Omit<ArticleInput, 'desk'>): Promise<void>;
  /** @throws when there is none: an article is opened before anything else is done for it. */
  get(articleId: string): Promise<StoredArticle>;
  saveResult(articleId: string, result: FinishedArticle): Promise<void>;
  close(articleId: string, stage: Stage, version: number | undefined): Promise<void>;
  cost(articleId: string): Promise<Cost>;
}

export function createArticleStore(pool: Pool): ArticleStore {
  return {
    async open({ articleId, request, requester, threads, language, settings }) {
      await pool.query(
        `insert into articles (article_id, stage, request, requester, threads, language, settings)
         values ($1, 'drafting', $2, $3, $4, $5, $6) on conflict do nothing`,
        [articleId, request, requester, JSON.stringify(threads), language, settings],
      );
    },

    async get(articleId) {
      const { rows } = await pool.query<StoredArticle>(
        `select article_id as "articleId", request, requester, language, settings, result from articles where article_id = $1`,
        [articleId],
      );
      const [article] = rows;
      if (article === undefined)
        throw new Error(
          `There is no article ${articleId} in this database. Do worker and bots share one DATABASE_URL?`,
        );
      return article;
    },

    async saveResult(articleId, result) {
      await pool.query(`update articles set result = $2 where article_id = $1`, [articleId, result]);
    },

    async close(articleId, stage, version) {
      await pool.query(
        `update articles set stage = $2, delivered_version = $3, closed_at = coalesce(closed_at, now()) where article_id = $1`,
        [articleId, stage, version ?? null],
      );
    },

    async cost(articleId) {
      const { rows } = await pool.query<{
        calls: number;
        cached: number;
        input: number;
        output: number;
        usd: number | null;
      }>(
        `select count(*)::int as calls, count(*) filter (where cached)::int as cached, coalesce(sum(input_tokens), 0)::int as input,
                coalesce(sum(output_tokens), 0)::int as output, sum(cost_usd)::float as usd
         from model_calls where article_id = $1`,
        [articleId],
      );
      const { calls = 0, cached = 0, input = 0, output = 0, usd = null } = rows[0] ?? {};
      return {
        modelCalls: calls,
        cachedCalls: cached,
        inputTokens: input,
        outputTokens: output,
        ...(usd !== null && { usd }),
      };
    },
  };
}
