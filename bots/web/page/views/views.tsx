import type { JSX } from 'preact';
import type { Place } from '../routes.ts';
import { ArticlePage } from './article/article-page.tsx';
import { Articles } from './articles.tsx';
import { Dashboard } from './dashboard.tsx';
import { Inbox } from './inbox.tsx';
import { NewArticle } from './new-article.tsx';
import { Schedules } from './schedules.tsx';
import { Sessions } from './sessions.tsx';
import { Webhooks } from './webhooks.tsx';

/** What is shown at each place of `routes.ts`. */
export function drawPlace({ name, params }: Place): JSX.Element {
  const { articleId = '', version } = params;
  switch (name) {
    case 'home':
      return <Inbox />;
    case 'list':
      return <Articles />;
    case 'schedules':
      return <Schedules />;
    case 'dashboard':
      return <Dashboard />;
    case 'sessions':
      return <Sessions />;
    case 'webhooks':
      return <Webhooks />;
    case 'newArticle':
      return <NewArticle />;
    case 'article':
    case 'draft':
    case 'compare':
    case 'edit':
    case 'ledger':
    case 'thread':
    case 'receipt':
    case 'original':
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
