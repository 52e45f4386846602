import { LRUCache } from 'lru-cache';

/** A text is drawn several times: to see whether it fits, for the message, for its edits. */
const MOST_TEXTS = 64;
/** UTF-16 units of all of them: the longest text that anybody may hand in, four times. What is made of so much takes up some 60 MB. */
const MOST_UNITS = 4_000_000;

/** What was made of texts lately, by the text: of long ones fewer, so that it never takes up more than a process has. */
export function createTextMemory<T extends object | string>(): Pick<LRUCache<string, T>, 'get' | 'set'> {
  return new LRUCache<string, T>({
    max: MOST_TEXTS,
    maxSize: MOST_UNITS,
    sizeCalculation: (_, text) => text.length + 1,
  });
}
