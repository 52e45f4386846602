import { type AddressInfo, createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LlmCache } from '../../src/agents/llm-cache.ts';
import type { Logger } from '../../src/lib/logger.ts';
import { createLlmCache } from '../../src/storage/llm-cache.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';

/** Far above 50 ms, for a busy machine; far below what any of ioredis' own waits would cost. */
const AT_ONCE_MS = 1_000;

let lines: string[] = [];
const caches: LlmCache[] = [];

function cacheAt(redisUrl?: string, memoryMegabytes = 1): LlmCache {
  lines = [];
  const log = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const cache = createLlmCache({
    ...(redisUrl !== undefined && { redisUrl }),
    memoryMegabytes,
    redisCommandTimeoutMs: 50,
    logger,
  });
  caches.push(cache);
  return cache;
}

afterEach(async () => {
  for (const cache of caches.splice(0)) await cache.close();
});

/** Sets until it reads back: the connection is made in the background. */
async function untilItWorks(cache: LlmCache, key = 'probe'): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    await cache.set(key, 'value', 60);
    if ((await cache.get(key)) === 'value') return;
    if (Date.now() > deadline) throw new Error(`The cache did not come to work. ${lines.join(' | ')}`);
    await sleep(50);
  }
}

async function timed<T>(operation: Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const startedAt = performance.now();
  const result = await operation;
  return { result, ms: performance.now() - startedAt };
}

describe('the cache in this process', () => {
  it('gives back what it was given until its time is over', async () => {
    const cache = cacheAt();
    await cache.set('a', 'one', 60);
    await cache.set('b', 'two', 0.02);
    expect(await cache.get('a')).toBe('one');
    expect(await cache.get('none')).toBeUndefined();
    await sleep(60);
    expect(await cache.get('b')).toBeUndefined();
  });

  it('stays within its size, and lets the least recently used go', async () => {
    const cache = cacheAt();
    const value = 'x'.repeat(50_000);
    for (let at = 0; at < 30; at += 1) {
      await cache.set(`key${at}`, value, 60);
      await cache.get('key0');
    }
    const kept = (await Promise.all(Array.from({ length: 30 }, (_, at) => cache.get(`key${at}`)))).filter(
      (one) => one !== undefined,
    );
    expect(kept.length).toBe(10);
    expect(await cache.get('key0')).toBe(value);
    await cache.set('huge', 'x'.repeat(200_000), 60);
    expect(await cache.get('huge')).toBeUndefined();
    expect(await cache.get('key0')).toBe(value);
  });
});

describe('the cache in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ args: ['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction'] });
  });
  afterAll(() => redis.stop());

  it('is shared, and forgets in time', async () => {
    const cache = cacheAt(redis.url);
    await untilItWorks(cache);
    await cache.set('shared', 'Привет', 1);
    const other = cacheAt(redis.url);
    await untilItWorks(other, 'other');
    expect(await other.get('shared')).toBe('Привет');
    expect(await other.get('none')).toBeUndefined();
    await sleep(1_100);
    expect(await other.get('shared')).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it('keeps no value that is too large', async () => {
    const cache = cacheAt(redis.url);
    await untilItWorks(cache);
    await cache.set('huge', 'x'.repeat(300_000), 60);
    expect(await cache.get('huge')).toBeUndefined();
  });

  it('still answers reads when Redis is full', async () => {
    const cache = cacheAt(redis.url);
    await untilItWorks(cache);
    for (let at = 0; at < 40; at += 1) await cache.set(`fill${at}`, 'x'.repeat(100_000), 6);
    expect(lines.filter((line) => line.includes('does not work'))).toHaveLength(1);
    expect(lines.join()).toMatch(/"operation":"write".*OOM/);
    expect(await cache.get('fill0')).toBe('x'.repeat(100_000));
    // Once the first of them have gone.
    await untilItWorks(cache, 'room again');
    expect(lines.filter((line) => line.includes('works again'))).toHaveLength(1);
  });

  it('costs a miss and no error while Redis hangs, and nothing once that is known', async () => {
    const cache = cacheAt(redis.url);
    await untilItWorks(cache);
    redis.pause();
    try {
      const first = await timed(cache.get('probe'));
      expect(first.result).toBeUndefined();
      expect(first.ms).toBeLessThan(AT_ONCE_MS);
      const startedAt = performance.now();
      for (let at = 0; at < 200; at += 1) expect(await cache.get('probe')).toBeUndefined();
      // One after the other at 50 ms each it would be ten seconds.
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      expect((await timed(cache.set('a', 'b', 60))).ms).toBeLessThan(AT_ONCE_MS);
      expect(lines.filter((line) => line.includes('"operation":"read"'))).toHaveLength(1);
    } finally {
      redis.resume();
    }
    await untilItWorks(cache);
    expect(lines.filter((line) => line.includes('works again') && line.includes('"read"'))).toHaveLength(1);
  });

  it('survives that Redis goes and comes back', async () => {
    const mortal = await startRedis();
    const cache = cacheAt(mortal.url);
    await untilItWorks(cache);
    await mortal.stop();
    for (let at = 0; at < 20; at += 1) {
      const { result, ms } = await timed(cache.get('probe'));
      expect(result).toBeUndefined();
      expect(ms).toBeLessThan(AT_ONCE_MS);
      await cache.set('a', 'b', 60);
      await sleep(10);
    }
    expect(
      lines.filter((line) => line.includes('does not work') && line.includes('"read"')).length,
    ).toBeLessThanOrEqual(1);
    const back = await startRedis({ port: Number(new URL(mortal.url).port) });
    await untilItWorks(cache);
    await back.stop();
  });

  it('works without a Redis that was never there, and never tells its password', async () => {
    const cache = cacheAt('redis://ann:canary-password@127.0.0.1:1/0');
    await sleep(100);
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', 'b', 60);
    await sleep(400);
    expect(lines.filter((line) => line.includes('"read"'))).toHaveLength(1);
    expect(lines.join()).toContain('127.0.0.1:1');
    expect(lines.join()).not.toContain('canary-password');
  });

  it('says so once when the password is wrong, without it', async () => {
    const guarded = await startRedis({ args: ['--requirepass', 'right'] });
    const cache = cacheAt(guarded.url.replace('redis://', 'redis://:canary-password@'));
    for (let at = 0; at < 10; at += 1) {
      expect(await cache.get('a')).toBeUndefined();
      await sleep(50);
    }
    expect(lines.filter((line) => line.includes('"read"'))).toHaveLength(1);
    expect(lines.join()).not.toContain('canary-password');
    await guarded.stop();
  });

  it('stays right when the connection breaks off under its commands', async () => {
    const relay = await startRelay(Number(new URL(redis.url).port));
    const cache = cacheAt(`redis://127.0.0.1:${relay.port}`);
    await untilItWorks(cache);
    for (let round = 0; round < 5; round += 1) {
      const values = Array.from({ length: 20 }, async (_, at) => {
        await cache.set(`k${at}`, `v${at}`, 60);
        return cache.get(`k${at}`);
      });
      relay.cut();
      for (const [at, value] of (await Promise.all(values)).entries()) expect([undefined, `v${at}`]).toContain(value);
      await untilItWorks(cache);
    }
    await relay.close();
  });
});

interface Relay {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
