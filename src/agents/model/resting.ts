import type { ModelError } from '../agent.ts';

/** After so many failures in a row the time no longer doubles: sixteen times the first. */
const MAX_DOUBLINGS = 4;
/** Longer than this no server is taken at its word: whoever mends it does not tell us. */
const MAX_TOLD_MS = 15 * 60_000;

interface Rest {
  readonly error: ModelError;
  readonly failures: number;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Models that failed and are passed over for a while. For one process. A place is a model at a server, with its key. */
export class Resting {
  readonly #rests = new Map<string, Rest>();
  readonly #hurried = new Set<string>();
  readonly #firstMs: number;

  /** @param firstMs for how long after the first failure, where the server does not say */
  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  /** Milliseconds until the place is asked again; 0: it may be asked now. */
  leftMs(place: string): number {
    return Math.max(0, (this.#rests.get(place)?.untilMs ?? 0) - Date.now());
  }

  /** Why the place is passed over; undefined: it is not. */
  reasonOf(place: string): ModelError | undefined {
    return this.leftMs(place) === 0 ? undefined : this.#rests.get(place)?.error;
  }

  /** Whether it has asked for a moment's patience before, and not answered since. */
  hurried(place: string): boolean {
    const before = this.#hurried.has(place);
    this.#hurried.add(place);
    return before;
  }

  /**
   * It failed. Of calls that were under way together the first counts.
   * @param begunMs when the call began, epoch milliseconds
   */
  failed(place: string, begunMs: number, error: ModelError): void {
    const before = this.#rests.get(place);
    if (before !== undefined && begunMs <= before.sinceMs) return;
    const failures = (before?.failures ?? 0) + 1;
    const ownMs = this.#firstMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS);
    const nowMs = Date.now();
    const { retryAfterMs } = error;
    const untilMs = nowMs + (retryAfterMs === undefined ? ownMs : Math.min(retryAfterMs, MAX_TOLD_MS));
    this.#rests.set(place, { error, failures, sinceMs: nowMs, untilMs });
  }

  /** It answered. */
  answered(place: string): void {
    this.#rests.delete(place);
    this.#hurried.delete(place);
  }
}
