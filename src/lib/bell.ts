/** Wakes one who waits. It remembers that it was rung while nobody waited. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves when it is rung or was meanwhile, after so many milliseconds, or when the signal aborts. */
  readonly rung: (atMostMs: number) => Promise<void>;
}

export function createBell(signal: AbortSignal): Bell {
  let ringing = false;
  let wake = (): void => {};
  const ring = (): void => {
    ringing = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async rung(atMostMs) {
      if (!ringing && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      ringing = false;
    },
  };
}
