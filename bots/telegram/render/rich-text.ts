import type { Moment } from '../../../src/cards/card.ts';
import { clean, isBlank, joinWordsAt, liveOffsets } from './inert.ts';

/** A `MessageEntity` of the Bot API, of the kinds that we send. Offset and length count UTF-16 units. */
export type Entity = { readonly offset: number; readonly length: number } & (
  | {
      readonly type:
        | 'bold'
        | 'italic'
        | 'underline'
        | 'strikethrough'
        | 'code'
        | 'blockquote'
        | 'expandable_blockquote';
    }
  | { readonly type: 'pre'; readonly language?: string }
  | { readonly type: 'text_link'; readonly url: string }
  | {
      readonly type: 'text_mention';
      readonly user: { readonly id: number; readonly is_bot: false; readonly first_name: string };
    }
  | { readonly type: 'date_time'; readonly unix_time: number; readonly date_time_format: 'Dt' | 't' }
);

/** Text as the Bot API takes it: `text` and `entities`, or `caption` and `caption_entities`. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** How a piece of text looks. Two pieces are in the same quote, or the same code, when they share the object. */
export interface Marks {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strikethrough?: true;
  readonly code?: true;
  /** Address, as `toHref` gives it. */
  readonly link?: string;
  /** Telegram id of a person who is mentioned, and told so. */
  readonly person?: number;
  readonly pre?: { readonly language?: string };
  readonly quote?: { readonly expandable: boolean };
  /** Telegram shows it by the reader's own clock; an app that knows no such thing shows the text. */
  readonly moment?: Pick<Moment, 'at' | 'show'>;
}

export interface Span {
  readonly text: string;
  readonly marks: Marks;
}

/** A paragraph, a heading, an item of a list: what is not taken apart as long as it fits. */
export interface Block {
  readonly spans: readonly Span[];
  /** Stands right below the block before it, without an empty line between. */
  readonly tight?: boolean;
  /** Is never the last one of a message: a heading. */
  readonly keepWithNext?: boolean;
}

/** A piece of text; cleaned of what Telegram would not keep. */
export function span(text: string, marks: Marks = {}): Span {
  return { text: clean(text), marks };
}

export function block(...spans: readonly (Span | string)[]): Block {
  return { spans: spans.map((piece) => (typeof piece === 'string' ? span(piece) : piece)) };
}

/** As {@link block}, right below the one before it. */
export function line(...spans: readonly (Span | string)[]): Block {
  return { ...block(...spans), tight: true };
}

export function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}

/** The blocks one below the other. A separator within one quote belongs to it. */
export function joinBlocks(blocks: readonly Block[]): readonly Span[] {
  return blocks.flatMap(({ spans, tight }, index) => {
    if (index === 0) return spans;
    const before = blocks[index - 1]?.spans.at(-1)?.marks.quote;
    const quote = before !== undefined && before === spans[0]?.marks.quote ? before : undefined;
    return [{ text: tight === true ? '\n' : '\n\n', marks: quote === undefined ? {} : { quote } }, ...spans];
  });
}

/** Pieces as text with entities; what Telegram would bring to life by itself is put off. */
export function formatted(spans: readonly Span[]): FormattedText {
  const trimmed = trim(spans);
  const text = textOf(trimmed);
  const joints = jointsOf(trimmed, text);
  const shift = (offset: number): number => offset + countBelow(joints, offset);
  const entities = KINDS.flatMap((kind) => runsOf(trimmed, kind))
    .filter(({ start, end, entity }) => isWorthIt(text.slice(start, end), entity.type))
    .map(({ start, end, entity }) => ({ ...entity, offset: shift(start), length: shift(end) - shift(start) }))
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: joinWordsAt(text, joints), entities };
}

