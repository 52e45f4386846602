import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpServer, type HttpListener, type HttpServerOptions } from '../../src/lib/http-server.ts';

async function serve(listener: HttpListener, options?: HttpServerOptions): Promise<number> {
  const server = createHttpServer(listener, options);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a server of ours', () => {
  it.each<readonly [string, HttpListener]>([
    [
      'throws',
      () => {
        throw new Error('Broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('Broken'))],
  ])('answers 500 when its listener %s, and tells the log', async (_how, listener) => {
    const warned: unknown[] = [];
    const note = (fields: object): void => void warned.push(fields);
    const logger = { debug: note, info: note, warn: note, error: note };
    const port = await serve(listener, { logger });
    expect((await fetch(`http://127.0.0.1:${port}/page?secret=1`)).status).toBe(500);
    expect(warned).toEqual([{ reason: 'Broken', path: '/page' }]);
  });

  it('breaks off an answer that fails half way', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200).write('half');
      throw new Error('Broken');
    });
    const response = await fetch(`http://127.0.0.1:${port}/`)
      .then((one) => one.text())
      .catch((error: unknown) => error);
    expect(response).toBeInstanceOf(Error);
  });

  it.each(['', 'GET / HT', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nslow'])(
    'cuts off a request that does not arrive: %j',
    async (begun) => {
      const port = await serve(
        async (request, response) => {
          await text(request);
          response.end();
        },
        { requestTimeoutMs: 50 },
      );
      const socket = connect(port, '127.0.0.1');
      if (begun !== '') socket.write(begun);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    },
  );
});
