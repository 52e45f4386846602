import type { ComponentChildren } from 'preact';
import type { ArticleLine } from '../core/articles.ts';
import { useCommands } from '../core/commands.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { Moment } from './moment.tsx';

interface RowsProps {
  readonly articles: readonly ArticleLine[];
  /** Of the list. */
  readonly label: string;
  /** Since when something waits is told, rather than when something last happened. */
  readonly isWaiting?: boolean;
  /** What can be done about one, beside it. */
  readonly draw?: (article: ArticleLine) => ComponentChildren;
}

/** The article of the row that has the focus. Absent: none has. */
export function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-article]')?.dataset['article'];
}

/** Articles, one below the other. `j` and `k` go up and down. */
export function ArticleRows({ articles, label, isWaiting = false, draw }: RowsProps) {
  const { page } = say();
  // Through all lists of the view, as through one.
  const move = (by: number): void => {
    const links = [...document.querySelectorAll<HTMLElement>('main .row-title')];
    const at = links.findIndex((link) => link.closest('.row')?.contains(document.activeElement));
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useCommands([
    { id: 'next', label: page.keys.next, keys: 'j', isLocal: true, isKeyOnly: true, run: () => move(1) },
    { id: 'previous', label: page.keys.previous, keys: 'k', isLocal: true, isKeyOnly: true, run: () => move(-1) },
  ]);
  return (
    <ol class="bare rows" aria-label={label}>
      {articles.map((article) => (
        <li key={article.articleId} class="row" data-article={article.articleId}>
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
  const { stage, gate, edition, requester, updatedAt, costUsd, waitingFor = [] } = article;
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
