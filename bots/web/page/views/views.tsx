import type { JSX } from 'preact';
import type { Session } from '../core/session.ts';
import type { Place } from '../routes.ts';
import { ArticlePage } from './article/article-page.tsx';
import { Articles } from './articles.tsx';
import { Home } from './home.tsx';
import { NewArticle } from './new-article.tsx';

/** What is shown at each place of `routes.ts`. */
export function drawPlace({ name, params }: Place, session: Session): JSX.Element {
  const { articleId = '', version } = params;
  switch (name) {
    case 'home':
      return <Home session={session} />;
    case 'list':
      return <Articles />;
    case 'newArticle':
      return <NewArticle />;
    case 'article':
    case 'draft':
    case 'compare':
    case 'ledger':
    case 'thread':
      return (
        <ArticlePage
          key={articleId}
          articleId={articleId}
          view={name}
          {...(version !== undefined && { version: Number(version) })}
        />
      );
    default:
      return name satisfies never;
  }
}
