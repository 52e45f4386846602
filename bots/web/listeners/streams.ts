/** Times in milliseconds. From `web.streams` of the settings. */
export interface StreamLimits {
  /** Streams of one caller at once. */
  readonly perCaller: number;
  /** Of all callers. */
  readonly most: number;
  /** Between two signs of life. */
  readonly beatMs: number;
  /** Between two looks whether somebody may still see what they are sent. */
  readonly askMs: number;
  /** What may wait for somebody who reads slowly, and whatever is sent first. */
  readonly mostWaitingBytes: number;
}

export interface StreamOptions {
  /** They went away. */
  readonly signal: AbortSignal;
  /** Whether they may still see it. */
  readonly maySee: () => Promise<boolean>;
  /** Begins to send. Answers how to stop it. */
  readonly begin: (send: (events: string) => boolean, end: (why: 'gone' | 'slow') => void) => () => void;
}

/** A stream that there is room for. */
export interface StreamPlace {
  open(options: StreamOptions): ReadableStream<Uint8Array>;
}

/** The streams of events of this process, with a bound for each caller and for all. */
export interface Streams {
  /** Undefined: there are too many. */
  enter(caller: string): StreamPlace | undefined;
}

const encoder = new TextEncoder();
/** What was sent last: the same goes to all who watch one article. */
let latest = { events: '', bytes: new Uint8Array() };
function bytesOf(events: string): Uint8Array {
  if (latest.events !== events) latest = { events, bytes: encoder.encode(events) };
  return latest.bytes;
}
const BEAT = encoder.encode(': beat\n\n');
/**
 * When a browser comes back, spread, so that all who were cut off at once do not come back at once: 500 of them had their whole thread after
 * eight seconds (docs/benchmarks.md). The least is what a person takes for no interruption.
 */
const LEAST_RETRY_MS = 500;
const MOST_RETRY_MS = 2500;

export function createStreams({ perCaller, most, beatMs, askMs, mostWaitingBytes }: StreamLimits): Streams {
  const open = new Map<string, number>();
  let all = 0;

  function add(caller: string, change: 1 | -1): void {
    all += change;
    const count = (open.get(caller) ?? 0) + change;
    if (count === 0) open.delete(caller);
    else open.set(caller, count);
  }

  return {
    enter(caller) {
      if (all >= most || (open.get(caller) ?? 0) >= perCaller) return undefined;
      return {
        open({ signal, maySee, begin }) {
          add(caller, 1);
          let leave = (): void => undefined;
          return new ReadableStream<Uint8Array>(
            {
              start(controller) {
                let isOpen = true;
                const close = (act: () => void): void => {
                  if (!isOpen) return;
                  isOpen = false;
                  add(caller, -1);
                  clearInterval(beat);
                  clearInterval(ask);
                  signal.removeEventListener('abort', onAbort);
                  stop();
                  act();
                };
                const send = (bytes: Uint8Array): boolean => {
                  if (!isOpen) return true;
                  if ((controller.desiredSize ?? 0) <= 0) return false;
                  controller.enqueue(bytes);
                  return true;
                };
                const end = (why: 'gone' | 'slow'): void => {
                  if (why === 'gone') send(encoder.encode('event: gone\ndata: {}\n\n'));
                  close(() =>
                    why === 'gone' ? controller.close() : controller.error(new Error('It is read too slowly')),
                  );
                };
                const onAbort = (): void => close(() => controller.close());
                leave = () => close(() => undefined);
                const beat = setInterval(() => {
                  if (!send(BEAT)) end('slow');
                }, beatMs).unref();
                const lookAgain = async (): Promise<void> => {
                  try {
                    if (!(await maySee())) end('gone');
                  } catch {
                    // Whoever cannot be asked is asked again.
                  }
                };
                const ask = setInterval(() => void lookAgain(), askMs).unref();
                signal.addEventListener('abort', onAbort, { once: true });
                send(encoder.encode(`retry: ${retryMs()}\n\n`));
                const stop = begin((events) => send(bytesOf(events)), end);
                if (signal.aborted) onAbort();
              },
              cancel: () => leave(),
            },
            new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }),
          );
        },
      };
    },
  };
}

function retryMs(): number {
  return Math.round(LEAST_RETRY_MS + Math.random() * (MOST_RETRY_MS - LEAST_RETRY_MS));
}
