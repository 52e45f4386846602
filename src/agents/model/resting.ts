import { within } from '../../lib/within.ts';
import { ModelError } from '../agent.ts';
import { isSharedPlace, type Outage, OUTAGE_CODES, type OutageStore } from './outages.ts';

/** After so many failures in a row the time no longer doubles: sixteen times the first. */
const MAX_DOUBLINGS = 4;
/** Longer than this no server is taken at its word: whoever mends it does not tell us. */
const MAX_TOLD_MS = 15 * 60_000;
/** How old what other workers know may be: at most one query in that time, and none while no model is asked. */
const NEWS_AFTER_MS = 5000;
/** A call waits no longer for it: without it, this worker finds out for itself. */
const NEWS_BUDGET_MS = 300;

interface Rest {
  readonly error: ModelError;
  readonly failures: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** The others know it, too: when they have forgotten it, the place has answered one of them. */
  readonly isShared: boolean;
}

export interface RestingOptions {
  /** For how long a place is passed over after its first failure, in milliseconds, where the server does not say. */
  readonly firstMs: number;
  /** What other workers know. Absent: this one is alone. */
  readonly store?: OutageStore;
  /** Which places mean the same to every worker. Default: all but those of this machine. */
  readonly isShared?: (place: string) => boolean;
}

/** Models that failed and are passed over for a while, by this worker and by those that share its store. A place is a model at a server, with its key. */
export class Resting {
  readonly #rests = new Map<string, Rest>();
  readonly #hurried = new Set<string>();
  readonly #firstMs: number;
  readonly #store: OutageStore | undefined;
  readonly #isShared: (place: string) => boolean;
  #newsAtMs = Number.NEGATIVE_INFINITY;
  #news: Promise<void> | undefined;

  constructor({ firstMs, store, isShared = isSharedPlace }: RestingOptions) {
    this.#firstMs = firstMs;
    this.#store = store;
    this.#isShared = isShared;
  }

  /** Hears what other workers have met, where that is some time ago. Never fails, and takes a moment at most. */
  async hear(): Promise<void> {
    const store = this.#store;
    if (store === undefined || Date.now() - this.#newsAtMs < NEWS_AFTER_MS) return;
    this.#news ??= this.#read(store).finally(() => {
      this.#newsAtMs = Date.now();
      this.#news = undefined;
    });
    await this.#news;
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
    const leftMs = retryAfterMs === undefined ? ownMs : Math.min(retryAfterMs, MAX_TOLD_MS);
    const rest: Rest = { error, failures, sinceMs: nowMs, untilMs: nowMs + leftMs, isShared: false };
    this.#rests.set(place, rest);
    const code = OUTAGE_CODES.find((one) => one === error.code);
    // Another worker may have another key under the same name: what is wrong with a key each finds out.
    if (this.#store === undefined || code === undefined || leftMs <= 0 || !this.#isShared(place)) return;
    void this.#tell(this.#store, rest, { place, code, message: error.message, failures, leftMs });
  }

  async #tell(store: OutageStore, rest: Rest, outage: Outage): Promise<void> {
    try {
      await store.failed(outage);
    } catch {
      // Whoever needs the database more says that it is away.
      return;
    }
    const { place } = outage;
    if (this.#rests.get(place) === rest) this.#rests.set(place, { ...rest, isShared: true });
  }

  /** It answered. */
  answered(place: string): void {
    const isKnown = this.#rests.delete(place);
    this.#hurried.delete(place);
    if (isKnown && this.#isShared(place)) void this.#store?.answered(place).catch(() => undefined);
  }

  async #read(store: OutageStore): Promise<void> {
    const askedMs = Date.now();
    const outages = await within(NEWS_BUDGET_MS, 'PostgreSQL', store.read()).catch(() => undefined);
    if (outages === undefined) return;
    const told = new Map(outages.map((outage) => [outage.place, outage]));
    for (const [place, { isShared, sinceMs }] of this.#rests)
      if (isShared && sinceMs < askedMs && !told.has(place)) this.#rests.delete(place);
    for (const outage of outages)
      if (this.#isShared(outage.place) && OUTAGE_CODES.includes(outage.code)) this.#learn(outage);
  }

  #learn({ place, code, message, failures, leftMs }: Outage): void {
    const nowMs = Date.now();
    const untilMs = nowMs + Math.min(leftMs, Math.max(MAX_TOLD_MS, this.#firstMs * 2 ** MAX_DOUBLINGS));
    const before = this.#rests.get(place);
    if (before !== undefined && before.untilMs >= untilMs) return;
    this.#rests.set(place, {
      error: new ModelError(message, { code }),
      failures,
      sinceMs: nowMs,
      untilMs,
      isShared: true,
    });
  }
}
