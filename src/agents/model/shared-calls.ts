import { BudgetReachedError } from '../agent.ts';

/** A place in a call that may be shared with others. */
export interface Share<T> {
  readonly value: T;
  /** True for one of those who share the call: the one that books its tokens and its cost. */
  readonly first: boolean;
  /** It could not be booked: somebody else, or a later attempt, has to. */
  readonly unbook: () => void;
  /** To be called once done with the value: until the last has left, whoever asks the same joins instead of calling anew. */
  leave(): void;
}

interface Call<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  members: number;
  booked: boolean;
}

/**
 * Makes equal concurrent calls once. Whoever gives up leaves the call to the others; when the last has left, it is aborted. That the one who
 * began it may spend no more is no answer for the others: one of them begins it anew.
 */
export class SharedCalls<T> {
  readonly #calls = new Map<string, Call<T>>();

  /** @throws the reason of `signal`, or whatever the call threw. */
  async join(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Share<T>> {
    let isOwn = false;
    const own = (shared: AbortSignal): Promise<T> => {
      isOwn = true;
      return start(shared);
    };
    for (;;) {
      try {
        return await this.#join(key, own, signal);
      } catch (error) {
        if (isOwn || !(error instanceof BudgetReachedError)) throw error;
      }
    }
  }

  async #join(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Share<T>> {
    signal.throwIfAborted();
    const call = this.#calls.get(key) ?? this.#begin(key, start);
    call.members += 1;
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      call.members -= 1;
      if (call.members > 0) return;
      if (this.#calls.get(key) === call) this.#calls.delete(key);
      call.controller.abort();
    };
    try {
      const value = await unlessAborted(call.promise, signal);
      const first = !call.booked;
      call.booked = true;
      const unbook = (): void => {
        if (first) call.booked = false;
      };
      return { value, first, unbook, leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): Call<T> {
    const controller = new AbortController();
    const call: Call<T> = { promise: start(controller.signal), controller, members: 0, booked: false };
    this.#calls.set(key, call);
    // Nobody may be left to hear of the failure, and whoever comes later has no part in it.
    call.promise.catch(() => {
      if (this.#calls.get(key) === call) this.#calls.delete(key);
    });
    return call;
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
