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

/** What a key does with the row that has the focus. */
export interface RowAct {
  readonly keys: string;
  /** In the list of keys. */
  readonly label: string;
  /** @param row its `data-row` */
  readonly run: (row: string) => void;
}

/** Keys for rows that have no page of their own. Where no row has the focus, the first gets it, and nothing is done. */
export function useRowActs(acts: readonly RowAct[]): void {
  useCommands(
    acts.map(({ keys, label, run }) => ({
      id: `row-${keys}`,
      label,
      keys,
      isLocal: true,
      isKeyOnly: true,
      run: () => {
        const row = focusedRow();
        if (row === undefined) moveInRows(0);
        else run(row);
      },
    })),
  );
}

/** @param by from the row that has the focus; where none has, the first gets it */
function moveInRows(by: number): void {
  const titles = [...document.querySelectorAll<HTMLElement>('main .row-title')];
  const at = titles.findIndex((title) => title.closest('.row')?.contains(document.activeElement));
  titles[at < 0 ? 0 : Math.min(titles.length - 1, Math.max(0, at + by))]?.focus();
}
