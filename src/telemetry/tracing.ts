import {
  type Context,
  context,
  createContextKey,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import { aboutArticle, currentArticle } from '../lib/article-context.ts';
import type { Attributes, Incoming, Mark, Step, Telemetry } from '../lib/telemetry.ts';
import { traceIdOf } from '../lib/trace-id.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import { RUN_KEY, type WorkflowStep } from '../protocol/trace.ts';
import { Firsts, GivenIds, ROOT_KEY, spanIdOf } from './ids.ts';
import type { SpanQueue } from './span-queue.ts';

export interface TracingOptions {
  /** `copydesk-worker` */
  readonly service: string;
  /** What else is said of the process. */
  readonly resource: Readonly<Record<string, string>>;
  /** The share of articles that have a trace, 0 to 1. */
  readonly sampling: number;
  readonly queues: readonly SpanQueue[];
}

export interface Tracing extends Pick<Telemetry, 'incoming' | 'span'> {
  readonly tracer: Tracer;
  /** Runs what is about an article as a part of its trace, if only of its root. */
  within<T>(articleId: string, work: () => T): T;
  /** Runs what an activity does as a part of the step in which its workflow waits for it. */
  withinActivity<T>(articleId: string, runKey: string, work: () => T): T;
  /** An article has begun: from now on its trace has a root. */
  begun(articleId: string, atMs: number): void;
  /** @param runId of the workflow that has told of it */
  workflowStep(articleId: string, runId: string, step: WorkflowStep): void;
}

/** What came in and has not been answered, with its span in each trace that it has touched. */
interface Door extends Incoming {
  readonly startedMs: number;
  readonly spans: Map<string, Span>;
}

const DOOR = createContextKey('what somebody asked for');
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/** One trace for each article, whose id follows from the article's; so does its root, from whose step everything else descends. */
export function createTracing({ service, resource, sampling, queues }: TracingOptions): Tracing {
  const ids = new GivenIds();
  const firsts = new Firsts();
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    // By the trace's id alone: what one process keeps, all do.
    sampler: new TraceIdRatioBasedSampler(sampling),
    resource: resourceFromAttributes({
      'service.version': COPYDESK_VERSION,
      'process.pid': process.pid,
      ...resource,
      'service.name': service,
    }),
    spanProcessors: [...queues],
  });
  // Both are of the whole process, whoever sets them first.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = provider.getTracer('copydesk', COPYDESK_VERSION);

  const at = (traceId: string, key: string): Context => trace.setSpanContext(ROOT_CONTEXT, linkTo(traceId, key));

  function open(
    name: string,
    articleId: string,
    parent: Context,
    more: Partial<Step> & { readonly startMs?: number } = {},
  ) {
    const traceId = traceIdOf(articleId);
    const { key, kind, attributes, follows = [], startMs } = more;
    return ids.give(key === undefined ? {} : { spanId: spanIdOf(traceId, key) }, () =>
      tracer.startSpan(
        name,
        {
          ...(kind !== undefined && { kind: KINDS[kind] }),
          ...(startMs !== undefined && { startTime: startMs }),
          attributes: { 'copydesk.article': articleId, ...attributes },
          links: follows.map((followed) => ({ context: linkTo(traceId, followed) })),
        },
        parent,
      ),
    );
  }

  /** The step that is under way in the article's trace; what came in and touches it now; or its root. */
  function parentFor(articleId: string): Context {
    const traceId = traceIdOf(articleId);
    const active = context.active();
    if (trace.getSpanContext(active)?.traceId === traceId) return active;
    const door = active.getValue(DOOR) as Door | undefined;
    if (door === undefined) return at(traceId, ROOT_KEY);
    const { platform, act, startedMs, spans } = door;
    let span = spans.get(articleId);
    if (span === undefined) {
      const attributes = { 'copydesk.platform': platform, 'copydesk.act': act };
      span = open(`bot ${platform}`, articleId, at(traceId, ROOT_KEY), {
        kind: 'server',
        attributes,
        startMs: startedMs,
      });
      spans.set(articleId, span);
    }
    return trace.setSpan(active, span);
  }

  /** A step that others refer to. Which of several attempts it was that they mean is known at its end. */
  async function taken<T>(
    articleId: string,
    parent: Context,
    { name, key, ...step }: Step & { readonly key: string },
    work: (mark: Mark) => Promise<T>,
  ): Promise<T> {
    const startMs = Date.now();
    let { attributes = {} } = step;
    try {
      const result = await aboutArticle(articleId, () =>
        context.with(parent, () => work((marks) => void (attributes = { ...attributes, ...marks }))),
      );
      const isFirst = firsts.take(`${articleId}/${key}`);
      open(name, articleId, parent, { ...step, attributes, startMs, ...(isFirst && { key }) }).end();
      return result;
    } catch (error) {
      const span = open(name, articleId, parent, { ...step, attributes, startMs });
      fail(span, codeOf(error));
      span.end();
      throw error;
    }
  }

  return {
    tracer,
    within: (articleId, work) => context.with(parentFor(articleId), work),
    withinActivity: (articleId, runKey, work) => context.with(at(traceIdOf(articleId), runKey), work),

    async incoming(door, work) {
      const spans = new Map<string, Span>();
      let marks: Attributes = {};
      const inside = context.active().setValue(DOOR, { ...door, startedMs: Date.now(), spans } satisfies Door);
      try {
        return await context.with(inside, () =>
          work((attributes) => {
            marks = { ...marks, ...attributes };
          }),
        );
      } finally {
        for (const span of spans.values()) span.setAttributes({ ...marks }).end();
      }
    },

    async span(step, work) {
      const articleId = step.articleId ?? currentArticle();
      if (articleId === undefined) return await work(() => undefined);
      const parent = parentFor(articleId);
      if (step.key !== undefined) return await taken(articleId, parent, { ...step, key: step.key }, work);
      const span = open(step.name, articleId, parent, step);
      try {
        return await aboutArticle(articleId, () =>
          context.with(trace.setSpan(parent, span), () =>
            work((attributes) => void span.setAttributes({ ...attributes })),
          ),
        );
      } catch (error) {
        fail(span, codeOf(error));
        throw error;
      } finally {
        span.end();
      }
    },

    begun(articleId, atMs) {
      const traceId = traceIdOf(articleId);
      ids
        .give({ traceId, spanId: spanIdOf(traceId, ROOT_KEY) }, () =>
          tracer.startSpan('article', { startTime: atMs, attributes: { 'copydesk.article': articleId } }, ROOT_CONTEXT),
        )
        .end(atMs);
    },

    workflowStep(articleId, runId, { name, key, startedMs, endedMs, code, header }) {
      const traceId = traceIdOf(articleId);
      const asked = header === undefined ? undefined : contextIn(header);
      const isOurs = asked !== undefined && trace.getSpanContext(asked)?.traceId === traceId;
      const span = open(name, articleId, isOurs ? asked : at(traceId, ROOT_KEY), {
        key: `${runId}/${key}`,
        startMs: startedMs,
        ...(key !== RUN_KEY && { follows: [`${runId}/${RUN_KEY}`] }),
      });
      if (code !== undefined) fail(span, code);
      span.end(endedMs);
    },
  };
}

function linkTo(traceId: string, key: string) {
  return { traceId, spanId: spanIdOf(traceId, key), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}

function fail(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code);
}

/** The code by which errors of ours are told apart, or their name; never their words. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What Temporal's interceptors have written into a header; undefined where it is something else. */
function contextIn(header: Uint8Array): Context | undefined {
  try {
    const carrier: unknown = JSON.parse(new TextDecoder().decode(header));
    return propagation.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  } catch {
    return undefined;
  }
}
