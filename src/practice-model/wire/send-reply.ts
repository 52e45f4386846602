import type { ServerResponse } from 'node:http';

import { text } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ModelCall } from '../model-call.ts';
import type { AnswerReply, ErrorReply, Reply } from '../reply.ts';
import { chatChunks, chatCompletion } from './chat-completions.ts';
import { responseEvents, responseObject } from './responses.ts';

/** Writes `reply` as `call` asked for it. `id` is unique within the server. */
export function sendReply(response: ServerResponse, call: ModelCall, reply: Reply, id: string): void {
  switch (reply.kind) {
    case 'answer':
      return sendAnswer(response, call, reply, id, 'whole');
    case 'cut':
      return sendAnswer(response, call, { kind: 'answer', content: reply.content }, id, 'half');
    case 'error':
      return sendError(response, reply);
    case 'raw':
      response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
      return undefined;
    case 'drop':
      response.destroy();
      return undefined;
    default:
      return reply satisfies never;
  }
}

export function sendError(response: ServerResponse, { status, message, type, code, headers }: ErrorReply): void {
  sendJson(response, status, { error: { message, type, param: null, code } }, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

type Extent = 'whole' | 'half';

function sendAnswer(response: ServerResponse, call: ModelCall, reply: AnswerReply, id: string, extent: Extent): void {
  const identity = { id, created: Math.floor(Date.now() / 1000) };
  if (call.streams) {
    const events =
      call.api === 'chat-completions' ? chatChunks(call, reply, identity) : responseEvents(call, reply, identity);
    const names = call.api === 'responses';
    const lines = [
      ...events.map((event) => `${names ? `event: ${text(event['type'])}\n` : ''}data: ${JSON.stringify(event)}\n\n`),
      ...(names ? [] : ['data: [DONE]\n\n']),
    ];
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    const half = Math.ceil(lines.length / 2);
    for (const line of lines.slice(0, half)) response.write(line);
    const goOn = (): void => {
      if (response.destroyed) return;
      if (extent === 'whole') for (const line of lines.slice(half)) response.write(line);
      finish(response, extent);
    };
    if (reply.halt === undefined) goOn();
    else void reply.halt.then(goOn);
    return;
  }
  const body = Buffer.from(
    JSON.stringify(
      call.api === 'chat-completions' ? chatCompletion(call, reply, identity) : responseObject(call, reply, identity),
    ),
  );
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(extent === 'whole' ? body : body.subarray(0, Math.floor(body.length / 2)));
  finish(response, extent);
}

/** A half answer has to leave the machine before the connection goes: hence the callback. */
function finish(response: ServerResponse, extent: Extent): void {
  if (extent === 'whole') response.end();
  else response.write('', () => setImmediate(() => response.destroy()));
}
