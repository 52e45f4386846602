import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Draft } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { NoteCard } from './note-card.tsx';
import { notesOf, stack, tonesOf } from './notes.ts';

const GAP_PX = 12;
/** From here on notes stand beside the text; as in article.css. */
const HAS_MARGIN = '(min-width: 68rem)';

/** A draft as set type, with what is said of its words beside them: in the margin where there is one, else below, and at a tap. */
export function Reading({ draft }: { readonly draft: Draft }) {
  const { page, words } = say();
  const notes = useMemo(() => notesOf(draft, { page, words }), [draft, page, words]);
  const text = useRef<HTMLDivElement>(null);
  const margin = useRef<HTMLOListElement>(null);
  const lit = useSignal<readonly string[]>([]);
  const tapped = useSignal<readonly string[]>([]);
  usePassages(text, notes, lit.value);
  useMargin(text, margin, notes);
  const passageAt = (target: EventTarget | null): readonly string[] => {
    const span = target instanceof Element ? target.closest<HTMLElement>('[data-passage]') : null;
    return span?.dataset['passage']?.split(' ') ?? [];
  };
  const open = notes.filter(({ passage }) => passage !== undefined && tapped.value.includes(passage));
  return (
    <div class="reading">
      <div
        ref={text}
        class="text"
        {...(draft.language !== undefined && { lang: draft.language })}
        onMouseOver={({ target }) => (lit.value = passageAt(target))}
        onMouseLeave={() => (lit.value = [])}
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('a') !== null) return;
          if (document.getSelection()?.isCollapsed === false) return;
          const passages = passageAt(target);
          if (!matchMedia(HAS_MARGIN).matches) tapped.value = passages;
        }}
      >
        {draft.sections.map(({ id, html }) => (
          <section key={id} data-section={id} dangerouslySetInnerHTML={{ __html: html }} />
        ))}
        {draft.sources.length > 0 && <Sources draft={draft} />}
      </div>
      {notes.length > 0 && (
        <aside class="margin" aria-label={page.article.notes.title}>
          <h2 class="margin-title">{page.article.notes.title}</h2>
          <ol class="bare" ref={margin}>
            {notes.map((note) => (
              <li
                key={note.id}
                class={note.passage !== undefined && lit.value.includes(note.passage) ? 'note note-lit' : 'note'}
                data-passage={note.passage}
                onMouseEnter={() => (lit.value = note.passage === undefined ? [] : [note.passage])}
                onMouseLeave={() => (lit.value = [])}
              >
                <NoteCard note={note} />
                {note.passage !== undefined && (
                  <button
                    type="button"
                    class="link small to-words"
                    onClick={() => show(text.current, note.passage, lit)}
                  >
                    {page.article.notes.show}
                  </button>
                )}
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
function usePassages(
  text: { readonly current: HTMLElement | null },
  notes: ReturnType<typeof notesOf>,
  lit: readonly string[],
): void {
  const tones = useMemo(() => tonesOf(notes), [notes]);
  useLayoutEffect(() => {
    for (const span of passagesIn(text.current)) {
      const tone = idsOf(span)
        .map((id) => tones.get(id))
        .find((found) => found !== undefined);
      if (tone === undefined) delete span.dataset['tone'];
      else span.dataset['tone'] = tone;
    }
  }, [tones]);
  useEffect(() => {
    for (const span of passagesIn(text.current))
      span.classList.toggle(
        'is-lit',
        idsOf(span).some((id) => lit.includes(id)),
      );
  }, [lit]);
}

/** Puts each note beside its words, as long as there is a margin. */
function useMargin(
  text: { readonly current: HTMLElement | null },
  margin: { readonly current: HTMLElement | null },
  notes: ReturnType<typeof notesOf>,
): void {
  useLayoutEffect(() => {
    const list = margin.current;
    const column = text.current;
    if (list === null || column === null) return undefined;
    const place = (): void => {
      const items = [...list.children].filter((item) => item instanceof HTMLElement);
      const hasMargin = matchMedia(HAS_MARGIN).matches;
      const top = column.getBoundingClientRect().top;
      const spans = passagesIn(column);
      const wanted = items.map((item) => {
        const span = spans.find((one) => idsOf(one).includes(item.dataset['passage'] ?? ''));
        return { top: span === undefined ? 0 : span.getBoundingClientRect().top - top, height: item.offsetHeight };
      });
      const places = stack(wanted, GAP_PX);
      for (const [at, item] of items.entries()) item.style.top = hasMargin ? `${places[at] ?? 0}px` : '';
      const last = items.at(-1);
      list.style.minHeight = hasMargin && last !== undefined ? `${(places.at(-1) ?? 0) + last.offsetHeight}px` : '';
    };
    place();
    // Letters arrive late, and windows change.
    const watch = new ResizeObserver(place);
    watch.observe(column);
    void document.fonts.ready.then(place);
    return () => watch.disconnect();
  }, [notes]);
}

function passagesIn(text: HTMLElement | null): readonly HTMLElement[] {
  return text === null ? [] : [...text.querySelectorAll<HTMLElement>('[data-passage]')];
}

function idsOf(span: HTMLElement): readonly string[] {
  return span.dataset['passage']?.split(' ') ?? [];
}

function show(text: HTMLElement | null, passage: string | undefined, lit: { value: readonly string[] }): void {
  if (passage === undefined) return;
  lit.value = [passage];
  passagesIn(text)
    .find((span) => idsOf(span).includes(passage))
    ?.scrollIntoView({ block: 'center' });
}
