const LONGEST_MS = 60_000;

/** The pause before another attempt, doubled with each that failed, at most a minute. @param attempt 1 after the first */
export function backoff(firstMs: number, attempt: number): number {
  return Math.min(LONGEST_MS, firstMs * 2 ** Math.min(attempt - 1, 16));
}
