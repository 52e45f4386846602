import type { List } from 'mdast';
import { TAB_STOP, dedentLine, indentRest, lineStartOf } from './lines.ts';
import { rangeOf } from './parse.ts';

/** An item of a list as it is written, in its parts. */
export interface Item {
  /** Whole lines, up to the next item. */
  readonly source: string;
  readonly indent: string;
  /** Empty in a list without numbers. */
  readonly number: string;
  /** `-`, `*` or `+`; after a number `.` or `)`. */
  readonly mark: string;
  /** Between the mark and what it marks. */
  readonly gap: string;
  /** What it marks, as a document of its own. */
  readonly inner: string;
}

/** Further right, what is marked would be code. */
const MAX_GAP = 4;

export function itemsOf(text: string, list: List): Item[] {
  const starts = list.children.map((item) => lineStartOf(text, rangeOf(item).start));
  return list.children.map((item, index) => {
    const source = text.slice(starts[index], starts[index + 1] ?? rangeOf(list).end);
    const [lead = '', indent = '', number = '', mark = '', space = ''] =
      /^([ \t]*)(\d*)([-+*.)])([ \t]*)/.exec(source) ?? [];
    const [line = '', ...others] = source.slice(lead.length).split('\n');
    const column = indent.length + number.length + mark.length;
    const columns = widthFrom(column, space);
    const gap = line === '' || columns > MAX_GAP ? 1 : columns;
    const first = line === '' ? '' : ' '.repeat(columns - gap) + line;
    const inner = [first, ...others.map((other) => dedentLine(other, column + gap))].join('\n');
    return { source, indent, number, mark, gap: ' '.repeat(gap), inner };
  });
}

/** The item with a part of what it marks. */
export function withInner({ indent, number, mark, gap }: Item, part: string): string {
  const lead = indent + number + mark + gap;
  return lead + indentRest(part, lead.length);
}

/** The item with another number, or of another list. */
export function withMark(item: Item, number: string, mark = item.mark): string {
  const { indent, source, inner } = item;
  if (number.length !== item.number.length) return withInner({ ...item, number, mark }, inner);
  return indent + number + mark + source.slice(indent.length + number.length + mark.length);
}

/** A list with this one begins anew after one with the other. */
export function otherMark(mark: string): string {
  const others: Readonly<Record<string, string>> = { '-': '*', '*': '-', '+': '-', '.': ')', ')': '.' };
  return others[mark] ?? mark;
}

function widthFrom(column: number, space: string): number {
  let end = column;
  for (const character of space) end += character === '\t' ? TAB_STOP - (end % TAB_STOP) : 1;
  return end - column;
}
