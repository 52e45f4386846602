import { createHttpServer } from '../lib/http-server.ts';
import { requestPath } from '../lib/request-path.ts';
import { type Listening, serveOn } from './listen-on.ts';

/**
 * `GET /healthz` answers 200 while `isHealthy`, else 503; `GET /livez` answers 200 as long as the process answers at all: what it waits for is
 * no reason to start it again.
 * @param port 0 takes a free one. @throws {ConfigError} when it cannot be had.
 */
export async function startHealthServer(host: string, port: number, isHealthy: () => boolean): Promise<Listening> {
  const server = createHttpServer((request, response) => {
    const path = requestPath(request);
    if (path === '/livez') {
      response.writeHead(200).end();
      return;
    }
    if (path !== '/healthz') {
      response.writeHead(404).end();
      return;
    }
    const healthy = isHealthy();
    response.writeHead(healthy ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ healthy }));
  });
  return await serveOn(server, { host, port, variable: 'HEALTH_PORT' });
}
