import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ModelRequestBody;
}

/** What the tests look at. */
export interface ModelRequestBody {
  readonly model?: string;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly max_output_tokens?: number;
  readonly stream?: boolean;
  readonly stream_options?: unknown;
  readonly reasoning_effort?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly input?: unknown;
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: {
      readonly name: string;
      readonly strict: boolean;
      readonly schema: Record<string, unknown>;
    };
  };
  readonly tools?: readonly Record<string, unknown>[];
  readonly tool_choice?: unknown;
  readonly text?: { readonly format?: Record<string, unknown> };
  readonly cache?: unknown;
}

/** How to answer one request: a text, an object in JSON, or by hand. */
export type Reply = string | object | ((response: ServerResponse, request: ModelRequest) => void | Promise<void>);

export interface ModelServer {
  readonly baseUrl: string;
  readonly requests: readonly ModelRequest[];
  /** Answers for the next requests, in order. One more request than answers is a 500 that says so. */
  script(...replies: readonly Reply[]): void;
  close(): Promise<void>;
}

/** An OpenAI-compatible server on a free port that plays a script. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const replies: Reply[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = {
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()) as ModelRequestBody,
    };
    requests.push(request);
    const reply = replies.shift();
    if (reply === undefined)
      return answer(response, 500, { error: { message: `The script has no answer for request ${requests.length}` } });
    if (typeof reply === 'function') return reply(response, request);
    answer(response, 200, chat(typeof reply === 'string' ? reply : JSON.stringify(reply)));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script: (...more) => void replies.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A body of `POST /chat/completions`. */
export function chat(content: string, choice: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'scripted-1',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content }, ...choice }],
    usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
  };
}

export function answer(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
