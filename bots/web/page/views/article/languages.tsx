import { useState } from 'preact/hooks';
import type { TranslationsJson } from '../../../listeners/schemas/translation-schema.ts';
import type { Article } from '../../core/article.ts';
import type { Offers } from '../../core/offers.ts';
import { useLoaded } from '../../core/use-loaded.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { translate } from './translate.ts';

/** In which other languages a delivered article is, and how one more is asked for. */
export function Languages({ article: { articleId } }: { readonly article: Article }) {
  const { page, words } = say();
  const { value: known, reload } = useLoaded<TranslationsJson>(`/articles/${articleId}/translations`);
  const { value: offers } = useLoaded<Offers>('/offers');
  const [chosen, setChosen] = useState('');
  if (known?.original === undefined) return null;
  const { language, translations } = known;
  const isThere = (tag: string): boolean =>
    tag === language ||
    translations.some(
      (one) =>
        one.language === tag && !one.isStale && one.newest.stage !== 'rejected' && one.newest.stage !== 'cancelled',
    );
  const others = (offers?.languages ?? []).filter((tag) => !isThere(tag));
  const ask = async (into: string): Promise<void> => {
    if (!(await translate(articleId, into))) await reload();
  };
  const texts = page.article.languages;
  return (
    <section class="languages" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {translations.length > 0 && (
        <ul class="bare">
          {translations.map(({ language: into, newest, delivered, isStale }) => (
            <li key={into}>
              <a href={pathOf('article', { articleId: newest.articleId })}>{words.format.languageName(into)}</a>
              <span class="soft">
                {' '}
                {delivered?.articleId === newest.articleId ? delivered.title : words.stages[newest.stage]}
              </span>
              {isStale && <span class="badge"> {texts.stale}</span>}
              {isStale && delivered?.articleId === newest.articleId && (
                <button type="button" class="button button-small" onClick={() => void ask(into)}>
                  {words.buttons['translate-again']}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {offers !== undefined && offers.objection === undefined && others.length > 0 && (
        <form
          class="actions"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== '') void ask(chosen);
          }}
        >
          <label>
            <span class="unseen">{texts.into}</span>
            <select required value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              <option value="">{texts.into}</option>
              {others.map((tag) => (
                <option key={tag} value={tag}>
                  {words.format.languageName(tag)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="button button-small">
            {words.buttons.translate}
          </button>
        </form>
      )}
    </section>
  );
}
