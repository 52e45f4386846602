import type { Pool } from 'pg';
import type { Stage } from '../../src/protocol/article.ts';

export interface WrittenArticle {
  /** Default: drafting. */
  readonly stage?: Stage | 'requested';
  readonly askedMinutesAgo?: number;
  readonly heardOfMinutesAgo?: number;
  readonly isClosed?: boolean;
  readonly isAbandoned?: boolean;
}

/** Writes rows of articles as the desk would have left them. */
export interface ArticleWriter {
  write(articles: Readonly<Record<string, WrittenArticle>>): Promise<void>;
  /** One more thread, which takes no messages. */
  follow(articleId: string, thread: { readonly trouble: string; readonly hasMoved?: boolean }): Promise<void>;
}

export function articleWriter(pool: Pool): ArticleWriter {
  let threads = 0;
  return {
    async write(articles) {
      for (const [id, article] of Object.entries(articles)) {
        const { stage = 'drafting', askedMinutesAgo = 0, heardOfMinutesAgo = 0 } = article;
        await pool.query(
          `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage,
                                 created_at, updated_at, closed_at, abandoned_at)
           values ($1, 't', '{}', $1, '{}', 'slack:U1', '{}', 'en', '{}', '{}', $2, now() - make_interval(mins => $3),
                   now() - make_interval(mins => $4), case when $5 then now() end, case when $6 then now() end)`,
          [id, stage, askedMinutesAgo, heardOfMinutesAgo, article.isClosed ?? false, article.isAbandoned ?? false],
        );
      }
    },
    async follow(articleId, { trouble, hasMoved = false }) {
      threads += 1;
      await pool.query(
        `insert into followers (article_id, platform, channel, thread, role, trouble, moved_to)
         values ($1, 'slack', 'C1', $2, 'decides', jsonb_build_object('message', $3::text), case when $4 then '{}'::jsonb end)`,
        [articleId, String(threads), trouble, hasMoved],
      );
    },
  };
}
