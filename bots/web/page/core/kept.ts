import { effect, type Signal, signal } from '@preact/signals';

/** Of a `Storage`, what is used. It may throw: it is full, or a person has forbidden it. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A value that outlives a reload. */
export interface Kept<T> extends Signal<T> {
  /** Back to the initial value, and nothing is kept any more. */
  forget(): void;
  /** What is kept stays, and is not written any more. */
  release(): void;
}

/**
 * What a person typed, kept on this device until it has arrived: a form, a text. Where nothing can be kept it lives as long as the page.
 * @param key `edit:7k2…:3`
 */
export function kept<T>(key: string, initial: T, shelf: Shelf = sessionStorage): Kept<T> {
  const name = `copydesk:${key}`;
  // We wrote it ourselves.
  const value = signal((read(shelf, name) as T | undefined) ?? initial);
  const stop = effect(() => {
    const now = value.value;
    quietly(() => {
      if (now === initial) shelf.removeItem(name);
      else shelf.setItem(name, JSON.stringify(now));
    });
  });
  return Object.assign(value, {
    forget() {
      value.value = initial;
      quietly(() => shelf.removeItem(name));
    },
    release: stop,
  });
}

function read(shelf: Shelf, name: string): unknown {
  let found: unknown;
  quietly(() => {
    const text = shelf.getItem(name);
    if (text !== null) found = JSON.parse(text);
  });
  return found;
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing is lost that was not in memory.
  }
}
