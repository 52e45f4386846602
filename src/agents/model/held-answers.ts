import { LRUCache } from 'lru-cache';

/** Answers of this process that wait to be stored take up so much memory at most, in characters. */
const MAX_CHARS = 50_000_000;
/** The table was away all that time: the article has asked people. */
const MAX_AGE_MS = 2 * 3_600_000;

/** Answers that arrived, and that the journal could not take: whoever asks the same gets them, and books them. */
export class HeldAnswers<T extends { readonly answer: { readonly text: string } }> {
  readonly #answers = new LRUCache<string, T>({
    maxSize: MAX_CHARS,
    sizeCalculation: ({ answer }) => answer.text.length + 1,
    ttl: MAX_AGE_MS,
  });

  hold(key: string, answer: T): void {
    this.#answers.set(key, answer);
  }

  has(key: string): boolean {
    return this.#answers.has(key);
  }

  /** Gives it out once. */
  take(key: string): T | undefined {
    const held = this.#answers.get(key);
    this.#answers.delete(key);
    return held;
  }
}
