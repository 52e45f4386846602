import type { MessageEntity } from '@grammyjs/types';

type Type = MessageEntity['type'];

/** They may be cut in two. */
const SPLITTABLE: readonly Type[] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
const QUOTES: readonly Type[] = ['blockquote', 'expandable_blockquote'];
/** Nothing is formatted inside. */
const MONOSPACE: readonly Type[] = ['code', 'pre'];

/** Of two that begin and end together the first is the outer one, and quotes come before them all: `get_type_priority` in TDLib. */
const OUTER_FIRST: readonly Type[] = [
  'pre',
  'code',
  'text_link',
  'text_mention',
  'custom_emoji',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
];

const endOf = ({ offset, length }: MessageEntity): number => offset + length;

/** Makes entities nest, as TDLib's `fix_entities` does: some that overlap are cut in two, the others are dropped. */
export function nestEntities(entities: readonly MessageEntity[]): readonly MessageEntity[] {
  const sorted = sort(entities);
  if (isNested(sorted)) return sorted;
  const quotes = withoutOverlaps(sorted.filter(({ type }) => QUOTES.includes(type)));
  const solid = withoutOverlaps(
    sorted.filter(({ type }) => !QUOTES.includes(type) && !SPLITTABLE.includes(type)),
  ).filter((entity) => {
    const quote = quotes.find((candidate) => endOf(candidate) > entity.offset);
    return (
      quote === undefined ||
      endOf(entity) <= quote.offset ||
      (entity.offset >= quote.offset && endOf(entity) <= endOf(quote))
    );
  });
  const whole = sort([...solid, ...quotes]);
  const splittable = sorted.filter(({ type }) => SPLITTABLE.includes(type));
  return sort([...whole, ...split(splittable, whole)]);
}

function sort(entities: readonly MessageEntity[]): readonly MessageEntity[] {
  const rank = ({ type }: MessageEntity): number => OUTER_FIRST.indexOf(type);
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length || rank(a) - rank(b));
}

function isNested(entities: readonly MessageEntity[]): boolean {
  const open: MessageEntity[] = [];
  const ends = new Map<Type, number>();
  for (const entity of entities) {
    while (open.some((outer) => entity.offset >= endOf(outer))) open.pop();
    const parent = open.at(-1);
    if (parent !== undefined) {
      if (endOf(entity) > endOf(parent) || open.some(({ type }) => type === entity.type)) return false;
      if (MONOSPACE.includes(parent.type) || SPLITTABLE.includes(parent.type)) return false;
      if (MONOSPACE.includes(entity.type) && open.some(({ type }) => !QUOTES.includes(type))) return false;
      const isWhole = !SPLITTABLE.includes(entity.type);
      if (isWhole && open.some(({ type }) => !SPLITTABLE.includes(type) && !QUOTES.includes(type))) return false;
      if (QUOTES.includes(entity.type) && open.some(({ type }) => QUOTES.includes(type))) return false;
    }
    if (SPLITTABLE.includes(entity.type)) {
      // What touches would be one.
      if ((ends.get(entity.type) ?? -1) >= entity.offset) return false;
      ends.set(entity.type, endOf(entity));
    }
    open.push(entity);
  }
  return true;
}

function withoutOverlaps(entities: readonly MessageEntity[]): readonly MessageEntity[] {
  let end = 0;
  return entities.filter((entity) => {
    if (entity.offset < end) return false;
    end = endOf(entity);
    return true;
  });
}

/** Cuts at the edges of what cannot be cut. */
function split(splittable: readonly MessageEntity[], whole: readonly MessageEntity[]): readonly MessageEntity[] {
  const result: MessageEntity[] = [];
  const spans = new Map<Type, { begin: number; end: number }>();
  const waiting = [...splittable];

  const flush = (offset: number): void => {
    for (const type of SPLITTABLE) {
      const span = spans.get(type);
      if (span === undefined || span.begin >= offset) continue;
      const end = Math.min(span.end, offset);
      result.push({ type, offset: span.begin, length: end - span.begin } as MessageEntity);
      if (span.end <= offset) spans.delete(type);
      else span.begin = offset;
    }
  };
  const advance = (offset: number): void => {
    for (let next = waiting[0]; next !== undefined && next.offset < offset; next = waiting[0]) {
      waiting.shift();
      const span = spans.get(next.type);
      if (span !== undefined && next.offset <= span.end) {
        span.end = Math.max(span.end, endOf(next));
      } else {
        flush(next.offset);
        spans.set(next.type, { begin: next.offset, end: endOf(next) });
      }
    }
    flush(offset);
  };

  const open: MessageEntity[] = [];
  const goTo = (offset: number): void => {
    for (let inner = open.at(-1); inner !== undefined && offset >= endOf(inner); inner = open.at(-1)) {
      const before = result.length;
      advance(endOf(inner));
      if (MONOSPACE.includes(inner.type)) result.length = before;
      open.pop();
    }
    advance(offset);
  };
  for (const entity of whole) {
    goTo(entity.offset);
    open.push(entity);
  }
  goTo(Number.MAX_SAFE_INTEGER);
  return result;
}
