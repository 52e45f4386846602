import { CardView } from '../../card.tsx';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Moment } from '../../ui/moment.tsx';
import type { ArticleStore } from './article-store.ts';

/** All that the article has said, as in the chats. */
export function Thread({ articleId, store }: { readonly articleId: string; readonly store: ArticleStore }) {
  const { page } = say();
  const { value: entries } = store.entries;
  if (entries.length === 0) return <p class="soft">{page.article.threadEmpty}</p>;
  return (
    <ol class="thread bare">
      {entries.map(({ seq, at, version, card, html }) => (
        <li key={seq}>
          <p class="thread-at soft small">
            <Moment at={at} />
          </p>
          <CardView
            card={card}
            {...(html !== undefined && { html })}
            {...(version !== undefined && { href: pathOf('draft', { articleId, version }) })}
          />
        </li>
      ))}
    </ol>
  );
}
