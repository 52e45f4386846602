import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWakeUps } from '../../src/delivery/wake-ups.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const rung: number[] = [];
  const began = Date.now();
  return { rung, wakeUps: createWakeUps(() => rung.push(Date.now() - began)) };
}

describe('the wake-ups of a drain', () => {
  it('come when each thread is due', () => {
    const { rung, wakeUps } = open();
    wakeUps.set('a', 3000);
    wakeUps.set('b', 1000);
    wakeUps.set('c', -5);
    vi.advanceTimersByTime(10_000);
    expect(rung).toEqual([0, 1000, 3000]);
    expect(wakeUps.size).toBe(0);
  });

  it('are one for a thread, however often it is told to wait', () => {
    const { rung, wakeUps } = open();
    for (let nth = 0; nth < 1000; nth += 1) {
      wakeUps.set('a', 3_600_000);
      vi.advanceTimersByTime(1000);
    }
    expect(wakeUps.size).toBe(1);
    wakeUps.set('a', 2000);
    vi.advanceTimersByTime(7_200_000);
    expect(rung).toEqual([1_002_000]);
  });

  it('do not come once the drain has ended', () => {
    const { rung, wakeUps } = open();
    wakeUps.set('a', 1000);
    wakeUps.clear();
    vi.advanceTimersByTime(2000);
    expect(rung).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