/** In code nothing comes to life. */
function jointsOf(spans: readonly Span[], text: string): readonly number[] {
  const joints: number[] = [];
  const live = liveOffsets(text);
  let at = 0;
  let offset = 0;
  for (const { text: piece, marks } of spans) {
    const end = offset + piece.length;
    for (; at < live.length && (live[at] ?? 0) < end; at += 1) {
      const joint = live[at] ?? 0;
      if (joint <= offset || !isCode(marks)) joints.push(joint);
    }
    offset = end;
  }
  return [...joints, ...live.slice(at)];
}

/** How many of the numbers, which ascend, are smaller. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Run {
  readonly start: number;
  end: number;
  readonly entity: DistributiveOmit<Entity, 'offset' | 'length'>;
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

const KINDS = [
  'quote',
  'pre',
  'link',
  'person',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'code',
  'moment',
] as const satisfies readonly (keyof Marks)[];

/** Neighbours with the same mark are one entity. Code holds no other marks and is in no link: Telegram would take it apart. */
function runsOf(spans: readonly Span[], kind: keyof Marks): readonly Run[] {
  const runs: Run[] = [];
  let offset = 0;
  let before: Marks[keyof Marks];
  for (const { text, marks } of spans) {
    if (text === '') continue;
    const mark = effective(marks)[kind];
    const last = runs.at(-1);
    if (mark !== undefined && mark === before && last !== undefined) last.end = offset + text.length;
    else if (mark !== undefined) runs.push({ start: offset, end: offset + text.length, entity: entityOf(kind, marks) });
    before = mark;
    offset += text.length;
  }
  return runs;
}

function effective(marks: Marks): Marks {
  const { pre, link, code, quote } = marks;
  const inQuote = quote === undefined ? {} : { quote };
  if (pre !== undefined) return { ...inQuote, pre };
  if (code !== undefined && link === undefined) return { ...inQuote, code };
  if (code === undefined) return marks;
  const { code: _, ...rest } = marks;
  return rest;
}

function isCode(marks: Marks): boolean {
  const { pre, code } = effective(marks);
  return pre !== undefined || code !== undefined;
}

function entityOf(
  kind: keyof Marks,
  { link = '', person = 0, pre, quote, moment = { at: '', show: 'time' } }: Marks,
): Run['entity'] {
  switch (kind) {
    case 'quote':
      return { type: quote?.expandable === true ? 'expandable_blockquote' : 'blockquote' };
    case 'pre':
      return { type: 'pre', ...(pre?.language !== undefined && { language: pre.language }) };
    case 'link':
      return { type: 'text_link', url: link };
    case 'person':
      // Telegram wants a whole user, and reads the id.
      return { type: 'text_mention', user: { id: person, is_bot: false, first_name: '' } };
    case 'moment':
      return dateTimeOf(moment);
    default:
      return { type: kind };
  }
}

/** Bot API 9.5: `D` is a long date, `t` a short time. */
export function dateTimeOf({ at, show }: Pick<Moment, 'at' | 'show'>) {
  return {
    type: 'date_time',
    unix_time: Math.floor(Date.parse(at) / 1000),
    date_time_format: show === 'time' ? 't' : 'Dt',
  } as const;
}

/** Telegram drops what marks nothing but space, and then the message is not what we sent. */
function isWorthIt(text: string, type: Entity['type']): boolean {
  return type === 'pre' ? text !== '' : !isBlank(text);
}

/** Without the space at both ends, which Telegram takes away; in code the indentation of the first line stays. */
function trim(spans: readonly Span[]): readonly Span[] {
  const kept = spans.filter(({ text }) => text !== '');
  for (let first = kept[0]; first !== undefined; first = kept[0]) {
    const text = first.text.replace(first.marks.pre === undefined ? /^\s+/ : /^\n+/, '');
    if (text !== '') {
      kept[0] = { ...first, text };
      break;
    }
    kept.shift();
  }
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const text = last.text.trimEnd();
    if (text !== '') {
      kept[kept.length - 1] = { ...last, text };
      break;
    }
    kept.pop();
  }
  return kept;
}
