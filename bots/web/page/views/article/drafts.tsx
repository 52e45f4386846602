import type { Article } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';

/** Every draft, with how it did and what was decided about it; a link to each. */
export function Drafts({ article, shown }: { readonly article: Article; readonly shown: number | undefined }) {
  const { article: told, words, page } = say();
  const { articleId, drafts } = article;
  const upForDecision = article.gate?.version;
  if (drafts.length === 0 || (drafts.length === 1 && shown !== undefined)) return null;
  return (
    <nav class="drafts" aria-label={page.article.drafts}>
      <ol class="bare">
        {drafts.map(({ version, score, outline, decided }) => (
          <li key={version}>
            <a
              href={pathOf('draft', { articleId, version })}
              {...(version === shown && { 'aria-current': 'page' as const })}
              {...(decided !== undefined && { title: told.decided(decided, words.format.dateTime(decided.at)) })}
            >
              {outline ? words.outline(version) : words.draft(version)}
              {score !== undefined && <span class="number"> {words.format.score(score)}</span>}
              {version === upForDecision && <span class="badge">{page.article.current}</span>}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
