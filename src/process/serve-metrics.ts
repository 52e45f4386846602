import { createHttpServer } from '../lib/http-server.ts';
import { requestPath } from '../lib/request-path.ts';
import { type Listening, serveOn } from './listen-on.ts';

export interface MetricsPage {
  readonly contentType: string;
  page(): Promise<string>;
}

/** `GET /metrics`, for Prometheus. @param at port 0 takes a free one. @throws {ConfigError} when it cannot be had. */
export async function serveMetrics(
  at: { readonly host: string; readonly port: number },
  metrics: MetricsPage,
): Promise<Listening> {
  const server = createHttpServer(async (request, response) => {
    if (requestPath(request) !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const page = await metrics.page();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(page);
  });
  return await serveOn(server, {
    ...at,
    variable: 'OTEL_EXPORTER_PROMETHEUS_PORT',
    hostVariable: 'OTEL_EXPORTER_PROMETHEUS_HOST',
  });
}
