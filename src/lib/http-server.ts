import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from './logger.ts';
import { requestPath } from './request-path.ts';
import { reasonOf } from './reason-of.ts';

/** Answers one request. What it throws, or rejects with, is answered with 500. */
export type HttpListener = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface HttpServerOptions {
  /** Hears of requests that failed. */
  readonly logger?: Logger;
  /** How long a request may take to arrive, in milliseconds. Default: half a minute; what comes to us is small. */
  readonly requestTimeoutMs?: number;
}

const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;

/** A server that no request can bring down: one that fails is answered with 500, one that does not arrive is cut off. */
export function createHttpServer(
  listener: HttpListener,
  { logger, requestTimeoutMs = REQUEST_TIMEOUT_MS }: HttpServerOptions = {},
): Server {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await listener(request, response);
    } catch (error) {
      // Who hung up in the middle is owed nothing, and no line of the log.
      if (!response.destroyed)
        logger?.warn({ reason: reasonOf(error), path: requestPath(request) }, 'A request could not be answered');
      if (response.destroyed || response.headersSent) response.destroy();
      else response.writeHead(500, { connection: 'close' }).end();
    }
  };
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      // How often Node looks for those that are late.
      connectionsCheckingInterval: Math.min(5000, requestTimeoutMs),
    },
    (request, response) => void serve(request, response),
  );
  // Of a connection that could not be accepted. Without a listener it would end the process; who cannot listen at all hears of it, too.
  server.on('error', (error) => {
    if (server.listening) logger?.warn({ reason: reasonOf(error) }, 'A connection could not be accepted');
  });
  return server;
}
