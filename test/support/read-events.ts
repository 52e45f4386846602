/** An event as a browser would hand it on. */
export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
  /** Parsed. */
  readonly data: unknown;
}

export interface EventReader {
  /** All that came, over all connections. */
  readonly events: readonly ServerEvent[];
  /** How often it connected. */
  readonly connections: number;
  /** Of the last answer. */
  readonly status: number | undefined;
  /** Hangs up, for good. */
  close(): Promise<void>;
}

export interface EventReaderOptions {
  /** Asked before each connection: where it may be now. */
  readonly url: () => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: ServerEvent) => void;
  /** Between two connections. Default: 20 ms. */
  readonly retryMs?: number;
}

/** Reads a stream of events as a browser's EventSource does: it comes back by itself, and says which event it got last. */
export function readEvents({ url, headers = {}, onEvent, retryMs = 20 }: EventReaderOptions): EventReader {
  const events: ServerEvent[] = [];
  const ending = new AbortController();
  let connections = 0;
  let status: number | undefined;
  let lastId: string | undefined;

  async function connect(): Promise<void> {
    const answer = await fetch(url(), {
      headers: { accept: 'text/event-stream', ...headers, ...(lastId !== undefined && { 'last-event-id': lastId }) },
      signal: ending.signal,
    });
    ({ status } = answer);
    connections += 1;
    if (status !== 200 || answer.body === null) return;
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }

  function take(block: string): void {
    const fields = new Map(
      block
        .split('\n')
        .map((line): [string, string] => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    );
    const [name, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')];
    if (name === undefined || data === undefined) return;
    if (id !== undefined) lastId = id;
    const event = { event: name, ...(id !== undefined && { id }), data: JSON.parse(data) as unknown };
    events.push(event);
    onEvent?.(event);
  }

  const running = (async () => {
    while (!ending.signal.aborted) {
      await connect().catch(() => undefined);
      if (!ending.signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  })();

  return {
    events,
    get connections() {
      return connections;
    },
    get status() {
      return status;
    },
    async close() {
      ending.abort();
      await running;
    },
  };
}
