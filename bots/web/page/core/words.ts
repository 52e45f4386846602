import { signal } from '@preact/signals';
import type { dictionary } from '../words/en.ts';

/** What the page says, in one language. */
export type PageWords = typeof dictionary;

/** Set before anything is drawn. */
const spoken = signal<PageWords | undefined>(undefined);

/** From now on the page speaks so: whatever is drawn is drawn again. */
export function speak(words: PageWords): void {
  spoken.value = words;
}

/** The dictionary. Whoever draws with it draws again when the language is another one. */
export function say(): PageWords {
  if (spoken.value === undefined) throw new Error('The page has no words yet.');
  return spoken.value;
}
