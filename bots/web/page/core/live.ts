import { type ReadonlySignal, signal } from '@preact/signals';

/** `open`: what happens is seen as it happens · `away`: the server is not there, and is tried again. */
export type LiveState = 'connecting' | 'open' | 'away';

export interface Live {
  readonly state: ReadonlySignal<LiveState>;
  close(): void;
}

/** Of an `EventSource`, what is used. */
export interface Source {
  readonly readyState: number;
  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface LiveOptions {
  /** By the name of the event, what to do with its data, parsed. */
  readonly on: Readonly<Record<string, (data: unknown) => void>>;
  /** It was away and is back: what was missed has to be asked for. */
  readonly onReturn: () => void;
  readonly connect?: (path: string) => Source;
  /** Waits before the next attempt. Default: a timer that the browser's `online` cuts short. */
  readonly pause?: (ms: number) => Promise<void>;
}

const CLOSED = 2;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Follows what the server says of something. A browser comes back by itself after a connection broke, but not after an answer that was none:
 * then we do, ever more slowly.
 */
export function openLive(
  path: string,
  { on, onReturn, connect = (to) => new EventSource(to), pause = pauseOrOnline }: LiveOptions,
): Live {
  const state = signal<LiveState>('connecting');
  let source: Source | undefined;
  let isClosed = false;
  let pauseMs = FIRST_PAUSE_MS;

  const open = (): void => {
    if (isClosed) return;
    const made = connect(path);
    source = made;
    made.addEventListener('open', () => {
      const wasAway = state.peek() === 'away';
      state.value = 'open';
      pauseMs = FIRST_PAUSE_MS;
      if (wasAway) onReturn();
    });
    made.addEventListener('error', () => {
      if (isClosed || source !== made) return;
      state.value = 'away';
      if (made.readyState !== CLOSED) return;
      source = undefined;
      const ms = pauseMs;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      void pause(ms).then(open);
    });
    for (const [kind, tell] of Object.entries(on))
      made.addEventListener(kind, ({ data }) => {
        if (!isClosed && typeof data === 'string') tell(JSON.parse(data) as unknown);
      });
  };
  open();
  return {
    state,
    close() {
      isClosed = true;
      source?.close();
    },
  };
}

async function pauseOrOnline(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = (): void => {
      window.removeEventListener('online', go);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, ms);
    window.addEventListener('online', go);
  });
}
