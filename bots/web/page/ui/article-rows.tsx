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
  /** Since when something waits is told, rather than when something last happened. */
  readonly isWaiting?: boolean;
  /** What can be done about one, beside it. */
  readonly draw?: (article: ArticleLine) => ComponentChildren;
}

/** Articles, one below the other. `j` and `k` go up and down. */
export function ArticleRows({ articles, label, isWaiting = false, draw }: RowsProps) {
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
            <Facts article={article} isWaiting={isWaiting} />
          </div>
          <Score article={article} />
          {draw?.(article)}
        </li>
      ))}
    </ol>
  );
}

function Facts({ article, isWaiting }: { readonly article: ArticleLine; readonly isWaiting: boolean }) {
  const { page, words } = say();
  const { stage, gate, edition, requester, updatedAt, costUsd, waitingFor = [], claimedBy } = article;
  return (
    <p class="row-facts">
      <span class={`stage stage-${stage}`}>{words.stages[stage]}</span>
      {gate !== undefined && (
        <span>{gate.subject === 'outline' ? words.outline(gate.version) : words.draft(gate.version)}</span>
      )}
      {edition > 1 && <span>{page.rows.edition(edition)}</span>}
      <span>
        <Moment at={updatedAt} />
      </span>
      <span>{page.rows.askedBy(requester.name)}</span>
      {isWaiting && waitingFor.length > 0 && <span>{page.rows.missing(words.format.both(waitingFor))}</span>}
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
