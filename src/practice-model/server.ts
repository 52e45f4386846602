import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { requestPath } from '../lib/request-path.ts';
import type { Task } from './brief.ts';
import { toChatCall, toResponsesCall } from './model-call.ts';
import type { JsonObject } from './json.ts';
import type { ModelCall } from './model-call.ts';
import type { Mood } from './mood.ts';
import { practiceReply } from './practice-reply.ts';
import { badRequest } from './reply.ts';
import type { Reply } from './reply.ts';
import { sendError, sendJson, sendReply } from './wire/send-reply.ts';

export interface PracticeModelOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Waited before each answer. 0 by default; {@link newsroomLatencyMs} is made for people who watch. */
  readonly latencyMs?: number | ((task: Task | undefined) => number);
  /** How the practice model behaves; `improving` by default. */
  readonly mood?: Mood;
  /** Answers instead of the practice model, as a script does in tests. Its delays end with `call.signal`. */
  readonly respond?: Respond;
}

export type Respond = (call: ModelCall) => Reply | Promise<Reply>;

export interface PracticeModel {
  /** Root for OpenAI clients: `http://127.0.0.1:4010/v1`. */
  readonly url: string;
  readonly port: number;
  /** Refuses connections and breaks open ones, as a model that is down does. */
  pause(): Promise<void>;
  /** Listens again, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export class PracticeModelError extends Error {
  override readonly name = 'PracticeModelError';
  readonly code = 'port-unavailable';
}

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 10_000_000;

/**
 * An OpenAI-compatible server on this machine that plays every agent of the newsroom. It keeps no state: whatever it answers follows from the request.
 * Rejects with {@link PracticeModelError} when the port cannot be had.
 */
export async function startPracticeModel(options: PracticeModelOptions = {}): Promise<PracticeModel> {
  const { mood = 'improving', respond = (call: ModelCall) => practiceReply(call, mood), latencyMs = 0 } = options;
  let served = 0;
  const server = createServer((request, response) => {
    served += 1;
    const id = String(served);
    serve(request, response, { id, respond, latencyMs }).catch((cause: unknown) => {
      // A client that hangs up in the middle is no fault of ours; anything else has to be seen.
      if (response.destroyed || response.headersSent) response.destroy();
      else
        sendError(response, {
          kind: 'error',
          status: 500,
          message: `The practice model failed: ${cause instanceof Error ? cause.message : String(cause)}`,
          type: 'server_error',
          code: 'practice_model_failed',
        });
    });
  });
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', (cause) =>
        reject(
          new PracticeModelError(
            `Could not start the practice model on ${HOST}:${port}: ${cause.message}. Choose another port, or 0 for a free one.`,
            { cause },
          ),
        ),
      );
      server.listen(port, HOST, () => {
        server.removeAllListeners('error');
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // Its error says only that the server was not listening.
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(options.port ?? 0);
  return {
    url: `http://${HOST}:${port}/v1`,
    port,
    pause: close,
    resume: async () => {
      if (!server.listening) await listen(port);
    },
    stop: close,
  };
}

interface Service {
  readonly id: string;
  readonly respond: Respond;
  readonly latencyMs: number | ((task: Task | undefined) => number);
}

const MODELS: JsonObject = {
  object: 'list',
  data: ['practice', 'writer', 'critic', 'fact-checker', 'editor'].map((id) => ({
    id,
    object: 'model',
    created: 0,
    owned_by: 'copydesk',
  })),
};

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { id, respond, latencyMs }: Service,
): Promise<void> {
  const path = requestPath(request);
  const toCall = path === '/v1/chat/completions' ? toChatCall : path === '/v1/responses' ? toResponsesCall : undefined;
  if (toCall === undefined) {
    if (request.method === 'GET' && path === '/health') return sendJson(response, 200, { status: 'ok' });
    if (request.method === 'GET' && path === '/v1/models') return sendJson(response, 200, MODELS);
    return sendError(response, {
      ...badRequest(`Unknown request URL: ${request.method ?? ''} ${path}.`, 'unknown_url'),
      status: 404,
    });
  }
  if (request.method !== 'POST')
    return sendError(response, {
      ...badRequest(`Not allowed: ${request.method ?? ''} ${path}. Use POST.`, 'method_not_supported'),
      status: 405,
    });
  const abort = new AbortController();
  const giveUp = (): void => abort.abort();
  response.once('close', giveUp);
  const body = await readJson(request);
  if (body === 'too-long')
    return sendError(response, {
      ...badRequest(`The request is longer than ${MAX_BODY_BYTES} bytes.`, 'request_too_large'),
      status: 413,
    });
  if (body === undefined)
    return sendError(
      response,
      badRequest('We could not parse the JSON body of your request: it has to be a JSON object.'),
    );
  const call = toCall({ path, headers: request.headers, body, signal: abort.signal });
  if (call.model === '') return sendError(response, badRequest('you must provide a model parameter'));
  const waitMs = typeof latencyMs === 'number' ? latencyMs : latencyMs(call.task);
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: abort.signal });
  const reply = await respond(call);
  // From here on it is we who close the connection.
  response.off('close', giveUp);
  if (!abort.signal.aborted) sendReply(response, call, reply, id);
}

async function readJson(request: IncomingMessage): Promise<JsonObject | 'too-long' | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and forgotten, so that the client gets to see the answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) return 'too-long';
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
