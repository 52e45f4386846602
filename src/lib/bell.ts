/** Wakes one who waits. It remembers that it was rung while nobody waited. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves when it is rung or was meanwhile, after so many milliseconds, or when the signal aborts. */
  readonly rung: (atMostMs: number, signal: AbortSignal) => Promise<void>;
}

export function createBell(): Bell {
  let isRinging = false;
  let wake = (): void => {};
  return {
    ring() {
      isRinging = true;
      wake();
    },
    async rung(atMostMs, signal) {
      if (!isRinging && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          const timer = setTimeout(wake, atMostMs);
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      isRinging = false;
    },
  };
}
