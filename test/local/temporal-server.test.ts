import { createServer } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { pickPort } from '../../src/local/ports.ts';
import { isRunning } from '../../src/local/processes.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';
import type { TemporalServer, TemporalServerOptions } from '../../src/local/temporal-server.ts';
import { startHost } from '../support/start-host.ts';
import { makeTestFolder, removeServersIn } from '../support/test-folder.ts';

describe('startTemporalServer', { timeout: 60_000 }, () => {
  let cli: string;
  let dataFolder: string;
  beforeAll(async () => {
    cli = (await findTemporalCli({ env: process.env })).path;
  }, 600_000);
  beforeEach(async () => {
    dataFolder = await makeTestFolder();
  });
  afterEach(async () => {
    await removeServersIn(dataFolder);
    await rm(dataFolder, { recursive: true, force: true });
  });

  function start(options: Partial<TemporalServerOptions> = {}): Promise<TemporalServer> {
    return startTemporalServer({ cli, dataFolder, port: 0, uiPort: 0, log: () => undefined, ...options });
  }

  async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address });
    try {
      return await use(new Client({ connection }));
    } finally {
      await connection.close();
    }
  }

  const startWorkflow = (address: string, workflowId: string): Promise<unknown> =>
    withClient(address, (client) => client.workflow.start('nobody-runs-it', { taskQueue: 'none', workflowId }));
  const statusOf = (address: string, workflowId: string): Promise<string> =>
    withClient(address, async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name);

  it('keeps what it knew over a stop and a start', async () => {
    const first = await start();
    await startWorkflow(first.address, 'kept');
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await start();
    expect(await statusOf(second.address, 'kept')).toBe('RUNNING');
    expect((await fetch(second.uiUrl)).status).toBe(200);
    await second.stop();
  });

  it('reuses the server that a killed process left behind', async () => {
    const host = await startHost({ folder: dataFolder, temporal: { cli } });
    const left = host.temporal;
    await startWorkflow(left?.address ?? '', 'kept');
    await host.end('SIGKILL');
    const folder = await openDataFolder(dataFolder);
    const server = await start();
    expect(server).toMatchObject({ reused: true, pid: left?.pid, address: left?.address });
    expect(await statusOf(server.address, 'kept')).toBe('RUNNING');
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    await folder.release();
  });

  it('ends a left-behind server that runs otherwise before it starts its own', async () => {
    const host = await startHost({ folder: dataFolder, temporal: { cli }, durable: false });
    await startWorkflow(host.temporal?.address ?? '', 'kept');
    await host.end('SIGKILL');
    const server = await start();
    expect(server.reused).toBe(false);
    expect(isRunning(host.temporal?.pid ?? 0)).toBe(false);
    expect(await statusOf(server.address, 'kept')).toBe('RUNNING');
    await server.stop();
  });

  it('avoids ports that others have, and says so', async () => {
    const other = createServer();
    const taken = await pickPort();
    await new Promise<void>((resolve) => {
      other.listen(taken, '127.0.0.1', resolve);
    });
    const lines: string[] = [];
    const server = await start({ port: taken, log: (line) => lines.push(line) });
    expect(server.address).not.toBe(`127.0.0.1:${taken}`);
    expect(lines).toEqual([expect.stringContaining(`Port ${taken} is taken`)]);
    await server.stop();
    other.close();
  });

  it('is never taken for that of another Copydesk that starts at the same moment', async () => {
    const [port, uiPort] = [await pickPort(), await pickPort()];
    const others = await Promise.all([1, 2].map(() => makeTestFolder()));
    const starts = [dataFolder, ...others].map(async (folder, index) => {
      // As far apart as it takes one to be up while the next still believes that the port is free.
      await sleep(index * 25);
      return start({ dataFolder: folder, port, uiPort });
    });
    const servers = await Promise.all(starts);
    expect(new Set(servers.map(({ address }) => address)).size).toBe(servers.length);
    await Promise.all(servers.map((server) => server.stop()));
    await Promise.all(others.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  it('starts a server that died again, on the same ports, with what it knew', async () => {
    const lines: string[] = [];
    const server = await start({ log: (line) => lines.push(line) });
    const { pid, address } = server;
    await startWorkflow(address, 'kept');
    process.kill(pid, 'SIGKILL');
    while (server.pid === pid) await sleep(20);
    expect(await statusOf(address, 'kept')).toBe('RUNNING');
    expect(lines).toEqual(['The Temporal server ended by itself (SIGKILL); starting it again']);
    await server.stop();
  });

  it('says why it cannot start, with the end of its log', async () => {
    await expect(start({ dataFolder: join(dataFolder, 'missing') })).rejects.toMatchObject({
      code: 'TEMPORAL_NOT_STARTED',
    });
    await expect(start({ cli: '/bin/false' })).rejects.toMatchObject({
      code: 'TEMPORAL_NOT_STARTED',
      message: expect.stringContaining('temporal.log'),
    });
  });
});
