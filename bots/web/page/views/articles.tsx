import { useEffect, useRef, useState } from 'preact/hooks';
import { STAGES } from '../../../../src/protocol/article.ts';
import type { ArticlePage } from '../core/articles.ts';
import { useCommands } from '../core/commands.ts';
import { go, query } from '../core/router.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { ArticleRows } from '../ui/article-rows.tsx';
import { ProblemNote } from '../ui/problem.tsx';

const LOOK_EVERY_MS = 15_000;
/** A word is typed in less than that. */
const SEARCH_PAUSE_MS = 250;
const SCOPES = ['mine', 'waiting', 'everywhere'] as const;
const STATES = ['running', 'done'] as const;
const FILTERS = ['q', 'scope', 'state', 'stage', 'cursor'] as const;

/** Every article that the person may see, by what the address says. */
export function Articles() {
  const { page, words } = say();
  const t = page.list;
  const search = useRef<HTMLInputElement>(null);
  const asked = new URLSearchParams(FILTERS.flatMap((name) => [...query.value].filter(([key]) => key === name)));
  const list = useLoaded<ArticlePage>(`/articles?${asked.toString()}`, { everyMs: LOOK_EVERY_MS });
  const withFilter = (changed: Readonly<Partial<Record<(typeof FILTERS)[number], string>>>): string => {
    const next = new URLSearchParams(asked);
    next.delete('cursor');
    for (const [name, value] of Object.entries(changed))
      if (value === '') next.delete(name);
      else next.set(name, value);
    return [pathOf('list'), next.toString()].filter(Boolean).join('?');
  };
  const show = (changed: Parameters<typeof withFilter>[0]): void => go(withFilter(changed), { replace: true });
  useCommands([{ id: 'search', label: t.search, keys: '/', isLocal: true, run: () => search.current?.focus() }]);

  const { value, problem } = list;
  const isFiltered = [...asked].length > 0;
  const state = asked.get('stage') ?? asked.get('state') ?? '';
  return (
    <section class="view">
      <header class="view-head">
        <h1>{t.title}</h1>
        <a class="button button-main" href={pathOf('newArticle')}>
          {page.nav.newArticle}
        </a>
      </header>
      <search class="filters">
        <Search input={search} value={asked.get('q') ?? ''} onSearch={(q) => show({ q })} />
        <select
          aria-label={t.scope}
          value={asked.get('scope') ?? SCOPES[0]}
          onChange={({ currentTarget: { value: scope } }) => show({ scope: scope === SCOPES[0] ? '' : scope })}
        >
          {SCOPES.map((scope) => (
            <option key={scope} value={scope}>
              {t.scopes[scope]}
            </option>
          ))}
        </select>
        <select
          aria-label={t.stage}
          value={state}
          onChange={({ currentTarget: { value: which } }) => {
            const isState = STATES.some((one) => one === which);
            show({ state: isState ? which : '', stage: isState ? '' : which });
          }}
        >
          <option value="">{t.anyStage}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t.states[one]}
            </option>
          ))}
          {STAGES.map((one) => (
            <option key={one} value={one}>
              {words.stages[one]}
            </option>
          ))}
        </select>
      </search>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void list.reload()} />}
      {value === undefined && problem === undefined && <p class="soft">{page.loading}</p>}
      {value !== undefined && value.articles.length > 0 && <ArticleRows articles={value.articles} label={t.title} />}
      {value?.articles.length === 0 && (
        <div class="empty">
          <p>{isFiltered ? t.nothingFound : t.nothingYet}</p>
          <a class="button" href={isFiltered ? pathOf('list') : pathOf('newArticle')}>
            {isFiltered ? t.showAll : page.nav.newArticle}
          </a>
        </div>
      )}
      {(asked.has('cursor') || value?.next !== undefined) && (
        <nav class="actions" aria-label={t.pages}>
          {asked.has('cursor') && (
            <a class="button" href={withFilter({})}>
              {asked.get('scope') === 'waiting' ? t.first : t.newest}
            </a>
          )}
          {value?.next !== undefined && (
            <a class="button" href={withFilter({ cursor: value.next })}>
              {asked.get('scope') === 'waiting' ? t.next : t.older}
            </a>
          )}
        </nav>
      )}
    </section>
  );
}

interface SearchProps {
  readonly input: { current: HTMLInputElement | null };
  readonly value: string;
  readonly onSearch: (words: string) => void;
}

/** Looks for what is typed, once nobody has typed for a moment. */
function Search({ input, value, onSearch }: SearchProps) {
  const { list } = say().page;
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onSearch(typed.trim()), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Somebody went back, or chose to see all.
  useEffect(() => setTyped(value), [value]);
  return (
    <input
      ref={input}
      type="search"
      aria-label={list.search}
      placeholder={list.search}
      value={typed}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  );
}
