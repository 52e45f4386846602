import { SYMBOLS } from '../../../../../src/cards/symbols.ts';
import type { Article, LedgerItem } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { ProblemNote } from '../../ui/problem.tsx';
import type { ArticleStore } from './article-store.ts';
import { Comments } from './comments.tsx';

/** Every comment and every suggestion that the writer was given, and what the newest draft has made of it. */
export function Ledger({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { page } = say();
  const { current } = article;
  if (current === undefined) return <p class="soft">{page.article.noDraft}</p>;
  const { draft, problem } = store.draft(current.version).value;
  if (draft === undefined)
    return problem === undefined ? (
      <p class="soft" role="status">
        {page.loading}
      </p>
    ) : (
      <ProblemNote problem={problem} onRetry={() => void store.refresh()} />
    );
  if (draft.ledger.length === 0 && store.comments.value.length === 0)
    return <p class="soft">{page.article.ledger.none}</p>;
  const groups = [
    ['comment', page.article.ledger.comments],
    ['suggestion', page.article.ledger.suggestions],
  ] as const;
  return (
    <div class="ledger">
      <Comments article={article} store={store} />
      {groups.map(([kind, title]) => {
        const items = draft.ledger.filter((item) => item.kind === kind);
        if (items.length === 0) return null;
        return (
          <section key={kind}>
            <h2>{title}</h2>
            <ul class="bare">
              {items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Item({ item }: { readonly item: LedgerItem }) {
  const { page, article: told } = say();
  const { done, saidBy, words, why, quote, later, kind } = item;
  const [mark, state] =
    done === undefined
      ? (['article', page.article.ledger.pending] as const)
      : done
        ? (['supported', page.article.ledger.done] as const)
        : (['doubts', page.article.ledger.open] as const);
  return (
    <li class="note">
      <p class={`note-label tone-${SYMBOLS[mark].tone}`}>
        <span aria-hidden="true">{SYMBOLS[mark].sign} </span>
        {state}
      </p>
      {later === undefined ? (
        <p>
          {words}
          {kind === 'comment' && <span class="soft"> ({saidBy})</span>}
        </p>
      ) : (
        <p>{told.ledger.superseded({ byName: saidBy, text: words }, { byName: later.saidBy, text: later.words })}</p>
      )}
      {quote !== undefined && <blockquote>{told.factReport.quote(quote)}</blockquote>}
      {why !== undefined && <p class="soft">{why}</p>}
    </li>
  );
}
