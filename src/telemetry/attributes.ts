import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** All that a step of a trace may say beside its name. A text, a topic, a person, a place or a secret is in none of them. */
const SHOWN: ReadonlySet<string> = new Set([
  'copydesk.article',
  'copydesk.platform',
  'copydesk.act',
  'copydesk.outcome',
  'copydesk.entry',
  'copydesk.part',
  'copydesk.purpose',
  'copydesk.cost_usd',
  'error.type',
  'gen_ai.operation.name',
  'gen_ai.request.model',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'temporalWorkflowId',
  'temporalActivityId',
  'run_id',
]);

/**
 * The step as it may leave the process: errors without their messages, which quote what people and models wrote. Everything passes here,
 * whatever a library has put into it.
 */
export function shownOf(span: ReadableSpan): ReadableSpan {
  const context = span.spanContext();
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    ...(span.parentSpanContext !== undefined && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => SHOWN.has(name))),
    links: span.links.map(({ context: linked }) => ({ context: linked })),
    events: span.events.map(({ name, time, attributes = {} }) => ({ name, time, attributes: typeIn(attributes) })),
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function typeIn(attributes: Attributes): Attributes {
  const { 'exception.type': type } = attributes;
  return type === undefined ? {} : { 'exception.type': type };
}
