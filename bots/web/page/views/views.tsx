import type { JSX } from 'preact';
import type { Session } from '../core/session.ts';
import type { Place } from '../routes.ts';
import { ArticlePage } from './article/article-page.tsx';
import { Home } from './home.tsx';

/** What is shown at each place of `routes.ts`. */
export function drawPlace({ name, params: { articleId = '' } }: Place, session: Session): JSX.Element {
  switch (name) {
    case 'home':
      return <Home session={session} />;
    case 'article':
      return <ArticlePage key={articleId} articleId={articleId} />;
    default:
      return name satisfies never;
  }
}
