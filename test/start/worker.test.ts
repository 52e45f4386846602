import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlace, type Place, type Running } from '../support/place.ts';

/** Nobody listens there: the port is reserved, and needs rights that no test asks for. */
const NOBODY = '127.0.0.1:1';

/** Takes every connection, says nothing, and keeps what it hears. */
class SilentServer {
  readonly heard: Buffer[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('data', (data) => this.heard.push(data));
      socket.on('error', () => undefined);
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('worker/main.ts', () => {
  let place: Place;
  const silent = new SilentServer();
  const everything = {
    TEMPORAL_ADDRESS: NOBODY,
    DATABASE_URL: `postgres://copydesk:unused@${NOBODY}/copydesk`,
    LLM_BASE_URL: `http://${NOBODY}/v1`,
  };
  const start = (env: Readonly<Record<string, string>>): Running =>
    place.start([], { program: 'worker/main.ts', env: { ...everything, ...env } });

  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(async () => {
    silent.close();
    await place.remove();
  });

  it.each([
    ['that throws while it loads', 'throw new Error("out of paper");', 'does not load: out of paper'],
    ['without the workflow', 'var __TEMPORAL__ = { importWorkflows: () => ({}) };', 'exports no workflow "article"'],
    ['that is not there', undefined, 'Make it with "npm run bundle", or unset WORKFLOW_BUNDLE.'],
  ])('ends with exit code 2 for a bundle %s, also while its servers are away', async (_what, code, said) => {
    const bundle = join(place.folder, 'bundle.js');
    if (code !== undefined) await writeFile(bundle, code);
    const ended = await start({ WORKFLOW_BUNDLE: code === undefined ? join(place.folder, 'missing.js') : bundle })
      .ended;
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      msg: 'The worker cannot work',
      err: expect.stringContaining(said),
    });
  });

  it('ends with exit code 2 when it is told of no servers, and names each variable', async () => {
    const ended = await start({ DATABASE_URL: '', TEMPORAL_ADDRESS: '' }).ended;
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^environment DATABASE_URL: is not set.*\nenvironment TEMPORAL_ADDRESS: is not set/,
      ),
    });
  });

  it('waits for servers that are away, says so, and ends with exit code 0 when it is asked to', async () => {
    const worker = start({});
    await worker.says(/"msg":"Waiting for Temporal at 127\.0\.0\.1:1"/);
    await worker.says(/"msg":"Waiting for PostgreSQL"/);
    expect(await worker.end('SIGTERM')).toMatchObject({ code: 0, stdout: '' });
  });

  it('speaks TLS as soon as there is a key, and does not wait for a server that says nothing when it is asked to end', async () => {
    const address = await silent.listen();
    const worker = start({
      TEMPORAL_ADDRESS: address,
      TEMPORAL_API_KEY: 'a-key-for-the-cloud',
      DATABASE_URL: `postgres://copydesk:unused@${address}/copydesk`,
    });
    // RFC 8446: a handshake record (22), TLS 1.x (3), in it a ClientHello (1).
    const isClientHello = (data: Buffer): boolean => data[0] === 22 && data[1] === 3 && data[5] === 1;
    await expect.poll(() => silent.heard.some(isClientHello), { timeout: 100_000 }).toBe(true);
    expect(Buffer.concat(silent.heard).includes('a-key-for-the-cloud')).toBe(false);
    expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
  });
});
