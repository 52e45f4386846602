import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what is under way, but not long. Rejects when the work does, in time. */
export async function settled(work: Promise<unknown>, atMostMs: number): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([work, sleep(atMostMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
  } finally {
    patience.abort();
  }
}
