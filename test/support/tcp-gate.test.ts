import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTcpGate, type TcpGate } from './tcp-gate.ts';

const ROUND_TRIP_MS = 200;

/** A server that says back what it is told, and what it was told. */
let server: Server;
let said: string[];
let gate: TcpGate;
let opened: Socket[];
beforeEach(async () => {
  opened = [];
  said = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (data) => void said.push(String(data)));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  gate = await openTcpGate(`127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const socket of opened) socket.destroy();
  await gate.close();
  server.close();
});

function begin(): Socket {
  const [host, port] = gate.address.split(':');
  const socket = connect({ host: host ?? '', port: Number(port) });
  opened.push(socket);
  return socket;
}

async function dial(): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const socket = begin();
  await once(socket, 'connect');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  return { socket, heard: () => heard };
}

describe('a way that a test can make worse', () => {
  it('brings what is said, in its order, and the end after it', async () => {
    const { socket, heard } = await dial();
    const parts = Array.from({ length: 500 }, (_, index) => `${index} `);
    for (const part of parts) socket.write(part);
    socket.end();
    await once(socket, 'close');
    expect(heard()).toBe(parts.join(''));
  });

  it('makes round trips longer on connections that there are, and many at once no longer than one', async () => {
    const { socket, heard } = await dial();
    gate.slow({ roundTripMs: ROUND_TRIP_MS });
    const began = performance.now();
    for (let index = 0; index < 10; index += 1) socket.write('x');
    await expect.poll(heard, { interval: 5 }).toBe('x'.repeat(10));
    const tookMs = performance.now() - began;
    expect(tookMs).toBeGreaterThanOrEqual(ROUND_TRIP_MS - 2);
    gate.open();
    socket.write('y');
    await expect.poll(heard, { interval: 5 }).toBe(`${'x'.repeat(10)}y`);
  });

  it('carries so many bytes a second', async () => {
    const { socket, heard } = await dial();
    gate.slow({ bytesPerSecond: 100_000 });
    const began = performance.now();
    socket.write('x'.repeat(20_000));
    await expect.poll(() => heard().length, { interval: 5 }).toBe(20_000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(198);
  });

  it('holds everything, also of who hangs up meanwhile, and brings it when it is open again', async () => {
    const [patient, impatient] = [await dial(), await dial()];
    gate.hold();
    patient.socket.write('a');
    const hungUp = once(impatient.socket, 'finish');
    impatient.socket.end('b');
    const late = await dial();
    late.socket.write('c');
    await hungUp;
    expect(said).toEqual([]);
    gate.open();
    await expect.poll(() => said.toSorted()).toEqual(['a', 'b', 'c']);
    await expect.poll(patient.heard).toBe('a');
  });

  it('resets what there is, and takes who comes anew', async () => {
    const { socket } = await dial();
    const fault = once(socket, 'error');
    await expect.poll(() => gate.connections).toBe(1);
    gate.reset();
    expect(await fault).toMatchObject([{ code: 'ECONNRESET' }]);
    const { socket: next, heard } = await dial();
    next.write('again');
    await expect.poll(heard).toBe('again');
  });

  it('refuses, or leads nowhere, until it is open', async () => {
    gate.cut('hang');
    const { socket } = await dial();
    await expect.poll(() => gate.connections).toBe(1);
    gate.open();
    await once(socket, 'close');
    gate.cut('refuse');
    expect(await once(begin(), 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
    gate.open();
    const { socket: next, heard } = await dial();
    next.write('hello');
    await expect.poll(heard).toBe('hello');
  });
});
