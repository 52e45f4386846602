import { useSignal } from '@preact/signals';
import type { Article } from '../../core/article.ts';
import { useCommands } from '../../core/commands.ts';
import { useNames } from '../../core/people.ts';
import { say } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { act, actOrSay } from './act.ts';
import type { ArticleStore } from './article-store.ts';
import { SayWords } from './comments.tsx';

const KINDS = ['assign', 'step-in'] as const;
type Kind = (typeof KINDS)[number];

interface HandOverProps {
  readonly article: Article;
  readonly store: ArticleStore;
}

/** Who is to decide: somebody is asked to, or an administrator does alone. */
export function HandOver({ article, store }: HandOverProps) {
  const t = say().page.article.handOver;
  const asked = useSignal<Kind | undefined>(undefined);
  const kinds = KINDS.filter((kind) => article.mayControl.includes(kind));
  const close = (): void => void (asked.value = undefined);
  useCommands(
    kinds.map((kind) => ({ id: kind, label: t[kind].button, isLocal: true, run: () => (asked.value = kind) })),
  );
  return (
    <>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="button button-small"
          title={t[kind].hint}
          onClick={() => (asked.value = kind)}
        >
          {t[kind].button}
        </button>
      ))}
      {asked.value === 'assign' && <AskSomebody article={article} store={store} onClose={close} />}
      {asked.value === 'step-in' && (
        <SayWords
          title={t['step-in'].title}
          label={t['step-in'].label}
          keptAs={`step-in:${article.articleId}`}
          isDangerous
          before={<p>{t['step-in'].lead}</p>}
          send={(reason) => act(store, `/articles/${article.articleId}/controls`, { kind: 'step-in', reason })}
          onClose={close}
        />
      )}
    </>
  );
}

function AskSomebody({ article: { articleId }, store, onClose }: HandOverProps & { readonly onClose: () => void }) {
  const t = say().page.article.handOver.assign;
  const names = useNames(articleId);
  const whom = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const isSent = useSignal(false);
  const submit = async (): Promise<void> => {
    const said = whom.value.trim();
    if (isSent.value) return;
    if (said === '') return void (fault.value = t.missing);
    isSent.value = true;
    fault.value = await actOrSay(store, `/articles/${articleId}/controls`, { kind: 'assign', whom: said });
    isSent.value = false;
    if (fault.value === undefined) onClose();
  };
  return (
    <Dialog title={t.title} onClose={onClose}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{t.lead}</p>
        <Field
          label={t.label}
          value={whom}
          offered={names}
          hint={t.fieldHint}
          fault={fault.value}
          autoFocus
          isRequired
        />
        <div class="actions">
          <button type="submit" class="button button-main" aria-disabled={isSent.value}>
            {t.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
