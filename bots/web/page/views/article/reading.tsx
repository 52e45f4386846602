import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Article, Comment, Draft } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { ArticleStore } from './article-store.ts';
import { type Chosen, CommentCard, NewComment } from './comments.tsx';
import { rangeOf } from './find-words.ts';
import { NoteCard } from './note-card.tsx';
import { type Note, notesOf, stack, tonesOf } from './notes.ts';
import { useChosen } from './use-chosen.ts';

const GAP_PX = 12;
/** From here on notes stand beside the text; as in article.css. */
const HAS_MARGIN = '(min-width: 68rem)';
const HIGHLIGHT = 'comment';

interface Ref<T> {
  readonly current: T | null;
}

interface ReadingProps {
  readonly article: Article;
  readonly store: ArticleStore;
  readonly draft: Draft;
}

/**
 * A draft as set type, with what is said of its words beside them: in the margin where there is one, else below, and at a tap. Whoever marks
 * words may say something of them.
 */
export function Reading({ article, store, draft }: ReadingProps) {
  const spoken = say();
  const { page } = spoken;
  const notes = useMemo(() => notesOf(draft, spoken), [draft, spoken]);
  // What became of the others stands with the ledger of the draft.
  const comments = store.comments.value.filter(({ state }) => state === 'open' || state === 'sent');
  const text = useRef<HTMLDivElement>(null);
  const margin = useRef<HTMLOListElement>(null);
  const lit = useSignal<readonly string[]>([]);
  const tapped = useSignal<readonly string[]>([]);
  usePassages(text, notes, lit.value);
  useHighlights(text, comments, draft);
  useMargin(text, margin, notes, comments);
  const open = notes.filter(({ passage }) => passage !== undefined && tapped.value.includes(passage));
  return (
    <div class="reading">
      <div
        ref={text}
        class="text"
        {...(draft.language !== undefined && { lang: draft.language })}
        onMouseOver={({ target }) => (lit.value = passagesAt(target))}
        onMouseLeave={() => (lit.value = [])}
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('a') !== null) return;
          if (document.getSelection()?.isCollapsed === false) return;
          if (!matchMedia(HAS_MARGIN).matches) tapped.value = passagesAt(target);
        }}
      >
        {draft.sections.map(({ id, html }) => (
          <section key={id} data-section={id} dangerouslySetInnerHTML={{ __html: html }} />
        ))}
        {draft.sources.length > 0 && <Sources draft={draft} />}
      </div>
      {store.mayComment.value && (
        <SayOfWords articleId={article.articleId} version={draft.version} store={store} text={text} />
      )}
      {notes.length + comments.length > 0 && (
        <aside class="margin" aria-label={page.article.notes.title}>
          <h2 class="margin-title">{page.article.notes.title}</h2>
          <ol class="bare" ref={margin}>
            {notes.map((note) => (
              <NoteItem key={note.id} note={note} text={text} lit={lit} />
            ))}
            {comments.map((comment) => (
              <li key={comment.id} class="note" data-quote={comment.quote}>
                <CommentCard article={article} store={store} comment={comment} />
              </li>
            ))}
          </ol>
        </aside>
      )}
      {open.length > 0 && (
        <Dialog title={page.article.notes.title} onClose={() => (tapped.value = [])}>
          {open.map((note) => (
            <div key={note.id} class="note">
              <NoteCard note={note} />
            </div>
          ))}
        </Dialog>
      )}
    </div>
  );
}

interface NoteItemProps {
  readonly note: Note;
  readonly text: Ref<HTMLElement>;
  readonly lit: Signal<readonly string[]>;
}

function NoteItem({ note, text, lit }: NoteItemProps) {
  const { page } = say();
  const { passage } = note;
  const isLit = passage !== undefined && lit.value.includes(passage);
  return (
    <li
      class={isLit ? 'note note-lit' : 'note'}
      data-passage={passage}
      onMouseEnter={() => (lit.value = passage === undefined ? [] : [passage])}
      onMouseLeave={() => (lit.value = [])}
    >
      <NoteCard note={note} />
      {passage !== undefined && (
        <button
          type="button"
          class="link small to-words"
          onClick={() => {
            lit.value = [passage];
            spanOf(text.current, passage)?.scrollIntoView({ block: 'center' });
          }}
        >
          {page.article.notes.show}
        </button>
      )}
    </li>
  );
}

interface SayOfWordsProps {
  readonly articleId: string;
  readonly version: number;
  readonly store: ArticleStore;
  readonly text: Ref<HTMLElement>;
}

