import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import type { TelemetrySettings } from '../config/telemetry-schema.ts';
import type { TelemetryVariables } from '../config/telemetry-variables.ts';
import { NO_TELEMETRY, type Telemetry } from '../lib/telemetry.ts';
import { createBacklogStore } from '../storage/backlog-store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { serveMetrics } from './serve-metrics.ts';

/** The telemetry of one process. */
export interface OpenTelemetry extends Telemetry {
  /** Where Temporal's core has to serve its metrics on this machine, for them to be on the page. Absent: nobody asks for them. */
  readonly coreMetricsAddress?: string;
  /** The port of the metrics. Absent: they are not served. */
  readonly metricsPort?: number;
  /** Shows connections to a database. */
  watchDatabase(pool: Pool): void;
  /** Has what waits in a database counted. */
  countBacklog(pool: Pool): void;
  /** Sends off what there is, within a moment, and stops. */
  close(): Promise<void>;
}

/** A process that nobody watches. */
export const UNWATCHED: OpenTelemetry = {
  ...NO_TELEMETRY,
  watchDatabase: () => undefined,
  countBacklog: () => undefined,
  close: async () => undefined,
};

export interface OpenTelemetryOptions {
  readonly variables: TelemetryVariables;
  readonly settings: TelemetrySettings;
  /** Temporal's worker is in the process, which has metrics of its own. */
  readonly hasWorker: boolean;
}

const CORE_TIMEOUT_MS = 2000;

/**
 * Opens what the variables of OpenTelemetry ask for, and loads nothing else.
 * @throws {ConfigError} when the port for metrics cannot be had.
 */
export async function openTelemetry({ variables, settings, hasWorker }: OpenTelemetryOptions): Promise<OpenTelemetry> {
  if (variables.metrics === undefined) return UNWATCHED;
  const { createMetrics } = await import('../telemetry/metrics.ts');
  const metrics = createMetrics(settings);
  const coreMetricsAddress = hasWorker ? await freeAddress() : undefined;
  const server = await serveMetrics(variables.metrics, {
    contentType: metrics.contentType,
    page: async () => (await Promise.all([metrics.page(), pageOfCore(coreMetricsAddress)])).join('\n'),
  });
  return {
    ...NO_TELEMETRY,
    note: (fact) => metrics.note(fact),
    ...(coreMetricsAddress !== undefined && { coreMetricsAddress }),
    metricsPort: server.port,
    ...onMetrics(metrics),
    close: () => server.close(),
  };
}

function onMetrics(metrics: Metrics): Pick<OpenTelemetry, 'watchDatabase' | 'countBacklog'> {
  return {
    watchDatabase: (pool) => metrics.watchPool(pool),
    countBacklog(pool) {
      const backlog = createBacklogStore(pool);
      metrics.countBacklog(() => backlog.read());
    },
  };
}

/** Temporal's core serves its metrics itself, so that they are fetched; one that has not begun to has none. */
async function pageOfCore(address: string | undefined): Promise<string> {
  if (address === undefined) return '';
  try {
    const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(CORE_TIMEOUT_MS) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}

/** An address of this machine alone on which nobody listens. */
function freeAddress(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      // A TCP server's address is an object.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(`127.0.0.1:${port}`));
    });
  });
}
