import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { accepts, holdPort, pickPort } from '../../src/local/ports.ts';

describe('pickPort', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(host: string): Promise<number> {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, host, resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  it('keeps to the preferred port when it is free', async () => {
    const port = await pickPort();
    expect(await pickPort(port)).toBe(port);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::1'])('avoids a preferred port that somebody listens on at %s', async (host) => {
    const taken = await listen(host);
    expect(await pickPort(taken)).not.toBe(taken);
  });

  it('avoids a preferred port that was promised to another server', async () => {
    const promised = await pickPort();
    expect(await pickPort(promised, [promised])).not.toBe(promised);
  });
});

describe('holdPort', () => {
  it('keeps the port from everybody else until it is released', async () => {
    const preferred = await pickPort();
    const held = await holdPort(preferred);
    expect(held.port).toBe(preferred);
    expect(await pickPort(preferred)).not.toBe(preferred);
    const other = await holdPort(preferred);
    expect(other.port).not.toBe(preferred);
    await Promise.all([held.release(), held.release(), other.release()]);
    expect(await accepts(preferred)).toBe(false);
  });
});
