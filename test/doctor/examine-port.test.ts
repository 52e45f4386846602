import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examinePort } from '../../src/doctor/examine-port.ts';
import { startHealthServer } from '../../src/process/health-server.ts';

/** On every address, as a bot listens. */
async function listen(server: Pick<Server, 'listen' | 'address' | 'once' | 'close'>): Promise<number> {
  server.listen(0);
  await once(server as Server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('examinePort', () => {
  it('finds a port that is free, and leaves it free', async () => {
    await expect(examinePort('PORT', 0)).resolves.toMatchObject({ kind: 'ok' });
    const passing = createServer();
    const port = await listen(passing);
    passing.close();
    await once(passing, 'close');
    await expect(examinePort('PORT', port)).resolves.toEqual({
      kind: 'ok',
      detail: `port ${port} is free for Copydesk to listen on`,
    });
    expect(await listen(createServer())).toBeGreaterThan(0);
  });

  it.each([
    [true, 'ok'],
    [false, 'warning'],
  ])('takes what answers /healthz for Copydesk, well or not: %s', async (isHealthy, kind) => {
    const health = await startHealthServer('0.0.0.0', 0, () => isHealthy);
    onTestFinished(() => health.close());
    await expect(examinePort('PORT', health.port)).resolves.toMatchObject({ kind });
  });

  it('tells that another program is there, and which variable to change', async () => {
    const other: RequestListener = (_request, response) => void response.writeHead(404).end();
    const finding = await examinePort('TELEGRAM_PORT', await listen(createServer(other)));
    expect(finding).toMatchObject({ kind: 'fault', troubles: [{ what: expect.stringContaining('another program') }] });
    expect(JSON.stringify(finding)).toContain('TELEGRAM_PORT');
  });

  it('does not wait for a program that speaks no HTTP', async () => {
    const rude = createTcpServer((socket) => void socket.end('220 hello\r\n'));
    await expect(examinePort('PORT', await listen(rude as unknown as Server))).resolves.toMatchObject({
      kind: 'fault',
    });
  });
});
