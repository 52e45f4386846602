import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Article, Draft, Section } from '../../core/article.ts';
import { kept } from '../../core/kept.ts';
import { go } from '../../core/router.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { act, aboutOf } from './act.ts';
import type { ArticleStore } from './article-store.ts';
import {
  type EditedSection,
  type Edits,
  editedSections,
  keepMine,
  toSend,
  typed,
  without,
  withoutArrived,
} from './edits.ts';

const NOTHING: Edits = {};

interface EditProps {
  readonly article: Article;
  readonly store: ArticleStore;
}

/** The draft that is up for decision, section by section, to be changed by hand. What was typed stays on this device until it has arrived. */
export function Edit({ article, store }: EditProps) {
  const { page } = say();
  const { articleId, gate, current, mayDecide } = article;
  const about = gate ?? current;
  const edits = useMemo(() => kept<Edits>(`edit:${articleId}`, NOTHING, localStorage), [articleId]);
  useEffect(() => () => edits.release(), [edits]);
  if (about === undefined) return <p class="soft">{page.article.noDraft}</p>;
  const { draft, problem } = store.draft(about.version).value;
  if (draft === undefined)
    return problem === undefined ? (
      <p class="soft" role="status">
        {page.loading}
      </p>
    ) : (
      <ProblemNote problem={problem} onRetry={() => void store.refresh()} />
    );
  const change = (make: (before: Edits) => Edits): void => {
    const made = make(edits.value);
    edits.value = Object.keys(made).length === 0 ? NOTHING : made;
  };
  return (
    <Editor
      article={article}
      draft={draft}
      store={store}
      edits={edits.value}
      change={change}
      forget={() => edits.forget()}
      maySave={mayDecide.includes('edit')}
    />
  );
}

interface EditorProps extends EditProps {
  readonly draft: Draft;
  readonly edits: Edits;
  readonly change: (make: (before: Edits) => Edits) => void;
  readonly forget: () => void;
  readonly maySave: boolean;
}

function Editor({ article, draft, store, edits, change, forget, maySave }: EditorProps) {
  const { page, words } = say();
  const texts = page.article.edit;
  const { articleId } = article;
  const isSent = useSignal(false);
  useEffect(() => change((before) => withoutArrived(before, draft.sections)), [draft]);
  const sections = editedSections(edits, draft.sections);
  const conflicts = sections.filter(({ theirs, isGone }) => theirs !== undefined || isGone).length;
  const isChanged = sections.some((section) => section.isChanged);
  const save = async (): Promise<void> => {
    if (isSent.value) return;
    isSent.value = true;
    const body = { kind: 'edit', ...aboutOf(article), sections: toSend(edits, draft.sections) };
    const isTaken = await act(store, `/articles/${articleId}/decisions`, body);
    isSent.value = false;
    if (!isTaken) return;
    forget();
    go(pathOf('article', { articleId }));
  };
  return (
    <form
      class="editor"
      lang={draft.language ?? article.language}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="soft">{texts.how}</p>
      {sections.map((section) => (
        <SectionEditor
          key={section.id}
          section={section}
          original={draft.sections.find(({ id }) => id === section.id)}
          change={change}
        />
      ))}
      <div class="decisions">
        <p class="decisions-what" role="status">
          {conflicts > 0 ? texts.conflicts(conflicts) : isChanged ? texts.kept : texts.unchanged}
        </p>
        <div class="actions">
          <button
            type="submit"
            class="button button-main"
            disabled={!isChanged || conflicts > 0 || !maySave || isSent.value}
          >
            {texts.save}
          </button>
          {isChanged && (
            <button type="button" class="button button-danger" onClick={forget}>
              {texts.discard}
            </button>
          )}
          <a class="button" href={pathOf('article', { articleId })}>
            {texts.back}
          </a>
        </div>
        {!maySave && <p class="fault">{texts.notNow(words.buttons.edit)}</p>}
      </div>
    </form>
  );
}

interface SectionEditorProps {
  readonly section: EditedSection;
  /** Absent: the draft has it no more. */
  readonly original: Section | undefined;
  readonly change: EditorProps['change'];
}

function SectionEditor({ section, original, change }: SectionEditorProps) {
  const { page } = say();
  const texts = page.article.edit;
  const { id, heading, markdown, isChanged, theirs, isGone } = section;
  const name = heading === '' ? page.article.compare.beginning : heading;
  return (
    <section class="edit-section">
      <h2 class="label" id={`edit-${id}`}>
        {name} {isChanged && <span class="badge">{texts.changed}</span>}
      </h2>
      {(theirs !== undefined || isGone) && (
        <div class="conflict" role="alert">
          <p>{isGone ? texts.gone : texts.overtaken}</p>
          {theirs !== undefined && (
            <div class="text conflict-theirs">
              <h3 class="label">{texts.theirs}</h3>
              <Markdown text={theirs} />
            </div>
          )}
          <div class="actions">
            {original !== undefined && (
              <button type="button" class="button" onClick={() => change((before) => keepMine(before, original))}>
                {texts.keepMine}
              </button>
            )}
            <button type="button" class="button" onClick={() => change((before) => without(before, id))}>
              {isGone ? texts.dropMine : texts.takeTheirs}
            </button>
          </div>
        </div>
      )}
      <div class="edit-both">
        <textarea
          aria-labelledby={`edit-${id}`}
          rows={4}
          spellcheck
          readOnly={original === undefined}
          value={markdown}
          onInput={({ currentTarget }) => {
            if (original !== undefined) change((before) => typed(before, original, currentTarget.value));
          }}
        />
        <div class="text edit-preview" aria-label={texts.preview} role="group">
          <Markdown text={markdown} />
        </div>
      </div>
    </section>
  );
}
