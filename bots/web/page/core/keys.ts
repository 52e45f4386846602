import { signal } from '@preact/signals';
import { commandsNow } from './commands.ts';

/** So long the first of two keys waits for the second. */
const SEQUENCE_MS = 1200;
const KEPT_AS = 'copydesk:single-keys';
const OFF = 'off';

/** Of a key that was pressed, what is looked at. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Keys without Ctrl do something. Whoever dictates, or hits them by accident, switches them off (WCAG 2.1.4). */
export const hasSingleKeys = signal(true);

export function chooseSingleKeys(on: boolean): void {
  hasSingleKeys.value = on;
  try {
    if (on) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, OFF);
  } catch {
    // Then it holds until the page is closed.
  }
}

/** `a`, `?`, `mod+k`, as commands name their keys; Cyrillic and other layouts by where the key lies. Undefined: it is none of theirs. */
export function nameOfKey({ key, code, ctrlKey, metaKey, altKey }: Pressed): string | undefined {
  if (altKey || key.length === 0) return undefined;
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const name = /^[a-z]$/i.test(key) ? key.toLowerCase() : /^\p{L}$/u.test(key) && letter !== undefined ? letter : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}

/** Has what is pressed do what the commands say. Once. */
export function startKeys(): void {
  try {
    hasSingleKeys.value = localStorage.getItem(KEPT_AS) !== OFF;
  } catch {
    // They are on.
  }
  let first: { readonly name: string; readonly at: number } | undefined;
  document.addEventListener('keydown', (event) => {
    const name = nameOfKey(event);
    if (name === undefined || event.defaultPrevented || event.isComposing) return;
    const isPlain = !name.startsWith('mod+');
    if (isPlain && (!hasSingleKeys.value || isTyped(event) || isAsked())) return;
    const before = first !== undefined && event.timeStamp - first.at < SEQUENCE_MS ? first.name : undefined;
    first = undefined;
    const commands = commandsNow();
    const find = (keys: string) => commands.find((command) => command.keys === keys);
    const command = (before === undefined ? undefined : find(`${before} ${name}`)) ?? find(name);
    if (command !== undefined) {
      event.preventDefault();
      // Held down, a key goes on through a list, and decides nothing twice.
      if (!event.repeat || command.isKeyOnly) command.run();
    } else if (commands.some(({ keys }) => keys?.startsWith(`${name} `))) first = { name, at: event.timeStamp };
  });
}

/** Into a field, where it is text. */
function isTyped({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** A question stands before the page. */
function isAsked(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
