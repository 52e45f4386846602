import type { Limit } from './messenger.ts';

/** 0: takes buttons away that somebody just used · 1: asks people, or is the article · 2: the rest · 3: says how far somebody is. */
export type Priority = 0 | 1 | 2 | 3;

/** A call that wants to go out. */
export interface Call {
  /** Whose it is: one who was told to come back keeps its place in the queue. */
  readonly id: string;
  readonly limits: readonly Limit[];
  readonly priority: Priority;
}

/**
 * Who goes when, for all threads of one process: a call goes when all its limits are free, of those that wait the most urgent first and
 * then the one that asked first. A limit that cools down holds up only the calls that it is about. In memory, and so of one process;
 * `take_turn` in the database holds the same limits for all.
 */
export interface Scheduler {
  /**
   * Zero: the turn was taken. Otherwise the call has to come back after so many milliseconds, as its place in the queue has it; only
   * then it takes part again. Rejects with the signal's reason.
   * @param options.patienceMs how long it may wait here
   */
  turn(call: Call, options: { readonly patienceMs: number; readonly signal?: AbortSignal }): Promise<number>;
  /** How long a call would wait at the least, milliseconds, as far as this process knows. */
  waitMs(call: Call): number;
  /** The turn was not used. */
  giveBack(call: Call): void;
  /** Nothing goes under this limit for so long, and then at its even pace. */
  coolDown(limit: Limit, forMs: number): void;
}

export interface SchedulerOptions {
  /** Milliseconds, only ever rising. Default: `performance.now`. */
  readonly now?: () => number;
  /** Calls once after so many milliseconds. Answers how to call it off. */
  readonly setTimer?: (ms: number, callback: () => void) => () => void;
}

/** What of a burst is left to those who are more urgent, by priority. */
const KEPT_FOR_URGENT: Readonly<Record<Priority, number>> = { 0: 0, 1: 0, 2: 0.3, 3: 0.6 };
/** Whoever was told when to come back and does not is waited for so long. */
const GRACE_MS = 1000;
/** The longest pause that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A limit as calls of this priority have to keep it. */
export function limitFor({ burst, ...limit }: Limit, priority: Priority): Limit {
  return { ...limit, burst: Math.max(1, Math.floor(burst * (1 - KEPT_FOR_URGENT[priority]))) };
}

interface Waiting extends Call {
  readonly asked: number;
  readonly go: () => void;
}

/** Told to come back: nobody who asked later goes before. */
interface Promised {
  readonly key: string;
  readonly priority: Priority;
  readonly asked: number;
  readonly at: number;
}

export function createScheduler({
  now = () => performance.now(),
  setTimer = startTimer,
}: SchedulerOptions = {}): Scheduler {
  /** Of each limit, the moment from which it is entirely free again. */
  const freeAt = new Map<string, number>();
  const promised = new Map<string, Promised>();
  let waiting: Waiting[] = [];
  let asked = 0;
  let callOff: (() => void) | undefined;

  const momentOf = ({ key, everyMs, burst }: Limit): number => (freeAt.get(key) ?? -Infinity) - (burst - 1) * everyMs;

  /** Those that were told to come back under this limit and go first. */
  function promisedBefore(key: string, call: Pick<Waiting, 'id' | 'priority' | 'asked'>): Promised[] {
    const before: Promised[] = [];
    for (const [id, promise] of promised)
      if (promise.key === key && id !== call.id && isBefore(promise, call)) before.push(promise);
    return before;
  }

  /** When the call could go, if nobody else came before it meanwhile. */
  function earliest(call: Waiting): { readonly key: string; readonly at: number } {
    let latest = { key: '', at: -Infinity };
    for (const limit of limitsOf(call)) {
      const ahead =
        promisedBefore(limit.key, call).length +
        waiting.filter((other) => isBefore(other, call) && other.limits.some(({ key }) => key === limit.key)).length;
      const at = Math.max(now(), momentOf(limit)) + ahead * limit.everyMs;
      if (at > latest.at) latest = { key: limit.key, at };
    }
    return latest;
  }

  function take(call: Call): void {
    for (const { key, everyMs } of call.limits)
      freeAt.set(key, Math.max(now(), freeAt.get(key) ?? -Infinity) + everyMs);
  }

  /** Lets everyone go who can, and comes back when the next one may. */
  function pump(): void {
    callOff?.();
    callOff = undefined;
    forget();
    let next = Infinity;
    for (const call of waiting) {
      const at = Math.max(
        ...limitsOf(call).flatMap((limit) => [
          momentOf(limit),
          ...promisedBefore(limit.key, call).map((promise) => promise.at + GRACE_MS),
        ]),
      );
      if (at > now()) {
        next = Math.min(next, at);
        continue;
      }
      take(call);
      waiting = waiting.filter((other) => other !== call);
      call.go();
    }
    if (next !== Infinity) callOff = setTimer(Math.min(MAX_TIMER_MS, Math.ceil(next - now())), pump);
  }

  function forget(): void {
    const moment = now();
    for (const [id, { at }] of promised) if (at + GRACE_MS <= moment) promised.delete(id);
    for (const [key, at] of freeAt) if (at <= moment) freeAt.delete(key);
  }

  return {
    async turn(call, { patienceMs, signal }) {
      signal?.throwIfAborted();
      if (call.limits.length === 0) return 0;
      forget();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const place = promised.get(call.id)?.asked ?? (asked += 1);
      promised.delete(call.id);
      const leave = (): void => {
        waiting = waiting.filter((other) => other !== entry);
        reject(signal?.reason);
        pump();
      };
      const entry: Waiting = {
        ...call,
        asked: place,
        go: () => {
          signal?.removeEventListener('abort', leave);
          resolve(0);
        },
      };
      const { key, at } = earliest(entry);
      const waitMs = Math.ceil(at - now());
      if (waitMs > patienceMs) {
        promised.set(call.id, { key, priority: call.priority, asked: place, at });
        return waitMs;
      }
      signal?.addEventListener('abort', leave, { once: true });
      waiting = [...waiting, entry].toSorted((one, other) => (isBefore(one, other) ? -1 : 1));
      pump();
      return await promise;
    },

    waitMs(call) {
      if (call.limits.length === 0) return 0;
      forget();
      const { at } = earliest({ ...call, asked: promised.get(call.id)?.asked ?? Infinity, go: () => undefined });
      return Math.max(0, Math.ceil(at - now()));
    },

    giveBack({ limits }) {
      for (const { key, everyMs } of limits) {
        const at = freeAt.get(key);
        if (at !== undefined) freeAt.set(key, at - everyMs);
      }
      pump();
    },

    coolDown({ key, everyMs, burst }, forMs) {
      freeAt.set(key, Math.max(freeAt.get(key) ?? -Infinity, now() + forMs + (burst - 1) * everyMs));
      pump();
    },
  };
}

function limitsOf({ limits, priority }: Call): readonly Limit[] {
  return limits.map((limit) => limitFor(limit, priority));
}

function isBefore(one: Pick<Waiting, 'priority' | 'asked'>, other: Pick<Waiting, 'priority' | 'asked'>): boolean {
  return one.priority - other.priority < 0 || (one.priority === other.priority && one.asked < other.asked);
}

function startTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
