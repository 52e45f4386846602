import { describe, expect, it } from 'vitest';
import { readTelemetryVariables } from '../../src/config/telemetry-variables.ts';

const OFF = { resource: {}, secrets: [] };

describe('readTelemetryVariables', () => {
  it.each([
    ['nothing is set', {}],
    ['what is set is for other exporters', { OTEL_METRICS_EXPORTER: 'otlp', OTEL_TRACES_EXPORTER: 'zipkin' }],
    ['everything is switched off', { OTEL_SDK_DISABLED: 'TRUE', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4318' }],
    ['traces are switched off', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' }],
    ['an address is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['only what goes with an address is set', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_HEADERS: '?' }],
  ])('switches on nothing when %s', (_, variables) => {
    expect(readTelemetryVariables(variables)).toEqual(OFF);
  });

  it('serves metrics for this machine alone, at the port of OpenTelemetry, unless told otherwise', () => {
    expect(readTelemetryVariables({ OTEL_METRICS_EXPORTER: 'prometheus' })).toEqual({
      ...OFF,
      metrics: { host: '127.0.0.1', port: 9464 },
    });
    expect(
      readTelemetryVariables({
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
        OTEL_EXPORTER_PROMETHEUS_PORT: '9000',
      }).metrics,
    ).toEqual({ host: '0.0.0.0', port: 9000 });
  });

  it('sends traces to the collector, with its headers, which are secrets', () => {
    expect(
      readTelemetryVariables({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/otlp/',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc=,x-team=a',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-team=b',
        OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
        OTEL_SERVICE_NAME: 'newsroom',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      }),
    ).toEqual({
      traces: {
        url: 'https://collector.example.com/otlp/v1/traces',
        headers: { authorization: 'Basic abc=', 'x-team': 'b' },
        timeoutMs: 2000,
      },
      serviceName: 'newsroom',
      resource: { 'deployment.environment.name': 'staging' },
      secrets: ['Basic abc=', 'b'],
    });
  });

  it('takes an address of traces as it is', () => {
    const { traces } = readTelemetryVariables({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://h:1/api/traces?x' });
    expect(traces?.url).toBe('http://h:1/api/traces?x');
  });

  it('says every fault and the way out, and shows no value', () => {
    const read = () =>
      readTelemetryVariables({
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_EXPORTER_PROMETHEUS_PORT: 'canary-1',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'canary-2:4317',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_HEADERS: 'canary-3',
        OTEL_EXPORTER_OTLP_TIMEOUT: '0',
      });
    expect(read).toThrow(/PROMETHEUS_PORT: must be a whole number from 1 to 65535/);
    expect(read).toThrow(/OTLP_ENDPOINT: must be an address such as .*OTEL_TRACES_EXPORTER=none/);
    expect(read).toThrow(/OTLP_PROTOCOL: is grpc.*4318/);
    expect(read).toThrow(/OTLP_HEADERS: must be pairs/);
    expect(read).toThrow(/OTLP_TIMEOUT: must be a whole number from 1 to 60000/);
    expect(read).not.toThrow(/canary/);
  });
});
