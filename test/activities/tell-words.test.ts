import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tellWords } from '../../src/activities/tell-words.ts';

const EVERY_MS = 8000;
const TEXT_EVERY_MS = 1000;

let told: (number | string)[] = [];
let isWatched = false;
let haveText = true;
let tell = async (): Promise<void> => undefined;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  isWatched = false;
  haveText = true;
  tell = async () => undefined;
});
afterEach(() => vi.useRealTimers());

function open(everyMs: number | undefined = EVERY_MS) {
  const say = async (what: number | string): Promise<boolean> => {
    told.push(what);
    await tell();
    return isWatched;
  };
  const words = async (count: number) => ({ isWatched: await say(count), haveText });
  return tellWords({ words, text: say, everyMs, textEveryMs: TEXT_EVERY_MS });
}
const text = (words: () => number, soFar: () => string = () => 'A text.') => ({ words, text: soFar });

describe('how many words are written', () => {
  it('is told with every look once there are words, and never sooner than the interval', async () => {
    let words = 0;
    const { onWriting, stop } = open();
    onWriting(text(() => words));
    words = 50;
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([50]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual([50, 50]);
    words = 90;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    // Another text is begun.
    onWriting(text(() => 0));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    onWriting(text(() => 10));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual([50, 50, 90, 10]);
    onWriting(text(() => 20));
    stop();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(told).toEqual([50, 50, 90, 10]);
  });

  it('is told once at a time, and the next number where one could not be told', async () => {
    let words = 10;
    const { promise, reject } = Promise.withResolvers<void>();
    tell = () => (words === 10 || told.length === 1 ? promise : Promise.resolve());
    const { onWriting, stop } = open();
    onWriting(text(() => words));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    words = 20;
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(told).toEqual([10]);
    reject(new Error('PostgreSQL is away'));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual([10, 20]);
    stop();
  });

  it('is never told where nobody wants to know', async () => {
    const { onWriting, watched, stop } = tellWords({
      words: async () => ({ isWatched: true, haveText: false }),
      text: async (one) => told.push(one) > 0,
      everyMs: undefined,
    });
    watched(true);
    onWriting(text(() => 10));
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(told).toEqual([]);
    stop();
  });
});

describe('what is written', () => {
  it('is told as it grows while somebody watches, without citations, and not twice', async () => {
    let soFar = 'The tide';
    const { onWriting, watched, stop } = open();
    isWatched = true;
    watched(true);
    onWriting(
      text(
        () => 2,
        () => soFar,
      ),
    );
    await vi.advanceTimersByTimeAsync(3 * TEXT_EVERY_MS);
    expect(told).toEqual(['The tide']);
    soFar = 'The tide rises [e1]. It falls [e';
    await vi.advanceTimersByTimeAsync(TEXT_EVERY_MS);
    expect(told).toEqual(['The tide', 'The tide rises. It falls']);
    stop();
  });

  it('is told once more where it has got lost, though nothing was written meanwhile', async () => {
    const { onWriting, watched, stop } = open();
    isWatched = true;
    watched(true);
    onWriting(text(() => 2));
    await vi.advanceTimersByTimeAsync(EVERY_MS + TEXT_EVERY_MS);
    expect(told).toEqual(['A text.', 2]);
    haveText = false;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    haveText = true;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual(['A text.', 2, 2, 'A text.', 2]);
    stop();
  });

  it('is not told before somebody watches, nor any more when nobody does', async () => {
    let soFar = 'one';
    const { onWriting, stop } = open();
    onWriting(
      text(
        () => 1,
        () => soFar,
      ),
    );
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual([1]);
    // The next look at the words tells that somebody watches.
    isWatched = true;
    await vi.advanceTimersByTimeAsync(EVERY_MS + TEXT_EVERY_MS);
    expect(told).toEqual([1, 1, 'one']);
    isWatched = false;
    soFar = 'one two';
    await vi.advanceTimersByTimeAsync(TEXT_EVERY_MS);
    soFar = 'one two three';
    await vi.advanceTimersByTimeAsync(3 * TEXT_EVERY_MS);
    expect(told).toEqual([1, 1, 'one', 'one two']);
    stop();
  });
});
