/** Places at a server: so many calls at once, the rest in the order in which they came. */
export class Slots {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Runs a call when there is a place for it.
   * @throws what the call throws; the reason of `signal`; what `tooLong` makes when there was no place within `maxWaitMs`
   */
  async run<T>(
    call: () => Promise<T>,
    {
      signal,
      maxWaitMs,
      tooLong,
    }: { readonly signal: AbortSignal; readonly maxWaitMs: number; readonly tooLong: () => Error },
  ): Promise<T> {
    await this.#enter(signal, maxWaitMs, tooLong);
    try {
      return await call();
    } finally {
      this.#taken -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #enter(signal: AbortSignal, maxWaitMs: number, tooLong: () => Error): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const enter = (): void => {
      this.#taken += 1;
      resolve();
    };
    const leave = (reason: unknown): void => {
      const at = this.#waiting.indexOf(enter);
      if (at === -1) return;
      this.#waiting.splice(at, 1);
      reject(reason);
    };
    this.#waiting.push(enter);
    const onAbort = (): void => leave(signal.reason);
    const timer = setTimeout(() => leave(tooLong()), maxWaitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
