import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';

export interface PlaceRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

export interface PlaceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string as it is, anything else as JSON. Absent: nothing. */
  readonly body?: unknown;
}

/** `done`: as if nothing was · `lost`: done, and the connection breaks before the answer · `silent`: done, and never answered · an answer: that, and nothing is done. */
export type PlaceFault = PlaceAnswer | 'done' | 'lost' | 'silent';

export interface PlaceServer {
  readonly url: string;
  /** All that were made, in order. */
  readonly requests: readonly PlaceRequest[];
  /** What the next requests that write meet, first come first served. */
  meet(...faults: readonly PlaceFault[]): void;
  /** Aborts as soon as a request is met with silence: for whoever would wait for nothing, and no sooner on a slow machine. */
  readonly silence: AbortSignal;
  /** What every request meets from now on. Undefined: nothing. */
  always(fault: PlaceFault | undefined): void;
  stop(): Promise<void>;
}

/** A server of somebody else's, on this machine. What its handler throws fails the test that asks `stop`. */
export async function startPlaceServer(
  handle: (request: PlaceRequest) => PlaceAnswer | Promise<PlaceAnswer>,
  isWrite: (request: PlaceRequest) => boolean = ({ method }) => method !== 'GET' && method !== 'HEAD',
): Promise<PlaceServer> {
  const requests: PlaceRequest[] = [];
  const faults: PlaceFault[] = [];
  const broken: unknown[] = [];
  const silence = new AbortController();
  let standing: PlaceFault | undefined;
  const server = createServer((incoming, outgoing) => {
    const serve = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://place');
      const request: PlaceRequest = {
        method: incoming.method ?? '',
        path: pathname,
        query: searchParams,
        headers: incoming.headers,
        bytes: Buffer.concat(chunks),
      };
      requests.push(request);
      const fault = standing ?? (isWrite(request) ? faults.shift() : undefined);
      const answer = typeof fault === 'object' ? fault : await handle(request);
      if (fault === 'lost') return void incoming.socket.destroy();
      if (fault === 'silent') return silence.abort();
      const { status, headers, body } = answer;
      const content = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      outgoing.writeHead(status, {
        ...(body !== undefined && typeof body !== 'string' && { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
      });
      outgoing.end(content);
    };
    serve().catch((error: unknown) => {
      broken.push(error);
      outgoing.writeHead(599).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    silence: silence.signal,
    meet: (...more) => void faults.push(...more),
    always(fault) {
      standing = fault;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      expect(broken).toEqual([]);
    },
  };
}

/** Its body, which has to be JSON of nothing but these fields. */
export function strictJson(request: PlaceRequest, allowed: readonly string[]): Readonly<Record<string, unknown>> {
  expect(request.headers['content-type']).toBe('application/json');
  const body = JSON.parse(request.bytes.toString('utf8')) as Record<string, unknown>;
  expect(Object.keys(body).filter((name) => !allowed.includes(name))).toEqual([]);
  return body;
}