/** Offers to say something of words that were just marked. */
function SayOfWords({ articleId, version, store, text }: SayOfWordsProps) {
  const { page } = say();
  const chosen = useChosen(text);
  const asked = useSignal<Chosen | undefined>(undefined);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const place = button.current?.offsetParent?.getBoundingClientRect();
    if (button.current === null || place === undefined || chosen === undefined) return;
    button.current.style.top = `${chosen.bottom - place.top}px`;
    button.current.style.left = `${Math.max(0, Math.min(chosen.right, place.right) - place.left - button.current.offsetWidth)}px`;
  }, [chosen]);
  return (
    <>
      {chosen !== undefined && asked.value === undefined && (
        <button
          ref={button}
          type="button"
          class="button button-main button-small say-of-words"
          // The words stay marked while it is pressed.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const { quote, sectionId } = chosen;
            asked.value = { quote, ...(sectionId !== undefined && { sectionId }) };
          }}
        >
          {page.article.comments.add}
        </button>
      )}
      {asked.value !== undefined && (
        <NewComment
          articleId={articleId}
          version={version}
          store={store}
          chosen={asked.value}
          onClose={() => (asked.value = undefined)}
        />
      )}
    </>
  );
}

function Sources({ draft }: { readonly draft: Draft }) {
  const { page } = say();
  return (
    <section class="sources">
      <h2>{page.article.sources}</h2>
      <ol class="bare">
        {draft.sources.map(({ number, title, address, date }) => (
          <li key={number} id={`source-${number}`} tabIndex={-1}>
            <span class="number">{number}.</span>{' '}
            {address === undefined ? (
              title
            ) : (
              <a href={address} target="_blank" rel="noopener noreferrer nofollow">
                {title}
              </a>
            )}
            {date !== undefined && <span class="soft"> · {date}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Marks the words that something is said of, as it is meant, and those that are looked at. */
function usePassages(text: Ref<HTMLElement>, notes: readonly Note[], lit: readonly string[]): void {
  const tones = useMemo(() => tonesOf(notes), [notes]);
  useLayoutEffect(() => {
    for (const span of spansIn(text.current)) {
      const tone = idsOf(span)
        .map((id) => tones.get(id))
        .find((found) => found !== undefined);
      if (tone === undefined) delete span.dataset['tone'];
      else span.dataset['tone'] = tone;
    }
  }, [tones]);
  useEffect(() => {
    for (const span of spansIn(text.current))
      span.classList.toggle(
        'is-lit',
        idsOf(span).some((id) => lit.includes(id)),
      );
  }, [lit]);
}

/** Marks the words that people said something of, where the browser can. */
function useHighlights(text: Ref<HTMLElement>, comments: readonly Comment[], draft: Draft): void {
  const quotes = comments.map(({ quote }) => quote).join('\n');
  useEffect(() => {
    const root = text.current;
    if (root === null || !('highlights' in CSS)) return undefined;
    const ranges = quotes.split('\n').flatMap((quote) => rangeOf(root, quote) ?? []);
    CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
    return () => {
      CSS.highlights.delete(HIGHLIGHT);
    };
  }, [quotes, draft]);
}

/** Puts each note beside its words, as long as there is a margin. */
function useMargin(
  text: Ref<HTMLElement>,
  margin: Ref<HTMLElement>,
  notes: readonly Note[],
  comments: readonly Comment[],
): void {
  useLayoutEffect(() => {
    const list = margin.current;
    const column = text.current;
    if (list === null || column === null) return undefined;
    const place = (): void => {
      const hasMargin = matchMedia(HAS_MARGIN).matches;
      const { top: zero } = column.getBoundingClientRect();
      const wanted = [...list.children]
        .filter((item) => item instanceof HTMLElement)
        .map((item) => {
          const { passage, quote } = item.dataset;
          const words =
            passage !== undefined ? spanOf(column, passage) : quote !== undefined ? rangeOf(column, quote) : undefined;
          // What is about no words stands below the rest.
          const top = words === undefined ? column.offsetHeight : words.getBoundingClientRect().top - zero;
          return { item, top, height: item.offsetHeight };
        })
        .toSorted((one, other) => one.top - other.top);
      const places = stack(wanted, GAP_PX);
      for (const [at, { item }] of wanted.entries()) item.style.top = hasMargin ? `${places[at] ?? 0}px` : '';
      const lowest = (places.at(-1) ?? 0) + (wanted.at(-1)?.height ?? 0);
      list.style.minHeight = hasMargin ? `${lowest}px` : '';
    };
    place();
    // Letters arrive late, windows change, and answers make notes longer.
    const watch = new ResizeObserver(place);
    for (const element of [column, ...list.children]) watch.observe(element);
    void document.fonts.ready.then(place);
    return () => watch.disconnect();
  }, [notes, comments.map(({ id }) => id).join(' ')]);
}

function spansIn(text: HTMLElement | null): readonly HTMLElement[] {
  return text === null ? [] : [...text.querySelectorAll<HTMLElement>('[data-passage]')];
}

function spanOf(text: HTMLElement | null, passage: string): HTMLElement | undefined {
  return spansIn(text).find((span) => idsOf(span).includes(passage));
}

function idsOf(span: HTMLElement): readonly string[] {
  return span.dataset['passage']?.split(' ') ?? [];
}

function passagesAt(target: EventTarget | null): readonly string[] {
  const span = target instanceof Element ? target.closest<HTMLElement>('[data-passage]') : null;
  return span === null ? [] : idsOf(span);
}
