import { signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Command, commandsNow } from '../core/commands.ts';
import type { ArticleLine } from '../core/articles.ts';
import { go } from '../core/router.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { Keys } from './keys.tsx';

export const isPaletteOpen = signal(false);

/** More is not looked through but narrowed down. */
const MOST_ARTICLES = 8;
/** A word is typed in less than that. */
const PAUSE_MS = 180;

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Everything that can be done, and every article, by typing a few letters of it. */
export function Palette() {
  return isPaletteOpen.value ? <OpenPalette /> : null;
}

function OpenPalette() {
  const { page, words } = say();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useSettled(typed.trim());
  const found = useLoaded<{ readonly articles: readonly ArticleLine[] }>(
    `/articles?limit=${MOST_ARTICLES}${wanted === '' ? '' : `&q=${encodeURIComponent(wanted)}`}`,
  );
  const close = (): void => {
    isPaletteOpen.value = false;
  };

  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const commands = matching(commandsNow(), typed);
  const kept = useRef<readonly ArticleLine[]>([]);
  if (found.value !== undefined) kept.current = found.value.articles;
  // Until those are found that go with what was typed last, only what goes with it is left of those that were there: Enter opens no other.
  const isFound = found.value !== undefined && wanted === typed.trim();
  const letters = typed.trim().toLowerCase().split(/\s+/);
  const articles = kept.current.filter(
    ({ topic }) => isFound || letters.every((word) => topic.toLowerCase().includes(word)),
  );
  const choices: readonly Choice[] = [
    ...commands,
    ...articles.map(({ articleId, topic, stage }) => ({
      id: articleId,
      label: topic,
      hint: words.stages[stage],
      run: () => go(pathOf('article', { articleId })),
    })),
  ];
  const chosen = Math.min(at, choices.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    close();
    // Once the focus is back where it was: what is run may move it.
    setTimeout(choice.run);
  };
  const move = (by: number): void => setAt((chosen + by + choices.length) % Math.max(1, choices.length));

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={page.palette.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={choices.length === 0 ? undefined : `${id}-${chosen}`}
        aria-autocomplete="list"
        aria-label={page.palette.label}
        placeholder={page.palette.label}
        autoComplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') run(choices[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <ul ref={list} class="palette-list bare" id={`${id}-list`} role="listbox" aria-label={page.palette.title}>
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerMove={() => setAt(index)}
            onClick={() => run(choice)}
          >
            <span class="palette-label">{choice.label}</span>
            {choice.hint !== undefined && <span class="small soft">{choice.hint}</span>}
            {choice.keys !== undefined && <Keys keys={choice.keys} />}
          </li>
        ))}
      </ul>
      <p class="palette-none soft" role="status">
        {choices.length === 0 ? page.palette.nothing(typed) : ''}
      </p>
    </dialog>
  );
}

/** Every word that was typed begins one of the label. */
function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const pieces = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, isKeyOnly }) => {
    if (isKeyOnly) return false;
    const words = label.toLowerCase().split(/[\s:—–-]+/);
    return pieces.every((piece) => words.some((word) => word.startsWith(piece)));
  });
}

/** What was typed, once nobody has typed for a moment. */
function useSettled(typed: string): string {
  const [settled, settle] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
