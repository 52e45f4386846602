import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import type { TelemetrySettings } from '../config/telemetry-schema.ts';
import type { TelemetryVariables } from '../config/telemetry-variables.ts';
import type { Logger } from '../lib/logger.ts';
import { NO_TELEMETRY, type Telemetry } from '../lib/telemetry.ts';
import { createBacklogStore } from '../storage/backlog-store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { SpanQueue } from '../telemetry/span-queue.ts';
import type { TemporalTracing } from '../telemetry/temporal.ts';
import { serveMetrics } from './serve-metrics.ts';

/** The telemetry of one process. */
export interface OpenTelemetry extends Telemetry {
  /** Where Temporal's core has to serve its metrics on this machine, for them to be on the page. Absent: nobody asks for them. */
  readonly coreMetricsAddress?: string;
  /** The port of the metrics. Absent: they are not served. */
  readonly metricsPort?: number;
  /** What hangs traces into Temporal. Absent: there are none. */
  readonly temporal?: TemporalTracing;
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
  /** `worker`: what traces call the process, unless the variables say otherwise. */
  readonly name: string;
  /** Temporal's worker is in the process, which has metrics of its own. */
  readonly hasWorker: boolean;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Where traces are written, too, all of them. Absent: nowhere. */
  readonly folder?: string;
}

const CORE_TIMEOUT_MS = 2000;
/** For what is left to send when a process ends. */
const LAST_SEND_MS = 1500;

/**
 * Opens what the variables of OpenTelemetry ask for, and loads nothing else.
 * @throws {ConfigError} when the port for metrics cannot be had.
 */
export async function openTelemetry(options: OpenTelemetryOptions): Promise<OpenTelemetry> {
  const { variables, hasWorker } = options;
  const isTraced = variables.traces !== undefined || options.folder !== undefined;
  if (variables.metrics === undefined && !isTraced) return UNWATCHED;
  const metrics = variables.metrics === undefined ? undefined : await loadMetrics(options.settings);
  const note: Telemetry['note'] = (fact) => metrics?.note(fact);
  const traces = isTraced ? await openTraces(options, note) : undefined;
  if (traces !== undefined) metrics?.watchSpans(traces.waiting);
  const coreMetricsAddress = metrics !== undefined && hasWorker ? await freeAddress() : undefined;
  const server =
    metrics === undefined || variables.metrics === undefined
      ? undefined
      : await serveMetrics(variables.metrics, {
          contentType: metrics.contentType,
          page: async () => (await Promise.all([metrics.page(), pageOfCore(coreMetricsAddress)])).join('\n'),
        });
  return {
    ...NO_TELEMETRY,
    note,
    ...traces?.telemetry,
    ...(coreMetricsAddress !== undefined && { coreMetricsAddress }),
    ...(server !== undefined && { metricsPort: server.port }),
    watchDatabase: (pool) => metrics?.watchPool(pool),
    countBacklog(pool) {
      const backlog = createBacklogStore(pool);
      metrics?.countBacklog(() => backlog.read());
    },
    async close() {
      await traces?.close();
      await server?.close();
    },
  };
}

async function loadMetrics(settings: TelemetrySettings): Promise<Metrics> {
  const { createMetrics } = await import('../telemetry/metrics.ts');
  return createMetrics(settings);
}

async function openTraces(
  { variables, settings, name, logger, folder }: OpenTelemetryOptions,
  note: Telemetry['note'],
) {
  const [{ createSpanQueue }, { createTracing }, { temporalTracing }] = await Promise.all([
    import('../telemetry/span-queue.ts'),
    import('../telemetry/tracing.ts'),
    import('../telemetry/temporal.ts'),
  ]);
  const common = { mostWaiting: settings.mostWaitingSpans, note, log: logger };
  const queues: SpanQueue[] = [];
  if (variables.traces !== undefined) {
    const { url, headers, timeoutMs } = variables.traces;
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
    queues.push(createSpanQueue({ ...common, exporter, what: new URL(url).host }));
  }
  if (folder !== undefined) {
    const { openTraceFiles } = await import('../telemetry/trace-files.ts');
    queues.push(createSpanQueue({ ...common, exporter: await openTraceFiles(folder), what: folder }));
  }
  const tracing = createTracing({
    service: variables.serviceName ?? variables.resource['service.name'] ?? `copydesk-${name}`,
    resource: variables.resource,
    // Whoever looks at files wants to see this very article.
    sampling: folder === undefined ? settings.sampling : 1,
    queues,
  });
  return {
    telemetry: { incoming: tracing.incoming, span: tracing.span, temporal: temporalTracing(tracing) },
    waiting: () => queues.reduce((sum, queue) => sum + queue.waiting(), 0),
    async close() {
      await Promise.all(queues.map((queue) => queue.close(LAST_SEND_MS)));
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
