import { LRUCache } from 'lru-cache';

/** More events than Slack delivers again within the time. */
const REMEMBERED = 5000;
/** Slack delivers an event again at once, after one minute and after five. */
const FOR_MS = 15 * 60_000;

/**
 * What Slack delivers again is done once and gets the same answer, also while the first is under way. Only within this process: what
 * must not happen twice has an id of its own besides.
 * @returns a function that does `act` unless it was done for this key; what failed, or is not worth keeping, is done again.
 */
export function createOnce<T>(isFinal: (result: T) => boolean = () => true) {
  const done = new LRUCache<string, Promise<T>>({ max: REMEMBERED, ttl: FOR_MS });
  return (key: string, act: () => Promise<T>): Promise<T> => {
    const before = done.get(key);
    if (before !== undefined) return before;
    const result = act();
    done.set(key, result);
    const forget = (): void => {
      if (done.peek(key) === result) done.delete(key);
    };
    result.then((value) => (isFinal(value) ? undefined : forget()), forget);
    return result;
  };
}
