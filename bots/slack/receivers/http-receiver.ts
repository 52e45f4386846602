import { once } from 'node:events';
import type { Server } from 'node:http';
import { type CustomRoute, HTTPReceiver, type Logger as BoltLogger } from '@slack/bolt';
import { ConfigError } from '../../../src/config/config-error.ts';
import type { SlackReceiver } from './slack-receiver.ts';

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly port: number;
  /** Default: every address of this machine, since Slack comes from outside. */
  readonly host?: string;
  readonly logger: BoltLogger;
  /** What `GET /healthz` says on the same port. */
  readonly isHealthy: () => boolean;
  /** What else is served on that port. */
  readonly routes?: readonly CustomRoute[];
}

/** Slack waits so long for an answer. */
const SETTLE_MS = 3000;

/** Requests of Slack come to `POST /slack/events`, whatever they are about. */
export function createHttpReceiver({
  signingSecret,
  port,
  host,
  logger,
  isHealthy,
  routes = [],
}: HttpReceiverOptions): SlackReceiver {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger,
    // Otherwise an event would be acknowledged before anybody took it, and be lost when nobody can.
    processBeforeResponse: true,
    customRoutes: [
      ...routes,
      {
        path: '/healthz',
        method: ['GET'],
        handler: (_request, response) => {
          const healthy = isHealthy();
          response
            .writeHead(healthy ? 200 : 503, { 'content-type': 'application/json' })
            .end(JSON.stringify({ healthy }));
        },
      },
    ],
  });
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    if (server === undefined) return;
    const closing = server;
    server = undefined;
    // Whoever still waits then has been given up by Slack.
    const impatience = setTimeout(() => closing.closeAllConnections(), SETTLE_MS);
    await receiver.stop();
    clearTimeout(impatience);
  };
  const run = async (signal: AbortSignal, onListening?: () => void): Promise<void> => {
    if (signal.aborted) return;
    try {
      server = await receiver.start({ port, ...(host !== undefined && { host }) });
    } catch (error) {
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
