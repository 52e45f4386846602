import { useEffect, useMemo } from 'preact/hooks';
import type { Article } from '../../core/article.ts';
import { api } from '../../core/session.ts';
import { say } from '../../core/words.ts';
import { Moment } from '../../ui/moment.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { type ArticleStore, createArticleStore } from './article-store.ts';
import { Controls } from './controls.tsx';
import { Decisions } from './decisions.tsx';
import { ScoreLine } from './score-line.tsx';

/** One article: how it stands, its text, and what may be done about it. */
export function ArticlePage({ articleId }: { readonly articleId: string }) {
  const store = useMemo(() => createArticleStore({ articleId, api }), [articleId]);
  useEffect(() => () => store.close(), [store]);
  const article = store.article.value;
  const topic = article?.topic;
  useEffect(() => {
    if (topic !== undefined) document.title = `${topic} – Copydesk`;
  }, [topic]);
  if (article === undefined)
    return store.problem.value === undefined ? (
      <p class="loading">{say().page.loading}</p>
    ) : (
      <ProblemNote problem={store.problem.value} onRetry={() => void store.refresh()} />
    );
  return (
    <article class="piece">
      <Head article={article} store={store} />
      <Decisions article={article} store={store} />
    </article>
  );
}

function Head({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told, page } = say();
  const { stage, step, wordsSoFar, scores, waitingFor, costUsd } = article;
  return (
    <header class="piece-head">
      <h1>{article.topic}</h1>
      <p class={`stage stage-${stage}`} role="status">
        {words.stage(stage, step, wordsSoFar)}
        {waitingFor.length > 0 && <span class="soft"> · {told.card.waitingFor(waitingFor)}</span>}
      </p>
      {store.live.value === 'away' && (
        <p class="away" role="status">
          {page.article.away}
        </p>
      )}
      {article.failure !== undefined && (
        <p class="fault">
          {article.failure.what} {article.failure.wayOut}
        </p>
      )}
      <p class="soft small">
        {told.card.askedBy(article.requester.name)} · <Moment at={article.createdAt} />
        {costUsd !== undefined && <> · {words.format.money(costUsd)}</>}
      </p>
      <ScoreLine scores={scores} goal={article.qualityThreshold} />
      <Controls article={article} store={store} />
    </header>
  );
}
