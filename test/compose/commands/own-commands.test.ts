import { spawn as spawnInTerminal } from '@lydell/node-pty';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { en } from '../../../src/messages/en.ts';
import { pickPort } from '../../../src/local/ports.ts';
import { startSlackEmulator } from '../../emulators/slack/web-api.ts';
import { startTelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts';
import { createDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createNamespace } from '../../support/namespace.ts';
import { startRedis } from '../../support/redis-server.ts';
import type { RedisServer } from '../../support/redis-server.ts';
import { environmentOf, ROOT, serviceOf } from '../compose-file.ts';
import { makeImageFolder } from '../image-folder.ts';
import { environmentHere, runNative, startNative, untilHealthy } from '../native-process.ts';
import type { NativeProcess } from '../native-process.ts';

const READY_MS = 30_000;
const ENV = {
  POSTGRES_PASSWORD: 'unused',
  POSTGRES_APP_PASSWORD: 'unused',
  LITELLM_MASTER_KEY: 'sk-unused',
  UPSTREAM_MODEL: 'openai/unused',
  UPSTREAM_API_KEY: 'unused',
  COPYDESK_SECRET: 'a-secret-of-the-tests-for-the-ids-of-articles',
};

/** What the image runs while it is built and what its containers run, on this machine, with the environment that Compose gives them. */
describe('our own commands in docker-compose.yml and the Dockerfile', () => {
  const started: NativeProcess[] = [];
  let folder: Awaited<ReturnType<typeof makeImageFolder>>;
  let bundle: string;
  let redis: RedisServer;
  let database: TestDatabase;
  let temporal: Awaited<ReturnType<typeof createNamespace>>;

  beforeAll(async () => {
    folder = await makeImageFolder('commands');
    ({ bundle } = folder);
    redis = await startRedis();
    database = await createDatabase(inject('postgresUrl'));
    temporal = await createNamespace(inject('temporalAddress'));
    // As Compose does, before it starts any of the others.
    await runNative(serviceOf('migrate').command ?? [], { env: environmentFor('migrate', 1) });
  }, 4 * READY_MS);

  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.stop(1_000)));
  });

  afterAll(async () => {
    await redis?.stop();
    await temporal?.connection.close();
    await database?.drop();
    await folder?.remove();
  });

  /** The environment of a container, with the addresses of the servers of this test and the settings of the image. */
  function environmentFor(
    name: 'migrate' | 'worker' | 'api' | 'terminal' | 'slack' | 'telegram',
    healthPort: number,
    tokens: Readonly<Record<string, string>> = {},
  ): Record<string, string> {
    const url = new URL(database.url);
    const { password } = url;
    url.password = '';
    const isOwner = name === 'migrate';
    if (!isOwner) url.username = new URL(environmentOf(name, ENV)['DATABASE_URL'] ?? '').username;
    const here: Record<string, string> = {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: temporal.namespace,
      DATABASE_URL: url.href,
      PGPASSWORD: isOwner ? decodeURIComponent(password) : ENV.POSTGRES_APP_PASSWORD,
      REDIS_URL: redis.url,
      LLM_BASE_URL: 'http://127.0.0.1:9/v1',
      HEALTH_PORT: String(healthPort),
    };
    const asked = Object.entries(environmentOf(name, { ...ENV, ...tokens })).map(([key, value]) => [
      key,
      here[key] ?? value,
    ]);
    return { ...Object.fromEntries(asked), NODE_ENV: 'production', WORKFLOW_BUNDLE: bundle };
  }

  function startWorker(healthPort: number): NativeProcess {
    const worker = startNative(serviceOf('worker').command ?? [], { env: environmentFor('worker', healthPort) });
    started.push(worker);
    return worker;
  }

  /** The healthcheck of the container, asked of another port. */
  async function isHealthy(port: number): Promise<boolean> {
    const [, ...check] = serviceOf('worker').healthcheck?.test ?? [];
    await runNative(check.map((word) => word.replace(':8080/', `:${port}/`)));
    return true;
  }

  it('the migrations bring an empty database up to date', async () => {
    expect(await tables(database.url)).toContain('articles');
  });

  it('two workers become healthy at once, and end within their grace', {
    timeout: 3 * READY_MS,
  }, async () => {
    const first = await pickPort();
    const second = await pickPort(undefined, [first]);
    const workers = [startWorker(first), startWorker(second)];
    await Promise.all(
      workers.map((worker, index) => untilHealthy(worker, () => isHealthy([first, second][index] ?? 0), READY_MS)),
    );
    const grace = Number.parseInt(serviceOf('worker').stop_grace_period ?? '', 10) * 1000;
    const codes = await Promise.all(workers.map((worker) => worker.stop(grace)));
    expect(codes, workers.map((worker) => worker.output()).join('\n')).toEqual([0, 0]);
  });

  it('a worker is not healthy while it is not there', async () => {
    await expect(isHealthy(await pickPort())).rejects.toThrow('failed');
  });

  it.each([
    [
      'slack',
      async () => {
        const slack = await startSlackEmulator();
        const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack;
        return { server: slack, tokens: { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL } };
      },
    ],
    [
      'telegram',
      async () => {
        const telegram = await startTelegramEmulator();
        const { token: TELEGRAM_BOT_TOKEN, apiRoot: TELEGRAM_API_ROOT } = telegram;
        return { server: telegram, tokens: { TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT } };
      },
    ],
  ] as const)(
    'the %s bot becomes healthy, and ends within its grace',
    { timeout: 3 * READY_MS },
    async (name, open) => {
      const { server, tokens } = await open();
      const port = await pickPort();
      const bot = startNative(serviceOf(name).command ?? [], { env: environmentFor(name, port, tokens) });
      started.push(bot);
      await untilHealthy(bot, () => isHealthy(port), READY_MS);
      const grace = Number.parseInt(serviceOf(name).stop_grace_period ?? '', 10) * 1000;
      expect(await bot.stop(grace), bot.output()).toBe(0);
      for (const token of Object.values(tokens))
        if (!token.startsWith('http')) expect(bot.output()).not.toContain(token);
      await server.stop();
    },
  );

  it('the API becomes healthy where Compose publishes it, and ends within its grace', {
    timeout: 3 * READY_MS,
  }, async () => {
    const health = await pickPort();
    const port = await pickPort(undefined, [health]);
    const { command = [], ports = [], stop_grace_period = '' } = serviceOf('api');
    const env = environmentFor('api', health);
    expect(ports.map((published) => published.split(':').at(-1))).toEqual([env['WEB_PORT']]);
    const api = startNative(command, { env: { ...env, WEB_PORT: String(port) } });
    started.push(api);
    await untilHealthy(api, () => isHealthy(health), READY_MS);
    const described = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as { openapi: string };
    expect(described.openapi).toBe('3.1.0');
    expect(await api.stop(Number.parseInt(stop_grace_period, 10) * 1000), api.output()).toBe(0);
  });

  it('the terminal chat asks for a topic, and leaves on Ctrl-C', { timeout: 2 * READY_MS }, async () => {
    const [file = '', ...args] = serviceOf('terminal').command ?? [];
    const chat = spawnInTerminal(file, args, {
      cwd: ROOT,
      cols: 100,
      rows: 30,
      env: environmentHere(environmentFor('terminal', 1)),
    });
    let screen = '';
    chat.onData((text) => {
      screen += text;
    });
    let exitCode: number | undefined;
    const exited = new Promise<number>((resolve) => {
      chat.onExit((ending) => {
        exitCode = ending.exitCode;
        resolve(ending.exitCode);
      });
    });
    const asks = (): Promise<boolean> => Promise.resolve(screen.includes(en.terminal.topicPrompt));
    await untilHealthy({ output: () => screen, exitCode: () => exitCode }, asks, READY_MS);
    chat.write('\x03');
    expect(await exited).toBe(0);
  });
});

async function tables(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
