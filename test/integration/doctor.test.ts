import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PracticeModel, startPracticeModel } from '../../src/practice-model/server.ts';
import type { TestDatabase } from '../support/database.ts';
import { createMigratedDatabase } from '../support/use-database.ts';
import { createNamespace } from '../support/namespace.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { runDoctor } from '../support/run-doctor.ts';

describe('npm run doctor', () => {
  let database: TestDatabase;
  let temporal: Awaited<ReturnType<typeof createNamespace>>;
  let redis: RedisServer;
  let model: PracticeModel;
  beforeAll(async () => {
    [database, temporal, redis, model] = await Promise.all([
      createMigratedDatabase(inject('postgresUrl')),
      createNamespace(inject('temporalAddress')),
      startRedis({ args: ['--requirepass', 'redis-password'] }),
      startPracticeModel({}),
    ]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([temporal.connection.close(), redis.stop(), model.stop(), database.drop()]);
  });

  const configured = () => ({
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: temporal.namespace,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url.replace('://', '://:redis-password@'),
    LLM_BASE_URL: model.url,
    LLM_API_KEY: 'sk-very-secret-key',
  });

  // Beside an npm start of the developer's own it would look at that.
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    runDoctor(args, { COPYDESK_DATA: '/tmp/copydesk-nowhere', ...env });

  /** `✓ Disk`, for every line that begins a finding. */
  const marksIn = (out: string): readonly string[] =>
    [...out.matchAll(/^ {2}([✓!✗–] [A-Z][\w ]*?) {2}/gm)].map(([, mark = '']) => mark);

  it('looks at all that every process needs, and ends with 0 when there is no fault', async () => {
    const { code, out, error } = await run([], configured());
    expect(error).toBe('');
    expect(marksIn(out)).toEqual([
      '✓ Settings',
      '– Disk',
      '✓ Temporal',
      '✓ Namespace',
      '✓ Search attributes',
      '! Workers',
      '✓ PostgreSQL',
      '✓ Tables',
      expect.stringMatching(/ Connections$/),
      '✓ Clock',
      '✓ Articles',
      '✓ Retention',
      '✓ Keys',
      '✓ Redis',
      '✓ Models',
      '– Webhooks',
      '– Slack',
      '– Telegram',
    ]);
    expect(code).toBe(0);
    for (const secret of ['redis-password', 'sk-very-secret-key', new URL(database.url).password])
      expect(out).not.toContain(secret);
  });

  it('finds nothing wrong where nothing is configured, and says what npm start brings', async () => {
    const { code, out } = await run([], {});
    expect(code).toBe(0);
    expect(marksIn(out)).toContainEqual(expect.stringMatching(/^[✓!✗] Disk$/));
    for (const name of ['Temporal', 'PostgreSQL', 'Redis', 'Models', 'Slack', 'Telegram'])
      expect(marksIn(out)).toContain(`– ${name}`);
    expect(out).toContain('Everything that was looked at is in order.');
  });

  it('ends with 1 after a fault, and with 2 when variables are wrong', async () => {
    const [broken, wrong, refused] = await Promise.all([
      run(['core'], { DATABASE_URL: 'postgres://ann@127.0.0.1:1/copydesk' }),
      run(['core'], { DATABASE_URL: 'mysql://ann' }),
      run(['core'], { REDIS_URL: redis.url }),
    ]);
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('✗ PostgreSQL') });
    expect(wrong).toMatchObject({ code: 2, out: expect.stringContaining('✗ Variables  DATABASE_URL must be') });
    expect(refused).toMatchObject({ code: 0, out: expect.stringContaining('refuses us (NOAUTH') });
  });

  it('examines a platform whose variables are set, beside the rest', async () => {
    const { code, out } = await run([], { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_API_ROOT: 'http://127.0.0.1:1' });
    expect(out).toContain('Copydesk in Telegram');
    expect(marksIn(out)).toContain('– Slack');
    expect(code).toBeGreaterThan(0);
  });
});
