import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { MAX_COMMENT_CHARS } from '../../../../../src/protocol/decision.ts';
import type { Article } from '../../core/article.ts';
import { kept } from '../../core/kept.ts';
import { say } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { pathOf } from '../../routes.ts';
import { aboutOf, act } from './act.ts';
import type { ArticleStore } from './article-store.ts';

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
  const { gate, current, mayDecide, articleId } = article;
  const about = gate ?? current;
  if (about === undefined || mayDecide.length === 0) return null;
  const isOutline = gate?.subject === 'outline';
  const decide = (kind: 'approve' | WithWords, said?: string): Promise<boolean> => decideOn(article, kind, said, store);
  const score = article.drafts.find(({ version }) => version === about.version)?.score;
  return (
    <section class="decisions" aria-label={words.stages.waiting}>
      <p class="decisions-what">
        {told.gate.heading({
          version: about.version,
          ...(score !== undefined && { score }),
          ...(isOutline && { outline: true as const }),
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
            onClick={() => void decide('approve')}
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
          decide={decide}
          onClose={() => (asked.value = undefined)}
        />
      )}
    </section>
  );
}

interface SayWhyProps {
  readonly kind: WithWords;
  readonly keptAs: string;
  readonly decide: (kind: WithWords, said: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** The words that belong to a decision. They stay until it has arrived. */
export function SayWhy({ kind, keptAs, decide, onClose }: SayWhyProps) {
  const { words, page } = say();
  const said = useMemo(() => kept(keptAs, ''), [keptAs]);
  useEffect(() => () => said.release(), [said]);
  const isSent = useSignal(false);
  const send = async (): Promise<void> => {
    if (said.value.trim() === '' || isSent.value) return;
    isSent.value = true;
    const isTaken = await decide(kind, said.value.trim());
    isSent.value = false;
    if (!isTaken) return;
    said.forget();
    onClose();
  };
  return (
    <Dialog title={words.buttons[kind]} onClose={onClose}>
      <Field
        label={page.article.sayWhy[kind]}
        value={said}
        rows={5}
        maxLength={MAX_COMMENT_CHARS}
        isRequired
        autoFocus
        onSubmit={() => void send()}
      />
      <div class="actions">
        <button
          type="button"
          class={kind === 'reject' ? 'button button-danger' : 'button button-main'}
          disabled={said.value.trim() === '' || isSent.value}
          onClick={() => void send()}
        >
          {words.buttons[kind]}
        </button>
      </div>
    </Dialog>
  );
}
