import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

export interface ServedHttp {
  readonly port: number;
  /** A request that it serves, `GET /healthz`, and the status of the answer. */
  readonly known: { readonly method: string; readonly path: string; readonly status: number };
  /** Where it takes bodies, and with what headers. */
  readonly takesBodiesAt?: string;
  readonly bodyHeaders?: Readonly<Record<string, string>>;
  readonly close: () => unknown;
}

/** How long anything may take that is answered at once. */
const AT_ONCE_MS = 5000;
/** More bytes than any of them takes. */
const TOO_LONG = 12_000_000;
const LONG_PATH = `/${'a'.repeat(60_000)}`;
const TARGETS = [
  ...String.raw`/ // /// //[ /\ /\\ \ * /% /%00 /%E0%A4 /? /# ? # % : [ @ /{} /;= //healthz /healthz/ /./healthz/..`.split(
    ' ',
  ),
  ...'http: http:// http:/// http://[ http://[::1 http://:0 http://a:99999/ http://%/ https://a@b@c/'.split(' '),
  ...'http://elsewhere.example/healthz data:,x file:///etc/passwd elsewhere.example:443 /slack/install//'.split(' '),
  '/\u00ff',
  LONG_PATH,
];
const HEADERS = [
  'Host: [',
  'Host: http://',
  'Host: a b',
  'Host:',
  'Host: x\r\nHost: y',
  'Host: x\r\nCookie: =;;=\u00ff',
  'Host: x\r\nCookie: slack-app-oauth-state',
  'Host: x\r\nExpect: 100-continue',
  'Host: x\r\nExpect: the worst',
  'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket',
  'Host: x\r\nContent-Length: -1',
  'Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked',
  'Host: x\r\nContent-Type: application/x-www-form-urlencoded',
  'Host: x\r\nX-Slack-Signature: v0=\r\nX-Slack-Request-Timestamp: x',
  'Host: x\r\nX-Telegram-Bot-Api-Secret-Token: \u00ff',
  'Host: x\r\nno colon',
  `Host: x\r\nX-Long: ${'a'.repeat(60_000)}`,
];

/** What everything of ours that listens keeps, whatever comes: it answers or hangs up, at once, and goes on. */
export function itSurvivesAnyRequest(open: () => Promise<ServedHttp>): void {
  describe('asked anything', () => {
    let served: ServedHttp;
    /** The beginning of a request that carries a body. */
    const posting = (length: number): string =>
      [
        `POST ${served.takesBodiesAt ?? served.known.path} HTTP/1.1`,
        'Host: x',
        `Content-Length: ${length}`,
        ...Object.entries(served.bodyHeaders ?? {}).map(([name, value]) => `${name}: ${value}`),
        'Connection: close\r\n\r\n',
      ].join('\r\n');
    /** What would end a process that is not a test. */
    const fatal: unknown[] = [];
    const note = (error: unknown): void => void fatal.push(error);
    beforeAll(async () => {
      served = await open();
    });
    afterAll(async () => await served.close());
    beforeEach(() => {
      fatal.length = 0;
      process.on('uncaughtException', note).on('unhandledRejection', note);
    });
    afterEach(async () => {
      const { method, path, status } = served.known;
      const answer = await ask(served.port, `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      process.off('uncaughtException', note).off('unhandledRejection', note);
      expect(fatal).toEqual([]);
      expect(answer).toBe(status);
    });

    it.each(TARGETS.map((target) => [target.length > 40 ? `${target.slice(0, 40)}…` : target, target] as const))(
      'answers a request for %j',
      async (_shown, target) => {
        for (const method of ['GET', 'POST', 'OPTIONS'])
          expectAnswer(await ask(served.port, `${method} ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`));
      },
    );

    it('answers a request for whatever a target may be', async () => {
      const part = fc.oneof(
        fc.constantFrom('/', '//', '%', '?', '#', '*', ':', '@', '[', '..', 'http://', '\\', served.known.path),
        fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)) }),
      );
      const target = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('GET', 'POST', 'HEAD', 'CONNECT'), target, async (method, wanted) => {
          fatal.length = 0;
          expectAnswer(await ask(served.port, `${method} ${wanted} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`));
          expect(fatal).toEqual([]);
        }),
        { numRuns: 150 },
      );
    });

    it.each(HEADERS.map((lines) => [lines.slice(0, 60), lines] as const))(
      'answers a request with %j',
      async (_shown, lines) => {
        const { method, path } = served.known;
        for (const start of [`${method} ${path}`, `GET ${path}?code=a&state=b`, `POST ${served.takesBodiesAt ?? path}`])
          expectAnswer(await ask(served.port, `${start} HTTP/1.1\r\n${lines}\r\n\r\n`));
      },
    );

    it('answers what is no HTTP', async () => {
      for (const noise of [
        '\r\n\r\nx',
        'GET\r\n\r\n',
        '\u0016\u0003\u0001\u0002',
        'GET / HTTP/9.9\r\n\r\n',
        'x'.repeat(100_000),
      ])
        expectAnswer(await ask(served.port, noise));
    });

    it('forgets a request that breaks off', async () => {
      const whole = `${posting(100)}{"a":`;
      for (let end = 1; end <= whole.length; end += 7) {
        const socket = connect(served.port, '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        await new Promise((resolve) => socket.write(whole.slice(0, end), 'latin1', resolve));
        socket.resetAndDestroy();
      }
      expect(fatal).toEqual([]);
    });

    it('answers a body that is nothing it knows', async () => {
      for (const body of [
        '',
        'null',
        '"x"',
        '7',
        '[]',
        '{}',
        '{"a":',
        'payload=null',
        '\u0000\u00ff',
        '['.repeat(100_000),
      ])
        expectAnswer(await ask(served.port, posting(body.length) + body));
    });

    it('takes no body without end', async () => {
      const socket = connect(served.port, '127.0.0.1');
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (chunk) => void (answer += chunk.toString('latin1')));
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.write(posting(TOO_LONG));
      socket.write('a'.repeat(TOO_LONG));
      await expect(closed).resolves.toBeDefined();
      if (served.takesBodiesAt !== undefined) expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    });
  });
}

/** The status of the answer; 0 when the connection was closed without one. */
async function ask(port: number, request: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const answered = Promise.withResolvers<number>();
  let answer = '';
  socket.on('error', () => undefined);
  socket.setTimeout(AT_ONCE_MS, () =>
    answered.reject(new Error(`No answer to ${JSON.stringify(request.slice(0, 200))}`)),
  );
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
    // Whoever is told to continue is answered afterwards.
    const status = Number(/^HTTP\/1\.1 (?!100)(\d{3}) /m.exec(answer)?.[1]);
    if (status > 0) answered.resolve(status);
  });
  socket.on('close', () => answered.resolve(0));
  socket.write(request, 'latin1');
  try {
    return await answered.promise;
  } finally {
    socket.destroy();
  }
}

function expectAnswer(status: number): void {
  expect(status === 0 || (status >= 200 && status <= 599)).toBe(true);
}
