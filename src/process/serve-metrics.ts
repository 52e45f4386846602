import type { AddressInfo } from 'node:net';
import { createHttpServer } from '../lib/http-server.ts';
import { requestPath } from '../lib/request-path.ts';
import { listenOn } from './listen-on.ts';

export interface MetricsServer {
  readonly port: number;
  /** Waits for nobody who still asks. */
  close(): Promise<void>;
}

export interface MetricsPage {
  readonly contentType: string;
  page(): Promise<string>;
}

/** `GET /metrics`, for Prometheus. @param at port 0 takes a free one. @throws {ConfigError} when it cannot be had. */
export async function serveMetrics(
  at: { readonly host: string; readonly port: number },
  metrics: MetricsPage,
): Promise<MetricsServer> {
  const server = createHttpServer(async (request, response) => {
    if (requestPath(request) !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const page = await metrics.page();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(page);
  });
  await listenOn(server, {
    ...at,
    variable: 'OTEL_EXPORTER_PROMETHEUS_PORT',
    hostVariable: 'OTEL_EXPORTER_PROMETHEUS_HOST',
  });
  return {
    // A TCP server's address is an object.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
