import { useSignal } from '@preact/signals';
import type { Article } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { act } from './act.ts';
import type { ArticleStore } from './article-store.ts';

interface PlacesProps {
  readonly article: Article;
  readonly store: ArticleStore;
}

/** Where the article is shown beside the place where it lives. */
export function Places({ article, store }: PlacesProps) {
  const { page, words } = say();
  const texts = page.article.places;
  const { articleId, followers = [] } = article;
  if (followers.length === 0) return null;
  return (
    <section class="places" aria-label={texts.title}>
      <span class="soft small">{texts.title}</span>
      <ul class="bare">
        {followers.map(({ key, platform, channel, role, anyone, byName }) => (
          <li key={key ?? `${platform} ${byName}`}>
            {texts.place(words.where(platform), channel)}{' '}
            <span class="soft small">
              · {anyone === true ? texts.anyone : texts.roles[role]} · {texts.by(byName)}
            </span>{' '}
            {key !== undefined && (
              <button
                type="button"
                class="button button-small"
                aria-label={`${texts.end}: ${texts.place(words.where(platform), channel)}`}
                onClick={() =>
                  void act(store, `/articles/${articleId}/followers/${encodeURIComponent(key)}`, undefined, 'DELETE')
                }
              >
                {texts.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Has it shown in one more. */
export function ShowElsewhere({ article, store }: PlacesProps) {
  const { page, words } = say();
  const texts = page.article.places;
  const { articleId, mayFollowAt = [] } = article;
  const chosen = useSignal(0);
  const role = useSignal<'decides' | 'reads'>('reads');
  const place = mayFollowAt[chosen.value] ?? mayFollowAt[0];
  if (place === undefined) return null;
  return (
    <form
      class="actions others"
      aria-label={texts.add}
      onSubmit={(event) => {
        event.preventDefault();
        void act(store, `/articles/${articleId}/followers`, { ...place, role: role.value });
      }}
    >
      <label>
        {texts.add}{' '}
        <select
          value={String(chosen.value)}
          onChange={({ currentTarget }) => (chosen.value = Number(currentTarget.value))}
        >
          {mayFollowAt.map(({ platform, workspace = '', channel }, at) => (
            <option key={`${platform}:${workspace}:${channel}`} value={String(at)}>
              {texts.place(words.where(platform), channel)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.what}{' '}
        <select
          value={role.value}
          onChange={({ currentTarget }) => (role.value = currentTarget.value === 'decides' ? 'decides' : 'reads')}
        >
          {(['reads', 'decides'] as const).map((one) => (
            <option key={one} value={one}>
              {texts.roles[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button button-small">
        {texts.show}
      </button>
    </form>
  );
}
