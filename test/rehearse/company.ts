import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { loadPage } from '../../bots/web/page/build.ts';
import { createTokenStore } from '../../bots/web/connect/token-store.ts';
import { makeToken } from '../../bots/web/connect/token.ts';
import { SCOPES } from '../../bots/web/listeners/caller.ts';
import { pickPort } from '../../src/local/ports.ts';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import { createPool } from '../../src/storage/pool.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { ROOT } from '../compose/compose-file.ts';
import { type SlackEmulator, startSlackEmulator } from '../emulators/slack/web-api.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts';
import { readManifest } from '../integration/slack/manifest.ts';
import { createKillableProcess, type KillableProcess } from '../support/killable-process.ts';
import { startRedis } from '../support/redis-server.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';
import type { RehearsalServers } from './servers.ts';

/** Whom the processes talk to, each by a way of its own. */
export const CONNECTIONS = ['PostgreSQL', 'Redis', 'Temporal', 'model', 'Slack', 'Telegram'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** The processes of the product, and what each is told beside what all are. */
const PROCESSES = {
  worker: ['worker/main.ts', 'The worker'],
  slack: ['bots/slack/main.ts', 'The Slack bot'],
  telegram: ['bots/telegram/main.ts', 'The Telegram bot'],
  web: ['bots/web/main.ts', 'The web server'],
} as const;
export type Role = keyof typeof PROCESSES;

export interface Member extends KillableProcess {
  /** `worker 2` */
  readonly name: string;
  readonly role: Role;
  /** Where it tells of itself, for Prometheus. */
  readonly metricsUrl: string;
}

/** The product as a company runs it, on the production servers, in front of a Slack and a Telegram of our own. */
export interface Company {
  readonly members: readonly Member[];
  readonly gates: Readonly<Record<Connection, TcpGate>>;
  readonly slack: SlackEmulator;
  /** Handles of who is in it. */
  readonly people: readonly string[];
  readonly telegram: TelegramEmulator;
  /** Web servers, which a balancer would stand before. */
  readonly webUrls: readonly string[];
  /** Of somebody who reads there. */
  readonly webToken: string;
  /** Past the gates: for whoever looks at what came of it. */
  readonly pool: Pool;
  close(): Promise<void>;
}

/** In Slack: as many as ever do something at once. */
const PEOPLE = Array.from({ length: 12 }, (_, index) => `person-${index + 1}`);
/** As in a container: what a process may keep shows in its memory. Node gives its heap half of what docker-compose.yml gives the container, megabytes. */
const HEAP_MB = { worker: 512, slack: 256, telegram: 256, web: 256 } as const satisfies Record<Role, number>;
/** On processors that are busy with nine others. */
const READY_MS = 180_000;
const SECRET = 'a-secret-of-the-rehearsals-for-ids-of-articles';

export async function openCompany(
  { temporalAddress, namespace, databaseUrl, folder }: RehearsalServers,
  {
    counts,
    modelMs,
    gated,
    channels,
    settings = '',
  }: {
    readonly counts: Readonly<Record<Role, number>>;
    readonly modelMs: number;
    /** Whether everything goes through the gates. */
    readonly gated: boolean;
    /** Of Slack, by name. */
    readonly channels: readonly string[];
    /** Lines of `copydesk.yaml`, beside what all have. */
    readonly settings?: string;
  },
): Promise<Company> {
  const config = join(folder, 'config');
  const bundle = join(folder, 'workflows.js');
  const postgres = new URL(databaseUrl);
  const ways: Partial<Record<Connection, TcpGate>> = {};
  const way = async (to: Connection, address: string): Promise<string> => {
    const gate = await openTcpGate(address);
    ways[to] = gate;
    return gated ? gate.address : address;
  };
  const [redis, model, slack, telegram, { code }] = await Promise.all([
    startRedis(),
    startPracticeModel({ latencyMs: modelMs }),
    startSlackEmulator({
      scopes: readManifest().scopes,
      channels,
      people: Object.fromEntries(PEOPLE.map((handle) => [handle, { realName: handle }])),
      way: (address) => way('Slack', address),
    }),
    startTelegramEmulator(),
    buildWorkflowBundle(),
    // As in the image: the web server finds it built.
    loadPage(),
    cp(join(ROOT, 'config'), config, { recursive: true }),
  ]);
  await Promise.all([
    writeFile(bundle, code),
    // Whoever writes to the bot may (that the model costs nothing no process can know), and about whatever others have written, too.
    writeFile(
      join(config, 'copydesk.yaml'),
      `access: { telegram: { people: all } }\nsimilar_topics: { days: 0 }\n${settings}\n`,
    ),
  ]);
  postgres.host = await way('PostgreSQL', postgres.host);
  const modelUrl = new URL(model.url);
  modelUrl.host = await way('model', modelUrl.host);
  const env = {
    MALLOC_ARENA_MAX: '2',
    COPYDESK_CONFIG: config,
    COPYDESK_SECRET: SECRET,
    TEMPORAL_ADDRESS: await way('Temporal', temporalAddress),
    TEMPORAL_NAMESPACE: namespace,
    DATABASE_URL: postgres.href,
    REDIS_URL: `redis://${await way('Redis', new URL(redis.url).host)}`,
    LLM_BASE_URL: modelUrl.href,
    WORKFLOW_BUNDLE: bundle,
    LOG_LEVEL: 'info',
  };
  const own = {
    worker: {},
    slack: { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    telegram: {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: `http://${await way('Telegram', new URL(telegram.apiRoot).host)}`,
    },
    web: {},
  } satisfies Record<Role, Record<string, string>>;

  const ports: number[] = [];
  const taken = async (): Promise<number> => {
    const port = await pickPort(undefined, ports);
    ports.push(port);
    return port;
  };
  const webPorts: number[] = [];
  while (webPorts.length < counts.web) webPorts.push(await taken());
  const metricsPorts: number[] = [];
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  while (metricsPorts.length < all) metricsPorts.push(await taken());
  const members = (Object.keys(PROCESSES) as readonly Role[]).flatMap((role) =>
    Array.from({ length: counts[role] }, (_, index): Member => {
      const [file, title] = PROCESSES[role];
      const metricsPort = metricsPorts.pop() ?? 0;
      const started = createKillableProcess({
        command: [process.execPath, file],
        env: {
          ...env,
          ...own[role],
          NODE_OPTIONS: `--max-semi-space-size=4 --max-old-space-size=${HEAP_MB[role]}`,
          ...(role === 'web' && { WEB_PORT: String(webPorts[index]) }),
          OTEL_METRICS_EXPORTER: 'prometheus',
          OTEL_EXPORTER_PROMETHEUS_PORT: String(metricsPort),
        },
        ready: `${title} is at work`,
        readyMs: READY_MS,
      });
      return {
        ...started,
        name: `${role} ${index + 1}`,
        role,
        metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      };
    }),
  );
  const pool = createPool(
    databaseUrl,
    // Whoever only looks has patience: the processes share the machine with the servers.
    { poolSize: 10, connectionTimeoutSeconds: 60, statementTimeoutSeconds: 60 },
    () => undefined,
  );
  const { id, hash, token } = makeToken();
  const reader = { platform: 'web', userId: 'reader', displayName: 'Reader', groups: [] };
  await createTokenStore(pool).create({ id, hash, actor: reader, scopes: SCOPES });
  const company: Company = {
    members,
    gates: ways as Readonly<Record<Connection, TcpGate>>,
    slack,
    people: PEOPLE,
    telegram,
    webUrls: webPorts.map((port) => `http://127.0.0.1:${port}`),
    webToken: token,
    pool,
    async close() {
      for (const gate of Object.values(ways)) gate.open();
      await Promise.all(members.map((member) => member.kill()));
      await Promise.all([slack.stop(), telegram.stop(), model.stop(), redis.stop(), pool.end()]);
      await Promise.all(Object.values(ways).map((gate) => gate.close()));
    },
  };
  try {
    // One after the other: all at once they would take the processors from one another until their patience is over.
    for (const member of members) await member.start();
    return company;
  } catch (error) {
    await company.close();
    throw error;
  }
}
