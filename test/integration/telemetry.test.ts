import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type OpenTerminal, terminalPlatform } from '../../bots/terminal/platform.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { readTelemetryVariables } from '../../src/config/telemetry-variables.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { traceIdOf } from '../../src/lib/trace-id.ts';
import { pickPort } from '../../src/local/ports.ts';
import { localPerson } from '../../src/process/local-person.ts';
import { type OpenTelemetry, openTelemetry } from '../../src/process/open-telemetry.ts';
import type { RunningProcess } from '../../src/process/run-process.ts';
import { openWorker } from '../../worker/dependencies.ts';
import { createNamespace } from '../support/namespace.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';
import { createMigratedDatabase } from '../support/use-database.ts';

const TOPIC = 'Canary birds of the northern coast';
const COMMENT = 'Mention the lighthouse keeper';

let collector: TraceCollector;
let model: ScriptedModel;
let worker: RunningProcess;
let terminal: OpenTerminal;
let closing: (() => Promise<void>)[] = [];
let pages: readonly string[] = [];
let watching: readonly OpenTelemetry[] = [];

beforeAll(async () => {
  quietRuntime();
  collector = await startTraceCollector();
  const [temporal, database, answering] = await Promise.all([
    createNamespace(inject('temporalAddress')),
    createMigratedDatabase(inject('postgresUrl')),
    startScriptedModel({ costUsd: 0.01 }),
  ]);
  model = answering;
  const variables = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: temporal.namespace,
    DATABASE_URL: database.url,
    LLM_BASE_URL: model.url,
    COPYDESK_SECRET: 'canary-secret-of-thirty-two-characters',
  };
  const config = loadConfig('config');
  const logger = createLogger({ level: 'silent' });
  const watch = (name: string, port: number) =>
    openTelemetry({
      variables: readTelemetryVariables({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
      }),
      settings: config.telemetry,
      name,
      hasWorker: false,
      logger,
    });
  watching = [await watch('worker', await pickPort()), await watch('terminal', await pickPort())];
  const shared = { config, environment: readEnvironment(variables), variables, logger };
  const signal = new AbortController().signal;
  const [ofWorker, ofTerminal] = watching as [OpenTelemetry, OpenTelemetry];
  worker = await openWorker({ ...shared, signal, telemetry: ofWorker });
  terminal = await terminalPlatform.open({ ...shared, signal, telemetry: ofTerminal, language: 'en' });
  closing = [() => temporal.connection.close(), () => model.stop(), () => database.drop(), () => collector.close()];
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function write(): Promise<string> {
  const { articleId, stage } = await terminal.demo({
    topic: TOPIC,
    decisions: [{ kind: 'request-changes', comment: COMMENT }, { kind: 'approve' }],
    progress: new PassThrough().resume(),
    timeoutMs: 60_000,
    signal: new AbortController().signal,
  });
  expect(stage).toBe('delivered');
  return articleId;
}

const named = (spans: readonly CollectedSpan[], pattern: RegExp): readonly CollectedSpan[] =>
  spans.filter(({ name }) => pattern.test(name));

/** Told by the last run at its end. */
function isTheEnd({ name }: CollectedSpan, _at: number, spans: readonly CollectedSpan[]): boolean {
  return name === 'RunWorkflow:article' && spans.some((one) => one.name === 'RunActivity:editArticle');
}

describe('telemetry of an article', () => {
  let articleId = '';
  beforeAll(async () => {
    articleId = await write();
    // The last report of the thread ends the workflow, which tells of it; then everything is sent.
    await vi.waitUntil(() => collector.spans.some(isTheEnd), { timeout: 30_000, interval: 100 });
    await terminal.stop();
    await worker.stop();
    pages = await Promise.all(
      watching.map(async ({ metricsPort }) => await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()),
    );
    for (const one of watching) await one.close();
  });

  it('is one trace over bot, gateway, workflow, activities, models, feed and drain, whose id is the article’s', async () => {
    const spans = collector.spans.filter(({ attributes }) => attributes['copydesk.article'] === articleId);
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf(articleId)]));
    for (const [pattern, service] of [
      [/^article$/, 'copydesk-worker'],
      [/^bot terminal$/, 'copydesk-terminal'],
      [/^gateway (start|decide)$/, 'copydesk-terminal'],
      [/^RunWorkflow:article$/, 'copydesk-worker'],
      [/^HandleUpdate:decide$/, 'copydesk-worker'],
      [/^StartActivity:writeDraft$/, 'copydesk-worker'],
      [/^model (writer|critic|editor)$/, 'copydesk-worker'],
      [/^feed (draft|gate|final)$/, 'copydesk-worker'],
      [/^drain terminal$/, 'copydesk-terminal'],
      [/^terminal post$/, 'copydesk-terminal'],
    ] as const) {
      expect(named(spans, pattern).length, String(pattern)).toBeGreaterThan(0);
      expect(new Set(named(spans, pattern).map((span) => span.service)), String(pattern)).toEqual(new Set([service]));
    }
    expect(named(collector.spans, /^RunActivity:writeDraft$/).length).toBeGreaterThan(0);
    expect(named(collector.spans, /^StartWorkflow:article$/)).toHaveLength(1);
  });

  it('has a parent for every step but the root, and no step twice', () => {
    const ids = collector.spans.map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(ids.length);
    const orphans = collector.spans.filter(
      ({ parentSpanId = '', name }) => name !== 'article' && !ids.includes(parentSpanId),
    );
    expect(orphans.map(({ name }) => name)).toEqual([]);
    expect(named(collector.spans, /^article$/)).toHaveLength(1);
    const parents = (span: CollectedSpan | undefined): readonly string[] =>
      span === undefined
        ? []
        : [span.name, ...parents(collector.spans.find(({ spanId }) => spanId === span.parentSpanId))];
    const [call, run, started, ...root] = parents(named(collector.spans, /^model writer$/)[0]);
    expect([call, root]).toEqual(['model writer', ['article']]);
    expect(run).toMatch(/^RunActivity:write/);
    expect(started).toBe(run?.replace('Run', 'Start'));
    expect(parents(named(collector.spans, /^HandleUpdate:decide$/)[0])).toEqual([
      'HandleUpdate:decide',
      'StartWorkflowUpdate:decide',
      'gateway decide',
      'bot terminal',
      'article',
    ]);
  });

  it('leads from a message in the chat to where the article said it', () => {
    const said = named(collector.spans, /^feed /).map(({ spanId }) => spanId);
    const shown = named(collector.spans, /^terminal post$/).filter(({ links }) => links.length > 0);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.flatMap(({ links }) => links).filter((link) => !said.includes(link))).toEqual([]);
  });

  it('says what a model cost, and nothing that anybody or any model has written', () => {
    const [call] = named(collector.spans, /^model writer$/);
    expect(call?.attributes).toMatchObject({
      'copydesk.outcome': 'answered',
      'copydesk.cost_usd': 0.01,
      'gen_ai.request.model': expect.any(String),
    });
    const sent = collector.bodies.join('\n');
    for (const words of [TOPIC, 'Canary', 'lighthouse', 'canary-secret', model.url, localPerson().displayName])
      expect(sent.includes(words), words).toBe(false);
  });

  it('is counted, too', () => {
    const [ofWorker, ofTerminal] = pages;
    expect(ofTerminal).toMatch(
      /copydesk_answer_duration_seconds_count\{platform="terminal",act="decide",outcome="counted"\} 2/,
    );
    expect(ofTerminal).toMatch(/copydesk_chat_calls_total\{platform="terminal",call="post",outcome="sent"\} \d/);
    expect(ofWorker).toMatch(/copydesk_model_calls_total\{agent="writer",model="[^"]+",outcome="answered"\} \d/);
    expect(ofWorker).toMatch(/copydesk_stage_duration_seconds_count\{stage="waiting"\} 2/);
    expect(ofWorker).toMatch(/copydesk_spans_total\{outcome="exported"\} \d/);
  });
});
