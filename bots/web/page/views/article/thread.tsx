import { CardView } from '../../card.tsx';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Moment } from '../../ui/moment.tsx';
import { act } from './act.ts';
import type { ArticleStore } from './article-store.ts';
import { translate } from './translate.ts';

/** All that the article has said, as in the chats. */
export function Thread({ articleId, store }: { readonly articleId: string; readonly store: ArticleStore }) {
  const { page, words } = say();
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
          {/* What else may be done is done beside the text. */}
          {card.buttons?.map((button) =>
            button.kind === 'publish-again' ? (
              <button
                key={button.target}
                type="button"
                class="button button-small"
                onClick={() => void act(store, `/articles/${articleId}/publications/${button.target}`, {})}
              >
                {words.buttons['publish-again']}
              </button>
            ) : button.kind === 'translate' && button.isAgain === true ? (
              <button
                key={button.language}
                type="button"
                class="button button-small"
                onClick={() => void translate(articleId, button.language)}
              >
                {words.buttons['translate-again']}
              </button>
            ) : null,
          )}
        </li>
      ))}
    </ol>
  );
}
