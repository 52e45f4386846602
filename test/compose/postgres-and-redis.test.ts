import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pickPort } from '../../src/local/ports.ts';
import { startRedis } from '../support/redis-server.ts';
import { environmentOf, ROOT, serviceOf } from './compose-file.ts';
import { makeTemporaryFolder, startPostgres } from './native-process.ts';

const MINUTE = 60_000;
/** Of each of its four services: 20 for its own data, 10 for its lists (SQL_MAX_CONNS and SQL_VIS_MAX_CONNS as they are by default). */
const TEMPORAL_CONNECTIONS = 4 * (20 + 10);

describe('PostgreSQL in docker-compose.yml', () => {
  it('starts with its arguments, and has room for Temporal and ten of our processes', { timeout: MINUTE }, async () => {
    const folder = await makeTemporaryFolder('postgres');
    const environment = environmentOf('postgres', { POSTGRES_PASSWORD: 'p@ss/w0rd:#' });
    const postgres = await startPostgres({
      folder: folder.path,
      port: await pickPort(),
      args: (serviceOf('postgres').command ?? []).slice(1),
      user: environment['POSTGRES_USER'] ?? '',
      password: environment['POSTGRES_PASSWORD'] ?? '',
      database: environment['POSTGRES_DB'] ?? '',
    });
    try {
      const [answer] = await postgres.query(
        "select current_setting('max_connections')::int as connections, current_database() as name",
      );
      const { storage } = parse(readFileSync(join(ROOT, 'config/copydesk.yaml'), 'utf8')) as {
        storage: { pool_size: number };
      };
      expect(answer?.['name']).toBe('copydesk');
      expect(answer?.['connections']).toBeGreaterThanOrEqual(TEMPORAL_CONNECTIONS + 10 * storage.pool_size);
    } finally {
      await postgres.stop();
      await folder.remove();
    }
  });
});

describe('Redis in docker-compose.yml', () => {
  it('starts with its arguments, and forgets the oldest instead of refusing what is new', {
    timeout: 4 * MINUTE,
  }, async () => {
    const [program, ...args] = serviceOf('redis').command ?? [];
    expect(program).toBe('redis-server');
    const server = await startRedis({ args });
    const redis = new Redis(server.url);
    try {
      const settings = ['maxmemory', 'maxmemory-policy', 'save', 'appendonly'];
      const answers = await Promise.all(settings.map((name) => redis.config('GET', name)));
      expect(answers.map((answer) => (Array.isArray(answer) ? answer[1] : answer))).toEqual([
        String(256 * 1024 * 1024),
        'allkeys-lru',
        '',
        'no',
      ]);
    } finally {
      redis.disconnect();
      await server.stop();
    }
  });
});
