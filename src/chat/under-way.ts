import type { ArticleSummary } from '../gateway/article-gateway.ts';
import { isOver } from '../protocol/article.ts';

/** Without those that only have to be closed: for Temporal they run until their last message is out. */
export function underWay(articles: readonly ArticleSummary[]): readonly ArticleSummary[] {
  return articles.filter(({ stage }) => !isOver(stage));
}
