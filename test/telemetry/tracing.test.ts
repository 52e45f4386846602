import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Fact, Telemetry } from '../../src/lib/telemetry.ts';
import { aboutArticle, currentArticle } from '../../src/lib/article-context.ts';
import { saidKey } from '../../src/lib/telemetry.ts';
import { traceIdOf } from '../../src/lib/trace-id.ts';
import { spanIdOf } from '../../src/telemetry/ids.ts';
import { createSpanQueue, type SpanQueue, type SpanQueueOptions } from '../../src/telemetry/span-queue.ts';
import { createTracing, type Tracing } from '../../src/telemetry/tracing.ts';
import { pickPort } from '../../src/local/ports.ts';
import { memoryLogger } from '../agents/run.ts';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';

const ARTICLE = '7gq2m4xw9k3t5v8n';
const TRACE = traceIdOf(ARTICLE);
const ROOT = spanIdOf(TRACE, 'article');

let collector: TraceCollector;
let facts: Fact[] = [];
let logger = memoryLogger();
beforeEach(async () => {
  collector = await startTraceCollector();
  facts = [];
  logger = memoryLogger();
});
afterEach(() => collector.close());

function queueTo(
  url: string,
  {
    mostWaiting = 1000,
    keepMs = 60_000,
    log = logger,
  }: Partial<Pick<SpanQueueOptions, 'mostWaiting' | 'keepMs' | 'log'>> = {},
) {
  return createSpanQueue({
    exporter: new OTLPTraceExporter({ url, timeoutMillis: 300 }),
    what: 'the collector',
    mostWaiting,
    keepMs,
    everyMs: 10,
    note: (fact) => void facts.push(fact),
    log,
  });
}
const tracingInto = (queue: SpanQueue, sampling = 1): Tracing =>
  createTracing({ service: 'test', resource: { team: 'news' }, sampling, queues: [queue] });
const counted = (outcome: string): number =>
  facts.reduce((sum, fact) => sum + (fact.kind === 'spans' && fact.outcome === outcome ? fact.count : 0), 0);
const one = (tracing: Pick<Telemetry, 'span'>): Promise<void> =>
  tracing.span({ name: 'step', articleId: ARTICLE }, async () => undefined);

describe('a trace', () => {
  it('has one root, from whichever process; steps within steps; and refers to what was said by its number alone', async () => {
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    tracing.begun(ARTICLE, Date.now());
    await tracing.span({ name: 'outer', articleId: ARTICLE }, () =>
      tracing.span({ name: 'inner', key: saidKey(3) }, async () => undefined),
    );
    await tracing.span({ name: 'shown', articleId: ARTICLE, follows: [saidKey(3)] }, async () => undefined);
    await queue.close(5000);
    const by = Object.fromEntries(collector.spans.map((span) => [span.name, span]));
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    expect(by['article']).toMatchObject({ spanId: ROOT });
    expect(by['outer']).toMatchObject({ parentSpanId: ROOT });
    expect(by['inner']).toMatchObject({ parentSpanId: by['outer']?.spanId, spanId: spanIdOf(TRACE, 'feed/3') });
    expect(by['shown']).toMatchObject({ parentSpanId: ROOT, links: [spanIdOf(TRACE, 'feed/3')] });
  });

  it('has one step that others refer to, however often it was attempted', async () => {
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    const say = (name: string, work: () => Promise<void>): Promise<void> =>
      tracing.span({ name, articleId: ARTICLE, key: saidKey(3), attributes: { 'copydesk.entry': 'draft' } }, work);
    await expect(say('failed', () => Promise.reject(new TypeError('no database')))).rejects.toThrow('no database');
    let isLateDone = (): void => undefined;
    const late = say('late', () => new Promise((resolve) => (isLateDone = resolve)));
    await say('said', async () => undefined);
    isLateDone();
    await late;
    await queue.close(5000);
    const said = spanIdOf(TRACE, 'feed/3');
    expect(collector.spans.map(({ name, spanId }) => [name, spanId === said])).toEqual([
      ['failed', false],
      ['said', true],
      ['late', false],
    ]);
    expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(3);
    expect(collector.spans[0]?.attributes).toMatchObject({ 'copydesk.entry': 'draft', 'error.type': 'TypeError' });
  });

  it('has what came in once for each article that it touches, and nothing where it touches none', async () => {
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    const door = { platform: 'slack', act: 'decide' };
    await tracing.incoming(door, async (mark) => {
      await one(tracing);
      await one(tracing);
      mark({ 'copydesk.outcome': 'counted' });
    });
    await tracing.incoming(door, async () => undefined);
    await queue.close(5000);
    expect(collector.spans.map(({ name }) => name)).toEqual(['step', 'step', 'bot slack']);
    expect(collector.spans.at(-1)).toMatchObject({
      parentSpanId: ROOT,
      attributes: { 'copydesk.platform': 'slack', 'copydesk.act': 'decide', 'copydesk.outcome': 'counted' },
    });
  });

  it('goes on over whatever carries its context, and is not taken over by somebody else’s', async () => {
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    const header = (traceId: string): Uint8Array => {
      const carrier = {};
      const asked = { traceId, spanId: 'a'.repeat(16), traceFlags: TraceFlags.SAMPLED };
      propagation.inject(trace.setSpanContext(ROOT_CONTEXT, asked), carrier);
      return new TextEncoder().encode(JSON.stringify(carrier));
    };
    const step = { startedMs: 1_000_000, endedMs: 1_000_500 };
    tracing.workflowStep(ARTICLE, 'run-1', { ...step, name: 'ours', key: 'a', header: header(TRACE) });
    tracing.workflowStep(ARTICLE, 'run-1', { ...step, name: 'theirs', key: 'b', header: header('b'.repeat(32)) });
    tracing.workflowStep(ARTICLE, 'run-1', { ...step, name: 'nonsense', key: 'c', header: new Uint8Array([1, 2]) });
    await queue.close(5000);
    expect(collector.spans.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
      ['ours', 'a'.repeat(16)],
      ['theirs', ROOT],
      ['nonsense', ROOT],
    ]);
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  });

  it('says of an error its code, and none of its words, whoever recorded it', async () => {
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    const error = Object.assign(new Error('canary: what Ann wrote'), { code: 'model-refused' });
    await expect(
      tracing.span({ name: 'step', articleId: ARTICLE, attributes: { topic: 'canary' } }, async () => {
        const active = trace.getSpan(context.active());
        active?.recordException(error);
        active?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        active?.setAttribute('temporalTerminateReason', 'canary');
        throw error;
      }),
    ).rejects.toThrow('canary');
    await queue.close(5000);
    expect(collector.spans[0]?.attributes).toEqual({ 'copydesk.article': ARTICLE, 'error.type': 'model-refused' });
    expect(collector.bodies.join('\n')).not.toMatch(/canary|Ann/);
  });

  it('is kept by the article’s id alone, so that every process keeps the same ones', async () => {
    const ids = Array.from({ length: 400 }, (_, at) => at.toString().padStart(16, '0'));
    const kept = async (): Promise<readonly unknown[]> => {
      const queue = queueTo(collector.url);
      const tracing = tracingInto(queue, 0.25);
      for (const articleId of ids) await tracing.span({ name: 'step', articleId }, async () => undefined);
      await queue.close(5000);
      return collector.spans.splice(0).map(({ attributes }) => attributes['copydesk.article']);
    };
    const [first, second] = [await kept(), await kept()];
    expect(second).toEqual(first);
    expect(first.length).toBeGreaterThan(50);
    expect(first.length).toBeLessThan(150);
  });
});

