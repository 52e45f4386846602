import { useSignal } from '@preact/signals';
import type { Article, Comment } from '../../core/article.ts';
import { useCommands } from '../../core/commands.ts';
import { go } from '../../core/router.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Confirm } from '../../ui/dialog.tsx';
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

/** What people decide about what is up for decision, with its key. */
const KINDS = [
  ['approve', 'a'],
  ['edit', 'e'],
  ['request-changes', 'c'],
  ['reject', 'x'],
] as const;
type Kind = (typeof KINDS)[number][0];

/** What people decide about what is up for decision: by buttons, by keys and from the palette. */
export function Decisions({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told } = say();
  const asked = useSignal<Kind | undefined>(undefined);
  const isSent = useSignal(false);
  const { gate, current, mayDecide, articleId } = article;
  const about = gate ?? current;
  const kinds = about === undefined ? [] : KINDS.filter(([kind]) => mayDecide.includes(kind));
  const approve = async (): Promise<void> => {
    asked.value = undefined;
    if (isSent.value) return;
    isSent.value = true;
    await decideOn(article, 'approve', undefined, store);
    isSent.value = false;
  };
  useCommands(
    kinds.map(([kind, keys]) => ({
      id: kind,
      label: words.buttons[kind],
      keys,
      isLocal: true,
      run: () => {
        if (kind === 'edit') go(pathOf('edit', { articleId }));
        else asked.value = kind;
      },
    })),
  );
  const { value: kind } = asked;
  // It stays when somebody else is quicker: what was typed in it is still to be read, and taken elsewhere.
  const dialog = (kind === 'request-changes' || kind === 'reject') && (
    <SayWhy
      kind={kind}
      keptAs={`${kind}:${articleId}`}
      open={store.comments.value.filter(({ state }) => state === 'open')}
      decide={(decided, said) => decideOn(article, decided, said, store)}
      onClose={() => (asked.value = undefined)}
    />
  );
  if (about === undefined || kinds.length === 0)
    return (
      <>
        {null}
        {dialog}
      </>
    );
  const score = article.drafts.find(({ version }) => version === about.version)?.score;
  const isOutline = article.drafts.some(({ version, outline }) => version === about.version && outline === true);
  const named = {
    version: about.version,
    ...(score !== undefined && { score }),
    ...(isOutline && { outline: true as const }),
  };
  // While agents are at work, people may decide early, and are not asked to.
  const heading =
    gate === undefined ? told.card.current(named.version, named.score, named.outline) : told.gate.heading(named);
  return (
    <>
      <section class="decisions" aria-label={words.stages.waiting}>
        <p class="decisions-what">
          {heading}
          {gate !== undefined && article.stopReason !== undefined && (
            <span class="soft"> {told.gate.stopReason(article.stopReason, article)}</span>
          )}
        </p>
        <div class="actions">
          {kinds.map(([one]) =>
            one === 'edit' ? (
              <a key={one} class="button" href={pathOf('edit', { articleId })} title={words.buttonHints.edit}>
                {words.buttons.edit}
              </a>
            ) : (
              <button
                key={one}
                type="button"
                class={`button ${LOOKS[one]}`}
                title={words.buttonHints[one]}
                disabled={one === 'approve' && isSent.value}
                onClick={() => (one === 'approve' ? void approve() : (asked.value = one))}
              >
                {words.buttons[one]}
              </button>
            ),
          )}
        </div>
        {kind === 'approve' && (
          // A key is pressed by accident more easily than a button.
          <Confirm
            title={heading}
            text={`${words.buttons.approve}: ${words.buttonHints.approve}.`}
            yes={words.buttons.approve}
            onYes={() => void approve()}
            onClose={() => (asked.value = undefined)}
          />
        )}
      </section>
      {dialog}
    </>
  );
}

const LOOKS = { approve: 'button-main', 'request-changes': '', reject: 'button-danger' } as const;

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
              {along.map(({ id, by, words: said }) => (
                <li key={id}>
                  {said} <span class="soft">({by.name})</span>
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
