import { useSignal } from '@preact/signals';
import type { Article, Comment } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { aboutOf, act } from './act.ts';
import type { ArticleStore } from './article-store.ts';
import { SayWords } from './comments.tsx';

type WithWords = 'request-changes' | 'reject';

/**
 * Decides about what an article asks, or about its newest draft, and says what became of it. @returns whether it was taken
 * @param shown is brought up to date afterwards
 */
export async function decideOn(
  article: Pick<Article, 'articleId' | 'gate' | 'current'>,
  kind: 'approve' | WithWords,
  said: string | undefined,
  shown: { readonly refresh: () => Promise<void> },
): Promise<boolean> {
  const body = { kind, ...aboutOf(article), ...(said !== undefined && { words: said }) };
  return await act(shown, `/articles/${article.articleId}/decisions`, body);
}

/** What people decide about what is up for decision. */
export function Decisions({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told } = say();
  const asked = useSignal<WithWords | undefined>(undefined);
  const isSent = useSignal(false);
  const { gate, current, mayDecide, articleId } = article;
  const about = gate ?? current;
  if (about === undefined || mayDecide.length === 0) return null;
  const approve = async (): Promise<void> => {
    if (isSent.value) return;
    isSent.value = true;
    await decideOn(article, 'approve', undefined, store);
    isSent.value = false;
  };
  const score = article.drafts.find(({ version }) => version === about.version)?.score;
  return (
    <section class="decisions" aria-label={words.stages.waiting}>
      <p class="decisions-what">
        {told.gate.heading({
          version: about.version,
          ...(score !== undefined && { score }),
          ...(gate?.subject === 'outline' && { outline: true as const }),
        })}
        {article.stopReason !== undefined && (
          <span class="soft"> {told.gate.stopReason(article.stopReason, article)}</span>
        )}
      </p>
      <div class="actions">
        {mayDecide.includes('approve') && (
          <button
            type="button"
            class="button button-main"
            title={words.buttonHints.approve}
            disabled={isSent.value}
            onClick={() => void approve()}
          >
            {words.buttons.approve}
          </button>
        )}
        {mayDecide.includes('edit') && (
          <a class="button" href={pathOf('edit', { articleId })} title={words.buttonHints.edit}>
            {words.buttons.edit}
          </a>
        )}
        {(['request-changes', 'reject'] as const)
          .filter((kind) => mayDecide.includes(kind))
          .map((kind) => (
            <button
              key={kind}
              type="button"
              class={kind === 'reject' ? 'button button-danger' : 'button'}
              title={words.buttonHints[kind]}
              onClick={() => (asked.value = kind)}
            >
              {words.buttons[kind]}
            </button>
          ))}
      </div>
      {asked.value !== undefined && (
        <SayWhy
          kind={asked.value}
          keptAs={`${asked.value}:${articleId}`}
          open={store.comments.value.filter(({ resolved }) => resolved === undefined)}
          decide={(kind, said) => decideOn(article, kind, said, store)}
          onClose={() => (asked.value = undefined)}
        />
      )}
    </section>
  );
}

interface SayWhyProps {
  readonly kind: WithWords;
  readonly keptAs: string;
  /** Comments that are open: they go along with a request for changes. Default: none. */
  readonly open?: readonly Comment[];
  readonly decide: (kind: WithWords, said: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** The words that belong to a decision. */
export function SayWhy({ kind, keptAs, open = [], decide, onClose }: SayWhyProps) {
  const { words, page } = say();
  const along = kind === 'reject' ? [] : open;
  return (
    <SayWords
      title={words.buttons[kind]}
      label={page.article.sayWhy[kind]}
      keptAs={keptAs}
      isDangerous={kind === 'reject'}
      mayBeEmpty={along.length > 0}
      before={
        along.length > 0 && (
          <div>
            <p class="label">{page.article.comments.goAlong}</p>
            <ul class="go-along">
              {along.map(({ id, byName, words: said }) => (
                <li key={id}>
                  {said} <span class="soft">({byName})</span>
                </li>
              ))}
            </ul>
          </div>
        )
      }
      send={(said) => decide(kind, said)}
      onClose={onClose}
    />
  );
}
