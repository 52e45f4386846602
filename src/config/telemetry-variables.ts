import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import type { Variables } from './environment.ts';

/** What the standard variables of OpenTelemetry say of where telemetry goes. Nothing of it is on unless they do. */
export interface TelemetryVariables {
  /** Where this process serves its metrics. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** Where traces are sent: OTLP over HTTP. */
  readonly traces?: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
  };
  /** Absent: each process has a name of its own. */
  readonly serviceName?: string;
  /** What else is said of the process, by the names of OpenTelemetry. */
  readonly resource: Readonly<Record<string, string>>;
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

/** As OpenTelemetry has them. */
const DEFAULT_METRICS_PORT = 9464;
const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 60_000;
const TRACES_PATH = '/v1/traces';

const WAY_OUT = 'or have nothing sent with OTEL_TRACES_EXPORTER=none';
const address = z
  .string()
  .trim()
  .refine((value) => ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? ''), {
    error: `must be an address such as http://localhost:4318, ${WAY_OUT}`,
  });
const pairs = z
  .string()
  .transform((value) => value.split(',').filter((part) => part.trim() !== ''))
  .refine((parts) => parts.every((part) => /^[^=]+=.*$/s.test(part)), {
    error: 'must be pairs such as name=value,other=value',
  })
  .transform((parts) =>
    Object.fromEntries(
      parts.map((part): [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())];
      }),
    ),
  );
const bounded = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const metricsSchema = z.object({
  OTEL_EXPORTER_PROMETHEUS_HOST: z.string().trim().default('127.0.0.1'),
  OTEL_EXPORTER_PROMETHEUS_PORT: bounded(1, 65_535).default(DEFAULT_METRICS_PORT),
});

const tracesSchema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .string()
    .trim()
    .refine((value) => value !== 'grpc', {
      error: `is grpc, and traces are sent by HTTP alone: give the collector's HTTP address (port 4318) and leave this one out, ${WAY_OUT}`,
    })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.default({}),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs.default({}),
  OTEL_EXPORTER_OTLP_TIMEOUT: bounded(1, MAX_TIMEOUT_MS).default(DEFAULT_TIMEOUT_MS),
});

const namesSchema = z.object({
  OTEL_SERVICE_NAME: z.string().trim().optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs.default({}),
});

/**
 * Reads the variables. Those of other exporters than ours, which may be set for other programs of the machine, switch on nothing; what is
 * not used is not looked at.
 * @throws {ConfigError} with every fault, none of which shows a value.
 */
export function readTelemetryVariables(variables: Variables): TelemetryVariables {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => name.startsWith('OTEL_') && (value ?? '').trim() !== ''),
  );
  const isOn = set['OTEL_SDK_DISABLED']?.trim().toLowerCase() !== 'true';
  const hasEndpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT' in set || 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' in set;
  const servesMetrics = isOn && set['OTEL_METRICS_EXPORTER']?.trim() === 'prometheus';
  const sendsTraces = isOn && hasEndpoint && ['otlp', undefined].includes(set['OTEL_TRACES_EXPORTER']?.trim());
  if (!servesMetrics && !sendsTraces) return { resource: {}, secrets: [] };

  const schema = z.object({
    ...namesSchema.shape,
    ...(servesMetrics && metricsSchema.shape),
    ...(sendsTraces && tracesSchema.shape),
  });
  const parsed = schema.safeParse(set);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => ({ where: `environment ${path.join('.')}`, what: message })),
    );
  const { OTEL_SERVICE_NAME: serviceName, OTEL_RESOURCE_ATTRIBUTES: resource } = namesSchema.parse(set);
  const traces = sendsTraces ? tracesOf(tracesSchema.parse(set)) : undefined;
  const metrics = servesMetrics ? metricsSchema.parse(set) : undefined;
  return {
    ...(metrics !== undefined && {
      metrics: { host: metrics.OTEL_EXPORTER_PROMETHEUS_HOST, port: metrics.OTEL_EXPORTER_PROMETHEUS_PORT },
    }),
    ...(traces !== undefined && { traces }),
    ...(serviceName !== undefined && { serviceName }),
    resource,
    secrets: Object.values(traces?.headers ?? {}),
  };
}

function tracesOf(env: z.output<typeof tracesSchema>): NonNullable<TelemetryVariables['traces']> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base = '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = env;
  return {
    url: whole ?? `${base.replace(/\/+$/, '')}${TRACES_PATH}`,
    headers: { ...env.OTEL_EXPORTER_OTLP_HEADERS, ...env.OTEL_EXPORTER_OTLP_TRACES_HEADERS },
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
