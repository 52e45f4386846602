import { useSignal } from '@preact/signals';
import type { PlainControlKind } from '../../../../../src/protocol/decision.ts';
import type { Article } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { act } from './act.ts';
import type { ArticleStore } from './article-store.ts';

/** Those that need nothing more to be said, in the order in which they are offered. */
const PLAIN = [
  'resume',
  'retry',
  'raise',
  'pause',
  'another',
  'finish',
  'cancel',
] as const satisfies readonly PlainControlKind[];
/** They end something that does not come back. */
const ASKED_TWICE: readonly PlainControlKind[] = ['cancel', 'finish', 'another'];

/** Without one of them it does not go on. */
const NEEDED: readonly PlainControlKind[] = ['resume', 'retry', 'raise'];

/** What may be done with an article as a whole. */
export function Controls({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told, page } = say();
  const asked = useSignal<PlainControlKind | undefined>(undefined);
  const kinds = PLAIN.filter((kind) => article.mayControl.includes(kind));
  const control = (kind: PlainControlKind): void => {
    asked.value = undefined;
    void act(store, `/articles/${article.articleId}/controls`, { kind });
  };
  if (kinds.length === 0) return null;
  return (
    <details class="more" open={NEEDED.some((kind) => kinds.includes(kind))}>
      <summary>{page.article.more}</summary>
      <div class="actions">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class={kind === 'cancel' ? 'button button-small button-danger' : 'button button-small'}
            title={words.buttonHints[kind]}
            onClick={() => (ASKED_TWICE.includes(kind) ? (asked.value = kind) : control(kind))}
          >
            {words.buttons[kind]}
          </button>
        ))}
      </div>
      {asked.value !== undefined && (
        <Confirm
          title={told.confirm.title}
          text={`${words.buttons[asked.value]}: ${words.buttonHints[asked.value]}.`}
          yes={words.buttons[asked.value]}
          isDangerous={asked.value === 'cancel'}
          onYes={() => asked.value !== undefined && control(asked.value)}
          onClose={() => (asked.value = undefined)}
        />
      )}
    </details>
  );
}
