import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startHealthServer } from '../../src/process/health-server.ts';
import { itSurvivesAnyRequest } from '../contracts/http-server.ts';

describe('the server that tells of health', () => {
  it('answers GET /healthz, whole addresses and queries too, and nothing else', async () => {
    let isHealthy = true;
    const server = await startHealthServer('127.0.0.1', 0, () => isHealthy);
    onTestFinished(() => server.close());
    const ask = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;
    expect(await ask('/healthz?now')).toBe(200);
    expect(await ask('/health')).toBe(404);
    isHealthy = false;
    expect(await ask('/healthz')).toBe(503);
  });

  it('answers GET /livez even while it is not well: an outage of others is no reason to start it again', async () => {
    const server = await startHealthServer('127.0.0.1', 0, () => false);
    onTestFinished(() => server.close());
    expect((await fetch(`http://127.0.0.1:${server.port}/livez`)).status).toBe(200);
  });

  it('does not wait for one who has begun to ask when it closes', async () => {
    const server = await startHealthServer('127.0.0.1', 0, () => true);
    const slow = connect(server.port, '127.0.0.1');
    slow.on('error', () => undefined);
    await once(slow, 'connect');
    await new Promise((resolve) => slow.write('GET /hea', resolve));
    await expect(server.close()).resolves.toBeUndefined();
  });

  itSurvivesAnyRequest(async () => {
    const server = await startHealthServer('127.0.0.1', 0, () => true);
    const known = { method: 'GET', path: '/healthz', status: 200 };
    return { port: server.port, known, close: () => server.close() };
  });
});
