import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tellWords } from '../../src/activities/tell-words.ts';

const EVERY_MS = 1000;

let told: number[] = [];
let tell = async (words: number): Promise<void> => void told.push(words);
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  tell = async (words) => void told.push(words);
});
afterEach(() => vi.useRealTimers());

describe('how many words are written', () => {
  it('is told with every look once there are words, and never sooner than the interval', async () => {
    let words = 0;
    const { onWriting, stop } = tellWords((count) => tell(count), EVERY_MS);
    onWriting(() => words);
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
    onWriting(() => 0);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    onWriting(() => 10);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toEqual([50, 50, 90, 10]);
    onWriting(() => 20);
    stop();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(told).toEqual([50, 50, 90, 10]);
  });

  it('is told once at a time, and the next number where one could not be told', async () => {
    let words = 10;
    const { promise, reject } = Promise.withResolvers<void>();
    tell = (count) => {
      told.push(count);
      return count === 10 ? promise : Promise.resolve();
    };
    const { onWriting, stop } = tellWords((count) => tell(count), EVERY_MS);
    onWriting(() => words);
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
    const { onWriting, stop } = tellWords((count) => tell(count), undefined);
    onWriting(() => 10);
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(told).toEqual([]);
    stop();
  });
});
