import { useCommands } from '../core/commands.ts';

/** What the row is about that has the focus: its `data-row`. Absent: none has. */
export function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

/** `j` and `k` go up and down through all rows of the view, as through one list. */
export function useRowKeys({ next, previous }: { readonly next: string; readonly previous: string }): void {
  useCommands([
    { id: 'next', label: next, keys: 'j', isLocal: true, isKeyOnly: true, run: () => moveInRows(1) },
    { id: 'previous', label: previous, keys: 'k', isLocal: true, isKeyOnly: true, run: () => moveInRows(-1) },
  ]);
}

/** @param by from the row that has the focus; where none has, the first gets it */
export function moveInRows(by: number): void {
  const titles = [...document.querySelectorAll<HTMLElement>('main .row-title')];
  const at = titles.findIndex((title) => title.closest('.row')?.contains(document.activeElement));
  titles[at < 0 ? 0 : Math.min(titles.length - 1, Math.max(0, at + by))]?.focus();
}
