import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../../../src/agents/writer/by-sections/side-by-side.ts';

describe('tasks side by side', () => {
  it.each([
    [1, 1],
    [3, 3],
    [Number.POSITIVE_INFINITY, 5],
  ])('are at most %d at once, each done once, their results in order', async (atOnce, most) => {
    let running = 0;
    let seen = 0;
    const results = await sideBySide([1, 2, 3, 4, 5], atOnce, async (item) => {
      running += 1;
      seen = Math.max(seen, running);
      await sleep(10 - item);
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([2, 4, 6, 8, 10]);
    expect(seen).toBe(most);
  });

  it('begin no other one after a failure, and wait for those that were begun', async () => {
    const done: number[] = [];
    const failing = sideBySide([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('away');
      await sleep(20);
      done.push(item);
    });
    await expect(failing).rejects.toThrow('away');
    expect(done).toEqual([2]);
  });
});
