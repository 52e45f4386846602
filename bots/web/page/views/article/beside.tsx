import type { OriginalJson } from '../../../listeners/schemas/translation-schema.ts';
import type { Article } from '../../core/article.ts';
import { useLoaded } from '../../core/use-loaded.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import type { ArticleStore } from './article-store.ts';

interface BesideProps {
  readonly article: Article;
  readonly store: ArticleStore;
}

/** A translation beside its original, section by section: whoever decides about it reads both. */
export function Beside({ article, store }: BesideProps) {
  const { page, words } = say();
  const { value: original, problem, reload } = useLoaded<OriginalJson>(`/articles/${article.articleId}/original`);
  const version = article.current?.version ?? article.drafts.at(-1)?.version;
  const { draft, problem: unread } = version === undefined ? {} : store.draft(version).value;
  const fault = original === undefined ? problem : draft === undefined ? unread : undefined;
  if (fault !== undefined)
    return <ProblemNote problem={fault} onRetry={() => void Promise.all([reload(), store.refresh()])} />;
  if (original === undefined)
    return (
      <p class="soft" role="status">
        {page.loading}
      </p>
    );
  // What is there stays while a newer draft is on its way.
  const missing = version !== undefined && draft === undefined ? page.loading : page.article.beside.missing;
  const translated = new Map(draft?.sections.map((section) => [section.id, section]));
  const added = draft?.sections.filter(({ id }) => !original.sections.some((section) => section.id === id)) ?? [];
  const rows = [
    ...original.sections.map(({ id, markdown }) => ({ id, markdown, own: translated.get(id)?.markdown })),
    ...added.map(({ id, markdown }) => ({ id, markdown: undefined, own: markdown })),
  ];
  return (
    <div class="beside">
      <div class="beside-row beside-heads">
        <h2>
          {words.format.languageName(original.language)}{' '}
          <a href={pathOf('article', { articleId: original.articleId })}>{original.title}</a>
        </h2>
        <h2>
          {words.format.languageName(article.language)}{' '}
          <span class="soft">{version === undefined ? page.article.noDraft : words.draft(version)}</span>
        </h2>
      </div>
      {rows.map(({ id, markdown, own }) => (
        <section key={id} class="beside-row">
          <div class="text" lang={original.language}>
            {markdown === undefined ? <p class="soft">{page.article.beside.added}</p> : <Markdown text={markdown} />}
          </div>
          <div class="text" lang={article.language}>
            {own === undefined ? <p class="soft">{missing}</p> : <Markdown text={own} />}
          </div>
        </section>
      ))}
    </div>
  );
}
