import { readFile } from 'node:fs/promises';
import { pickPort } from '../../src/local/ports.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { BenchServers } from './bench-servers.ts';
import { median, ms, table, timed } from './figures.ts';
import { type Child, startChild } from './start-child.ts';

const ROUNDS = 5;
const KILOBYTES = 1024;
/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;
/** Of the web server: what any process has, and no bundler. */
const PROCESS = ['bots/web/main.ts'];
const READY = 'The web server is at work';

const METRICS = { OTEL_METRICS_EXPORTER: 'prometheus' };
/** Nobody listens there: what a collector costs is not ours. */
const TRACES = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
const WAYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  off: {},
  metrics: METRICS,
  'metrics and traces': { ...METRICS, ...TRACES },
};

interface Start {
  readonly readyMs: number;
  /** Of the processor: what else a machine does is not in it. */
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** How long a process takes until it is at work, and how much memory it has then, with and without telemetry, in turn. */
export async function benchStartUp({ temporalAddress, databaseUrl }: BenchServers): Promise<void> {
  await migrate(databaseUrl, () => undefined);
  const env = {
    TEMPORAL_ADDRESS: temporalAddress,
    DATABASE_URL: databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-the-benchmark-for-ids-of-articles',
    WEB_PORT: String(await pickPort()),
    OTEL_EXPORTER_PROMETHEUS_PORT: String(await pickPort()),
    LOG_LEVEL: 'info',
  };
  const starts: Record<string, Start[]> = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
  // The first of each fills the caches of Node and of the disk.
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [way, variables] of Object.entries(WAYS)) {
      const start = await startOnce({ ...env, ...variables });
      if (round > 0) starts[way]?.push(start);
    }
  table([
    ['telemetry', `at work, median of ${ROUNDS}`, 'processor', 'memory then'],
    ...Object.entries(starts).map(([way, all]) => [
      way,
      ms(median(all.map(({ readyMs }) => readyMs))),
      ms(median(all.map(({ cpuMs }) => cpuMs))),
      `${median(all.map(({ residentMb }) => residentMb)).toFixed(0)} MB`,
    ]),
  ]);
}

async function startOnce(env: Readonly<Record<string, string>>): Promise<Start> {
  let child: Child | undefined;
  const readyMs = await timed(async () => {
    child = await startChild(PROCESS, { env, says: 'stderr', ready: READY });
  });
  const own = `/proc/${child?.pid ?? 'self'}`;
  const [status, stat] = await Promise.all([readFile(`${own}/status`, 'utf8'), readFile(`${own}/stat`, 'utf8')]);
  await child?.stop();
  const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / KILOBYTES;
  // Behind the name in brackets; the twelfth and thirteenth are the time of the process and of the system for it (proc(5)).
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return { readyMs, cpuMs: ((user ?? 0) + (system ?? 0)) * TICK_MS, residentMb };
}
