import { signal } from '@preact/signals';
import { say } from '../core/words.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isProblem: boolean;
}

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;
/** Long enough to read two sentences twice; a problem stays until it is put away (WCAG 2.2.1). */
const SHOWN_MS = 8000;

/** Says something at the edge of the page, and to those who listen to it. */
export function toast(text: string, { isProblem = false }: { readonly isProblem?: boolean } = {}): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.filter((one) => one.text !== text), { id, text, isProblem }];
  if (!isProblem) setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Where toasts appear. There from the beginning: what is in a live region when it appears is not read out. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite" aria-relevant="additions">
      {toasts.value.map(({ id, text, isProblem }) => (
        <div key={id} class={isProblem ? 'toast toast-problem' : 'toast'}>
          <p>{text}</p>
          <button type="button" class="plain" aria-label={say().page.dismiss} onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
