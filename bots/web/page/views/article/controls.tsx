import { useSignal } from '@preact/signals';
import type { PlainControlKind } from '../../../../../src/protocol/decision.ts';
import { newKey } from '../../core/api.ts';
import type { Article } from '../../core/article.ts';
import { useCommands } from '../../core/commands.ts';
import { api } from '../../core/session.ts';
import { say } from '../../core/words.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toasts.tsx';
import { act } from './act.ts';
import type { ArticleStore } from './article-store.ts';
import { HandOver } from './hand-over.tsx';
import { ShowElsewhere } from './places.tsx';

/** Those that need nothing more to be said, in the order in which they are offered. */
const PLAIN = [
  'resume',
  'retry',
  'raise',
  'claim',
  'release',
  'pause',
  'another',
  'finish',
  'cancel',
] as const satisfies readonly PlainControlKind[];
/** They end something that does not come back. */
const ASKED_TWICE: readonly PlainControlKind[] = ['cancel', 'finish', 'another'];

/** Without one of them it does not go on. */
const NEEDED: readonly PlainControlKind[] = ['resume', 'retry', 'raise'];

/** Spoken by most who read; of others the article is ordered in. */
const LANGUAGES = 'ar de en es fr hi id it ja ko nl pl pt ru tr uk vi zh'.split(' ');

/** What may be done with an article as a whole. */
export function Controls({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told, page } = say();
  const asked = useSignal<PlainControlKind | undefined>(undefined);
  const kinds = PLAIN.filter((kind) => article.mayControl.includes(kind));
  const control = (kind: PlainControlKind): void => {
    asked.value = undefined;
    void act(store, `/articles/${article.articleId}/controls`, { kind });
  };
  const choose = (kind: PlainControlKind): void => {
    if (ASKED_TWICE.includes(kind)) asked.value = kind;
    else control(kind);
  };
  useCommands(kinds.map((kind) => ({ id: kind, label: words.buttons[kind], isLocal: true, run: () => choose(kind) })));
  if (article.mayControl.length === 0) return null;
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
            onClick={() => choose(kind)}
          >
            {words.buttons[kind]}
          </button>
        ))}
      </div>
      <Others article={article} store={store} />
      <ShowElsewhere article={article} store={store} />
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

/** Those to which more has to be said. */
function Others({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { page, words } = say();
  const texts = page.article.others;
  const { articleId, mayControl, language } = article;
  const path = `/articles/${articleId}/controls`;
  const addSource = async (file: File): Promise<void> => {
    const kept = await api.upload<{ readonly fileId: string }>('/files', file, { key: newKey() });
    if (kept.ok) await act(store, path, { kind: 'add-source', fileId: kept.value.fileId });
    else toast(kept.problem.detail, { isProblem: true });
  };
  return (
    <div class="actions others">
      {mayControl.includes('language') && (
        <label>
          {texts.language}{' '}
          <select
            value={language}
            onChange={({ currentTarget }) => void act(store, path, { kind: 'language', language: currentTarget.value })}
          >
            {[...new Set([language, ...LANGUAGES])].map((tag) => (
              <option key={tag} value={tag}>
                {words.format.languageName(tag)}
              </option>
            ))}
          </select>
        </label>
      )}
      {mayControl.includes('add-source') && (
        <label class="button button-small file-button">
          {texts.addSource}
          <input
            type="file"
            class="unseen"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void addSource(file);
              currentTarget.value = '';
            }}
          />
        </label>
      )}
      <HandOver article={article} store={store} />
      {mayControl.includes('move') && (
        <button
          type="button"
          class="button button-small"
          title={texts.moveHint}
          onClick={() => void act(store, path, { kind: 'move' })}
        >
          {texts.move}
        </button>
      )}
    </div>
  );
}
