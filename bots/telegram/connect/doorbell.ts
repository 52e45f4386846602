/** Wakes whoever waits; remembers that it rang while nobody did. */
export interface Doorbell {
  ring(): void;
  /** Resolves at the next ring, when the time is over, or at the signal. */
  rung(atMostMs: number, signal: AbortSignal): Promise<void>;
}

export function createDoorbell(): Doorbell {
  let isRinging = false;
  let wake = (): void => undefined;
  return {
    ring() {
      isRinging = true;
      wake();
    },
    async rung(atMostMs, signal) {
      if (!isRinging && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      isRinging = false;
    },
  };
}