describe('where traces are not taken', () => {
  it('no work waits, memory stays bounded, and what is lost is counted and said once', async () => {
    const queue = queueTo(`http://127.0.0.1:${await pickPort()}`, { mostWaiting: 50, keepMs: 0 });
    const tracing = tracingInto(queue);
    for (let at = 0; at < 5000; at += 1) await one(tracing);
    expect(queue.waiting()).toBeLessThanOrEqual(50);
    await expect.poll(() => counted('failed')).toBeGreaterThan(0);
    await queue.close(300);
    expect(counted('failed') + counted('dropped')).toBe(5000);
    expect(counted('dropped')).toBeGreaterThan(4000);
    expect(logger.lines.filter((line) => line.startsWith('Traces are not taken'))).toHaveLength(1);
  });

  it('says so of no article, in whose work it may have been noticed', async () => {
    const told: (string | undefined)[] = [];
    const note = (): void => void told.push(currentArticle());
    const queue = queueTo(`http://127.0.0.1:${await pickPort()}`, { log: { info: note, warn: note } });
    await aboutArticle(ARTICLE, () => one(tracingInto(queue)));
    await expect.poll(() => told).toEqual([undefined]);
    await queue.close(300);
  });

  it('a process ends all the same, when nobody answers', { timeout: 20_000 }, async () => {
    collector.mode = 'hang';
    const queue = createSpanQueue({
      exporter: new OTLPTraceExporter({ url: collector.url, timeoutMillis: 60_000 }),
      what: 'the collector',
      mostWaiting: 10,
      everyMs: 1,
      note: (fact) => void facts.push(fact),
      log: logger,
    });
    const tracing = tracingInto(queue);
    for (let at = 0; at < 30; at += 1) await one(tracing);
    // Not after the minute that the exporter would wait: the test has no more than a third of it.
    await queue.close(200);
    expect(queue.waiting()).toBe(0);
    expect(counted('dropped')).toBeGreaterThan(0);
  });

  it.each(['away', 'refuse'] as const)('nothing is lost while that passes: %s', async (how) => {
    const port = await pickPort();
    if (how === 'refuse') collector.mode = 'refuse';
    const queue = queueTo(how === 'refuse' ? collector.url : `http://127.0.0.1:${port}`);
    const tracing = tracingInto(queue);
    await one(tracing);
    await expect.poll(() => logger.lines.length).toBe(1);
    await one(tracing);
    if (how === 'refuse') collector.mode = 'take';
    else {
      await collector.close();
      collector = await startTraceCollector(port);
    }
    await expect.poll(() => counted('exported')).toBe(2);
    expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(2);
    expect(counted('failed') + counted('dropped')).toBe(0);
    expect(logger.lines.map((line) => line.split(' {')[0])).toEqual([
      'Traces are not taken; they are kept for some minutes, and what is more than fits is lost',
      'Traces are taken again',
    ]);
    await queue.close(1000);
  });

  it('what is refused for what it is, is not sent again', async () => {
    collector.mode = 'reject';
    const queue = queueTo(collector.url);
    const tracing = tracingInto(queue);
    await one(tracing);
    await expect.poll(() => counted('failed')).toBe(1);
    collector.mode = 'take';
    await one(tracing);
    await expect.poll(() => counted('exported')).toBe(1);
    await queue.close(1000);
  });
});
