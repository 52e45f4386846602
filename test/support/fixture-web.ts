import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { AddressGuard } from '../../src/lib/public-address.ts';
import type { FetchSettings } from '../../src/research/fetch-settings.ts';

/** Stands for the internet: the tests' guard takes it for public. */
const PUBLIC = '127.0.0.1';
/** Stands for a machine in the operator's network. */
const PRIVATE = '127.0.0.2';

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FixtureWeb {
  readonly port: number;
  /** `http://HOST.test:PORT/path` */
  address(path: string, host?: string): string;
  /** What answers at a path, on every host that has no handler of its own for it. */
  serve(path: string, handler: PageHandler | string, host?: string): void;
  /** Names as the tests have them, and what is private among their addresses. */
  readonly guard: AddressGuard;
  readonly settings: FetchSettings;
  /** `HOST /path`, in order. */
  readonly requests: readonly string[];
  /** What arrived at the machine in the operator's network. */
  readonly privateRequests: readonly string[];
  close(): Promise<void>;
}

/**
 * A small web with pages that lie, die, dawdle, redirect, swell and give orders. Names end in `.test`: `private.test` is in the operator's
 * network, `rebind.test` at first not, `both.test` half, `nowhere.test` does not exist.
 */
export async function startFixtureWeb(): Promise<FixtureWeb> {
  const requests: string[] = [];
  const privateRequests: string[] = [];
  const handlers = new Map<string, PageHandler>();
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    const path = request.url ?? '';
    requests.push(`${host} ${path}`);
    const handler = handlers.get(`${host} ${path}`) ?? handlers.get(` ${path}`);
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  });
  const privateServer = createServer((request, response) => {
    privateRequests.push(`${request.headers.host ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>secret</p>');
  });
  await listen(server, PUBLIC, 0);
  const { port } = server.address() as AddressInfo;
  await listen(privateServer, PRIVATE, port);
  let rebound = 0;
  const guard: AddressGuard = {
    isPrivate: (address) => address !== PUBLIC,
    resolve: (hostname, _options, done) => {
      const found = (...addresses: readonly string[]): void =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
      if (hostname === 'private.test') return found(PRIVATE);
      if (hostname === 'both.test') return found(PUBLIC, PRIVATE);
      if (hostname === 'rebind.test') return found((rebound += 1) > 1 ? PRIVATE : PUBLIC);
      if (hostname === 'nowhere.test' || !hostname.endsWith('.test'))
        return done(Object.assign(new Error(`ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), []);
      return found(PUBLIC);
    },
  };
  return {
    port,
    address: (path, host = 'web') => `http://${host}.test:${port}${path}`,
    serve(path, handler, host) {
      const serving: PageHandler =
        typeof handler === 'string'
          ? (_, response) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(handler)
          : handler;
      handlers.set(`${host === undefined ? '' : `${host}.test`} ${path}`, serving);
    },
    guard,
    settings: {
      userAgent: 'Copydesk/test',
      timeoutSeconds: 3,
      idleTimeoutSeconds: 1,
      maxBytes: 200_000,
      maxRedirects: 5,
      ports: [80, 443, port],
      allowPrivateAddresses: false,
    },
    requests,
    privateRequests,
    async close() {
      for (const one of [server, privateServer]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

/** An article of some length, which readers know for one. */
export function page(title: string, paragraphs: readonly string[], head = ''): string {
  const body = paragraphs.map((text) => `<p>${text}</p>`).join('\n');
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><nav><a href="/">Home</a> <a href="/a">Menu</a></nav><article><h1>${title}</h1>${body}</article><footer>All rights reserved</footer></body></html>`;
}

/** What can go wrong with a server, by what it is. */
export const bad = {
  redirect:
    (to: string, status = 302): PageHandler =>
    (_, response) =>
      void response.writeHead(status, { location: to }).end(),
  status:
    (status: number): PageHandler =>
    (_, response) =>
      void response.writeHead(status, { 'content-type': 'text/html' }).end('<p>No.</p>'),
  /** Never says a word. */
  silent: (): PageHandler => () => undefined,
  /** A byte now and then, without end. */
  drip: (): PageHandler => (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('x'), 100);
    response.on('close', () => clearInterval(timer));
  },
  /** More than anybody reads, without end. */
  endless: (): PageHandler => (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  },
  /** A kilobyte that unpacks to a hundred megabytes. */
  bomb: (): PageHandler => {
    const packed = gzipSync(Buffer.alloc(100_000_000));
    return (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(packed);
  },
  /** Breaks off in the middle. */
  cut: (): PageHandler => (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '1000' });
    response.write('<p>Half');
    setTimeout(() => response.destroy(), 20);
  },
} as const;

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
