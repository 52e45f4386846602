import type { ComponentChildren } from 'preact';
import type { ArticleLine } from '../core/articles.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { Moment } from './moment.tsx';
import { useRowKeys } from './row-keys.ts';

interface RowsProps {
  readonly articles: readonly ArticleLine[];
  /** Of the list. */
  readonly label: string;
  /** What can be done about one, beside it. */
  readonly draw?: (article: ArticleLine) => ComponentChildren;
}

/** Articles, one below the other. `j` and `k` go up and down. */
export function ArticleRows({ articles, label, draw }: RowsProps) {
  const { page } = say();
  useRowKeys(page.keys);
  return (
    <ol class="bare rows" aria-label={label}>
      {articles.map((article) => (
        <li key={article.articleId} class="row" data-row={article.articleId}>
          <div class="row-text">
            <a class="row-title" href={pathOf('article', { articleId: article.articleId })}>
              {article.topic}
            </a>
            <Facts article={article} />
          </div>
          <Score article={article} />
          {draw?.(article)}
        </li>
      ))}
    </ol>
  );
}

/** Of what waits: since when it does and for what, rather than when something last happened. */
function Facts({ article }: { readonly article: ArticleLine }) {
  const { page, words } = say();
  const { stage, edition, translation, requester, updatedAt, costUsd, waits, claimedBy } = article;
  return (
    <p class="row-facts">
      <span class={`stage stage-${stage}`}>{waits?.missing ?? words.stages[stage]}</span>
      {edition > 1 && <span>{page.rows.edition(edition)}</span>}
      {translation !== undefined && (
        <span>{words.translation(translation.from, translation.into, translation.newer !== undefined)}</span>
      )}
      <span>{waits === undefined ? <Moment at={updatedAt} /> : <Moment at={waits.since} say={page.rows.waits} />}</span>
      <span>{page.rows.askedBy(requester.name)}</span>
      {waits?.escalatedAt !== undefined && <span>{page.rows.overdue}</span>}
      {claimedBy !== undefined && <span>{words.claimed(claimedBy)}</span>}
      {costUsd !== undefined && <span class="number">{words.format.money(costUsd)}</span>}
    </p>
  );
}

/** The best score, as far along a bar as it is of ten. */
function Score({ article: { score } }: { readonly article: ArticleLine }) {
  const { page, words } = say();
  if (score === undefined) return <span class="score" />;
  const text = words.format.score(score);
  return (
    <span class="score number">
      <span class="unseen">{page.rows.score(text)}</span>
      <span aria-hidden="true">{text}</span>
      <meter aria-hidden="true" min={0} max={10} value={score} />
    </span>
  );
}
