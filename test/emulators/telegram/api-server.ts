import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import type { FaultPlan } from './faults.ts';
import type { FileStore } from './files.ts';
import { type Params, readParams } from './request-params.ts';

/** A request as it came, with how it ended. */
export interface ApiCall {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `ok`, Telegram's description of what was wrong, or the fault that it met. Absent while under way. */
  outcome?: string;
}

export interface ApiServer {
  readonly apiRoot: string;
  readonly calls: readonly ApiCall[];
  /** Whether somebody waits for updates. */
  readonly isPolled: boolean;
  /** Breaks every connection, and takes none until the outage is ended. */
  outage(): { end(): void };
  close(): Promise<void>;
}

export interface ApiServerOptions {
  readonly token: string;
  readonly files: FileStore;
  readonly faults: FaultPlan;
  /** @throws ApiError */
  readonly run: (method: string, params: Params, signal: AbortSignal) => Promise<unknown>;
}

/** `https://api.telegram.org/bot<token>/<method>` and `/file/bot<token>/<path>`, on a port of this machine. */
export async function startApiServer({ token, files, faults, run }: ApiServerOptions): Promise<ApiServer> {
  const calls: ApiCall[] = [];
  const closing = new AbortController();
  let isOut = false;
  let polls = 0;

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (isOut) socket.destroy();
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://telegram');
    const [, kind = '', given = '', rest = ''] = /^\/(bot|file\/bot)([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (kind === '' || !/^\d+:[\w-]+$/.test(given)) return refuse(response, new ApiError(404, 'Not Found'));
    if (given !== token) return refuse(response, new ApiError(401, 'Unauthorized'));
    if (kind === 'bot') return await serveMethod(rest, request, response);
    const file = files.at(rest);
    if (file === undefined) return refuse(response, new ApiError(404, 'Not Found'));
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
  };

  const serveMethod = async (method: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const call: { -readonly [K in keyof ApiCall]: ApiCall[K] } = { method, params: {}, at: Date.now() };
    calls.push(call);
    try {
      const params = await readParams(request);
      call.params = params.fields;
      call.outcome = await answer(method, params, response, gone.signal);
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${String(error)}`);
      call.outcome = refusal.message;
      refuse(response, refusal);
    }
  };

  const answer = async (
    method: string,
    params: Params,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<string> => {
    const fault = faults.take(method, params) ?? { kind: 'none', isDone: true };
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { signal: closing.signal });
    const isDone = fault.kind === 'delay' || fault.kind === 'lost-response' || ('isDone' in fault && fault.isDone);
    const result = isDone ? await counted(method, () => run(method, params, signal)) : undefined;
    switch (fault.kind) {
      case 'none':
      case 'delay':
        reply(response, 200, { ok: true, result });
        return 'ok';
      case 'status': {
        const { status, retryAfterSeconds, description = 'Internal Server Error' } = fault;
        const isFlood = retryAfterSeconds !== undefined;
        const said = isFlood ? `Too Many Requests: retry after ${retryAfterSeconds}` : description;
        refuse(response, new ApiError(status, said, isFlood ? { retry_after: retryAfterSeconds } : undefined));
        break;
      }
      case 'html':
        response
          .writeHead(fault.status, { 'content-type': 'text/html' })
          .end('<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>');
        break;
      case 'lost-response':
      case 'dropped':
        response.destroy();
        break;
      case 'hang':
        break;
      default:
        fault satisfies never;
    }
    return fault.kind;
  };

  const counted = async (method: string, work: () => Promise<unknown>): Promise<unknown> => {
    if (method.toLowerCase() !== 'getupdates') return await work();
    polls += 1;
    try {
      return await work();
    } finally {
      polls -= 1;
    }
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get isPolled() {
      return polls > 0;
    },
    outage() {
      isOut = true;
      server.closeAllConnections();
      return {
        end() {
          isOut = false;
        },
      };
    },
    async close() {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function refuse(response: ServerResponse, { code, message, parameters }: ApiError): void {
  reply(response, code, {
    ok: false,
    error_code: code,
    description: message,
    ...(parameters !== undefined && { parameters }),
  });
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
