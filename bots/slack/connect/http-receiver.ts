import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { HTTPModuleFunctions, HTTPReceiver, type Logger as BoltLogger } from '@slack/bolt';
import { ConfigError } from '../../../src/config/config-error.ts';
import { createHttpServer, type HttpListener } from '../../../src/lib/http-server.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { requestPath } from '../../../src/lib/request-path.ts';
import { type Page, servePages } from './install-pages.ts';
import type { SlackReceiver } from './slack-receiver.ts';

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly port: number;
  /** Default: every address of this machine, since Slack comes from outside. */
  readonly host?: string;
  readonly boltLogger: BoltLogger;
  readonly logger: Logger;
  /** What `GET /healthz` says on the same port. */
  readonly isHealthy: () => boolean;
  /** What else is served on that port. */
  readonly pages?: readonly Page[];
}

const EVENTS_PATH = '/slack/events';
/** Slack waits so long for an answer. */
const SETTLE_MS = 3000;

/** Requests of Slack come to `POST /slack/events`, whatever they are about. */
export function createHttpReceiver({
  signingSecret,
  port,
  host,
  boltLogger,
  logger,
  isHealthy,
  pages = [],
}: HttpReceiverOptions): SlackReceiver {
  // Only Bolt's request handler is used: its own server answers 500 to `GET //` and logs an error.
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: boltLogger,
    // Otherwise an event would be acknowledged before anybody took it, and be lost when nobody can.
    processBeforeResponse: true,
  });
  const showPage = servePages([
    ...pages,
    {
      path: '/healthz',
      show: (_request, response) => {
        const healthy = isHealthy();
        response
          .writeHead(healthy ? 200 : 503, { 'content-type': 'application/json' })
          .end(JSON.stringify({ healthy }));
      },
    },
  ]);
  const listener: HttpListener = async (request, response) => {
    if (request.method !== 'POST' || requestPath(request) !== EVENTS_PATH) return await showPage(request, response);
    const refused = await refusal(request, signingSecret);
    if (refused !== undefined) {
      response.writeHead(refused, { connection: 'close' }).end();
      return;
    }
    request.url = EVENTS_PATH;
    receiver.requestListener(request, response);
  };
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    if (server === undefined) return;
    const closing = server;
    server = undefined;
    // By then Slack has given up waiting for the answer.
    const impatience = setTimeout(() => closing.closeAllConnections(), SETTLE_MS);
    await new Promise((resolve) => closing.close(resolve));
    clearTimeout(impatience);
  };
  const run = async (signal: AbortSignal, onListening?: () => void): Promise<void> => {
    if (signal.aborted) return;
    try {
      server = createHttpServer(listener, { logger });
      server.listen({ port, ...(host !== undefined && { host }) });
      await once(server, 'listening');
    } catch (error) {
      server = undefined;
      if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
        throw new ConfigError([
          {
            where: 'environment PORT',
            what: `cannot listen on port ${port} (${error.code}); end what uses it, or set another one here and in the app's request URLs`,
          },
        ]);
      throw error;
    }
    onListening?.();
    try {
      await once(server, 'close', { signal });
      throw new Error('The HTTP server has closed');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await stop();
    }
  };

  return {
    init: (app) => receiver.init(app),
    start: run,
    stop,
    run,
    isListening: () => server?.listening === true,
    port() {
      const address = server?.address();
      return typeof address === 'object' ? address?.port : undefined;
    },
  };
}

/** With what status a request is turned away before Bolt sees it; undefined when Bolt may answer. */
async function refusal(request: IncomingMessage, signingSecret: string): Promise<number | undefined> {
  const bodyLimit = HTTPModuleFunctions.defaultBodyLimit;
  try {
    const whole = await HTTPModuleFunctions.parseAndVerifyHTTPRequest({ signingSecret, bodyLimit }, request);
    // Bolt looks into the body where nobody catches what is thrown: a signed `null` would end the process.
    return HTTPModuleFunctions.parseHTTPRequestBody(whole) === null ? 400 : undefined;
  } catch (error) {
    // Too long, or broken off. A wrong signature and what is no JSON are Bolt's to refuse.
    return HTTPModuleFunctions.isRawBodyError(error) ? error.statusCode : undefined;
  }
}
