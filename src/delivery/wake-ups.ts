/** Wakes the drain when a thread is due again. */
export interface WakeUps {
  /** Of one thread what was said last counts: one that is looked at again and again while it has to wait for an hour waits once. */
  set(followerId: string, inMs: number): void;
  clear(): void;
  /** How many threads are waited for. */
  readonly size: number;
}

export function createWakeUps(ring: () => void): WakeUps {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    set(followerId, inMs) {
      clearTimeout(timers.get(followerId));
      const timer = setTimeout(
        () => {
          timers.delete(followerId);
          ring();
        },
        Math.max(0, inMs),
      );
      timers.set(followerId, timer);
    },
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
    get size() {
      return timers.size;
    },
  };
}
