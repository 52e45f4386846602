import { AsyncLocalStorage } from 'node:async_hooks';

/** What really went over the wire. LangChain shows neither the headers of a success nor the body of an answer it cannot parse. */
export interface Exchange {
  response?: { readonly status: number; readonly headers: Headers; readonly body: string };
}

const current = new AsyncLocalStorage<Exchange>();

/** Runs a call of a model whose `fetch` is from {@link createRecordingFetch}, and tells what was exchanged, also when the call throws. */
export async function recordExchange(
  call: () => Promise<unknown>,
): Promise<{ readonly exchange: Exchange; readonly thrown: unknown }> {
  const exchange: Exchange = {};
  try {
    await current.run(exchange, call);
    return { exchange, thrown: undefined };
  } catch (thrown) {
    return { exchange, thrown };
  }
}

/** Reads the body here, under the caller's signal: the SDK's own timeout ends with the headers. */
export function createRecordingFetch(options: { readonly sendsKey: boolean }): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    // The SDK insists on a key; a server without one should not see an invented one.
    if (!options.sendsKey) headers.delete('authorization');
    const response = await fetch(input, { ...init, headers });
    const body = await response.text();
    const exchange = current.getStore();
    if (exchange !== undefined) exchange.response = { status: response.status, headers: response.headers, body };
    return new Response(body === '' ? null : body, {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? 'application/json' },
    });
  };
}
