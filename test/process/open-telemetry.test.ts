import { spawnSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { openTelemetry, UNWATCHED } from '../../src/process/open-telemetry.ts';

const { telemetry: settings } = loadConfig('config');
const logger = createLogger({ level: 'silent' });
const NOTHING = { resource: {}, secrets: [] };
const METRICS = { ...NOTHING, metrics: { host: '127.0.0.1', port: 0 } };

describe('openTelemetry', () => {
  it('is nothing where no variable asks for it, and no process loads a library', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { openTelemetry, UNWATCHED } from './src/process/open-telemetry.ts';
      import { loadConfig } from './src/config/load.ts';
      import './src/process/run-process.ts';
      for (const part of ['worker/dependencies', 'worker/create-worker', 'src/process/temporal-runtime', ...['slack', 'telegram', 'terminal', 'web'].map((bot) => \`bots/\${bot}/platform\`)])
        await import(\`./\${part}.ts\`);
      const { telemetry: settings } = loadConfig('config');
      const telemetry = await openTelemetry({ variables: { resource: {}, secrets: [] }, settings, name: 'x', hasWorker: true, logger: { info() {}, warn() {} } });
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(JSON.stringify({ isOff: telemetry === UNWATCHED, loaded: loaded.filter((path) => /prom-client|opentelemetry/.test(path)) }));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ isOff: true, loaded: [] });
  });

  it('serves metrics at /metrics alone, and stops when it is closed', async () => {
    const telemetry = await openTelemetry({ variables: METRICS, settings, name: 'x', hasWorker: false, logger });
    onTestFinished(() => telemetry.close());
    telemetry.note({ kind: 'drain', platform: 'memory', durationMs: 5 });
    const at = `http://127.0.0.1:${telemetry.metricsPort}`;
    const answer = await fetch(`${at}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(await answer.text()).toContain('copydesk_drain_duration_seconds_count{platform="memory"} 1');
    expect((await fetch(`${at}/healthz`)).status).toBe(404);
    await telemetry.close();
    await expect(fetch(`${at}/metrics`)).rejects.toThrow('fetch failed');
  });

  it('says which variable is at fault when its port is taken', async () => {
    const first = await openTelemetry({ variables: METRICS, settings, name: 'x', hasWorker: false, logger });
    onTestFinished(() => first.close());
    const second = openTelemetry({
      variables: { ...NOTHING, metrics: { host: '127.0.0.1', port: first.metricsPort ?? 0 } },
      settings,
      name: 'x',
      logger,
      hasWorker: false,
    });
    await expect(second).rejects.toThrow('environment OTEL_EXPORTER_PROMETHEUS_PORT: cannot listen on port');
  });

  it('says which variable is at fault when its host is none of this machine', async () => {
    // Of a network for documentation (RFC 5737).
    const variables = { ...NOTHING, metrics: { host: '192.0.2.1', port: 9464 } };
    await expect(openTelemetry({ variables, settings, name: 'x', hasWorker: false, logger })).rejects.toThrow(
      'environment OTEL_EXPORTER_PROMETHEUS_HOST: must be an address of this machine',
    );
  });

  it('has an address for the metrics of Temporal’s core only where its worker is', async () => {
    const [working, chatting] = await Promise.all(
      [true, false].map((hasWorker) => openTelemetry({ variables: METRICS, settings, name: 'x', hasWorker, logger })),
    );
    onTestFinished(async () => void (await Promise.all([working?.close(), chatting?.close()])));
    expect(working?.coreMetricsAddress).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(chatting?.coreMetricsAddress).toBeUndefined();
    // Nobody serves there yet: the page is there all the same.
    expect((await fetch(`http://127.0.0.1:${working?.metricsPort}/metrics`)).status).toBe(200);
    expect(UNWATCHED.metricsPort).toBeUndefined();
  });
});
