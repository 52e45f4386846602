import { AsyncLocalStorage } from 'node:async_hooks';

/** What really went over the wire. LangChain shows neither the headers of a success nor the body of an answer it cannot parse. */
export interface Exchange {
  response?: RecordedResponse;
  /** What has come of a body that is not whole. */
  partial?: RecordedResponse;
  /** Nothing came for longer than is waited for. */
  silent?: true;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Not whole: the time was up. */
  readonly isLate?: boolean;
}

const current = new AsyncLocalStorage<Exchange>();

/** Longer is no answer of a model; kept in memory while it arrives. */
const MAX_BODY_CHARS = 8_000_000;

/**
 * Runs a call of a model whose `fetch` is from {@link createRecordingFetch}, and tells what was exchanged, also when the call throws.
 * @param watch is given what is being exchanged, before anything is
 */
export async function recordExchange(
  call: () => Promise<unknown>,
  watch?: (exchange: Exchange) => void,
): Promise<{ readonly exchange: Exchange; readonly thrown: unknown }> {
  const exchange: Exchange = {};
  watch?.(exchange);
  try {
    await current.run(exchange, call);
    return { exchange, thrown: undefined };
  } catch (thrown) {
    return { exchange, thrown };
  }
}

export interface RecordingFetchOptions {
  readonly sendsKey: boolean;
  /** How long a stream may be silent, from the request to its first byte and between two, in milliseconds. A plain answer is silent until it is whole. */
  readonly idleTimeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the body here, under the caller's signal: the SDK's own timeout ends with the headers. */
export function createRecordingFetch({ sendsKey, idleTimeoutMs, headers: more }: RecordingFetchOptions): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    // The SDK insists on a key; a server without one should not see an invented one.
    if (!sendsKey) headers.delete('authorization');
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    const exchange = current.getStore() ?? {};
    const idle = new Idle(isStream(init?.body) ? idleTimeoutMs : undefined, exchange);
    try {
      const signals = [idle.signal, init?.signal].filter((signal) => signal instanceof AbortSignal);
      const response = await fetch(input, { ...init, headers, signal: AbortSignal.any(signals) });
      const { status, headers: told } = response;
      const body = await readBody(response, idle, (text) => {
        exchange.partial = { status, headers: told, body: text };
      });
      exchange.response = { status, headers: told, body };
      return forLangChain(response, body);
    } finally {
      idle.end();
    }
  };
}

function isStream(body: unknown): boolean {
  return typeof body === 'string' && body.includes('"stream":true');
}

async function readBody(response: Response, idle: Idle, onPart: (text: string) => void): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    idle.restart();
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    onPart(text);
    if (text.length > MAX_BODY_CHARS) throw new Error(`the answer is longer than ${MAX_BODY_CHARS} characters`);
  }
  return text + decoder.decode();
}

/** We have read the stream ourselves: LangChain gets an empty one. */
function forLangChain(response: Response, body: string): Response {
  const type = response.headers.get('content-type') ?? 'application/json';
  const isEvents = type.includes('text/event-stream');
  return new Response(isEvents ? 'data: [DONE]\n\n' : body === '' ? null : body, {
    status: response.status,
    headers: { 'content-type': type },
  });
}

/** Aborts when nothing happens for a while. */
class Idle {
  readonly #controller = new AbortController();
  readonly #limitMs: number | undefined;
  readonly #exchange: Exchange;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number | undefined, exchange: Exchange) {
    this.#limitMs = limitMs;
    this.#exchange = exchange;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (this.#limitMs === undefined) return;
    this.#timer = setTimeout(() => {
      this.#exchange.silent = true;
      this.#controller.abort(new Error('silent'));
    }, this.#limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
