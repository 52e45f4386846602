import type { OrderDefaults, OrderRules } from '../config/orders-schema.ts';
import type { Thread } from '../protocol/thread.ts';
import type { TypedRequest } from './to-article-request.ts';

/** What an order leaves open is as the channel has it, then as all orders have it. What is to be named or left out is added to what was. */
export function withDefaults(typed: TypedRequest, { defaults, channels }: OrderRules, thread: Thread): TypedRequest {
  const here = channels[`${thread.platform}:${thread.channel}`] ?? {};
  return {
    ...defaults,
    ...here,
    ...stated(typed),
    topic: typed.topic,
    ...lists('mustMention', defaults, here, typed),
    ...lists('mustAvoid', defaults, here, typed),
  };
}

/** What an order says, without what it leaves open. */
export function stated(typed: TypedRequest): Partial<TypedRequest> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => !isOpen(value)));
}

/** An empty field of a form, and a language that was left to us. */
function isOpen(value: unknown): boolean {
  return (
    value === undefined ||
    value === 'auto' ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.every((item: unknown) => typeof item === 'string' && item.trim() === ''))
  );
}

function lists(
  field: 'mustMention' | 'mustAvoid',
  ...from: readonly Partial<Pick<OrderDefaults & TypedRequest, 'mustMention' | 'mustAvoid'>>[]
): Partial<TypedRequest> {
  const all = from.flatMap((one) => one[field] ?? []);
  return all.length === 0 ? {} : { [field]: all };
}
