import type { Heading, Paragraph, PhrasingContent } from 'mdast';
import type { Cut, CutScope } from './cut.ts';
import { parseMarkdown, rangeOf } from './parse.ts';
import { characterEnd, graphemeStartsNear, largestThat, sentenceStarts, wordStarts, wordStartsNear } from './places.ts';
import { plainTextOf } from './plain-text.ts';

/** Of one kind of place, as many are tried before the next kind. */
const MAX_TRIES = 12;

/**
 * Cuts a paragraph or a heading that is too long, between sentences where that fills half of the room, else between words; within
 * bold text or a link both parts are marked. The parts read the same as the whole, or the place is not taken.
 * @param gently only between sentences, and only where it fills half of the room; undefined when it cannot.
 */
export function cutInline(text: string, node: Paragraph | Heading, scope: CutScope, gently: boolean): Cut | undefined {
  const { start, end } = rangeOf(node);
  const source = text.slice(start, end);
  const meaning = essenceOf(plainTextOf(node));
  const room = roomIn(source, scope);

  const cutAt = (offset: number): Cut | undefined => {
    const around = scope.work.left > 0 ? marksAround(node, start + offset, text) : undefined;
    if (around === undefined) return undefined;
    const opened = around.map(({ open }) => open).join('');
    const closed = around
      .map(({ close }) => close)
      .toReversed()
      .join('');
    const head = withoutBreak(source.slice(0, offset)) + closed;
    const tail = asParagraph(opened + source.slice(offset).trimStart(), node);
    if (head.trim() === closed.trim() || !scope.fits(head)) return undefined;
    const same = essenceOf(readIn(head, scope)) + essenceOf(readIn(tail, scope)) === meaning;
    return same ? { head, tail } : undefined;
  };
  const outermost = node.type === 'heading' ? 1 : 0;
  const isOutside = (offset: number): boolean => marksAround(node, start + offset, text)?.length === outermost;
  const fills = (offset: number): boolean => offset > room / 2;

  const starts = [sentenceStarts(source, room), wordStarts(source, room)];
  const gentle = firstCut(starts.slice(0, 1), (offset) => fills(offset) && isOutside(offset), cutAt);
  if (gentle !== undefined || gently) return gentle;
  return (
    firstCut([...starts, wordStartsNear(source, room)], fills, cutAt) ??
    firstCut([...starts, graphemeStartsNear(source, room)], () => true, cutAt)
  );
}

/** Cuts where it must: whatever it is, within a word if it has to be, but not within what a reader takes for one character. */
export function cutRaw(text: string, scope: CutScope): Cut {
  const room = Math.max(1, roomIn(text, scope));
  const offset = wordStarts(text, room).find((start) => start > room / 2) ?? characterEnd(text, room);
  const tail = text.slice(offset).trimStart();
  return { head: text.slice(0, offset), tail: scope.work.left > 0 ? asParagraph(tail) : tail };
}

/** The longest beginning that fits, as an offset. */
function roomIn(source: string, { fits }: CutScope): number {
  return largestThat((offset) => fits(source.slice(0, offset)), source.length);
}

function firstCut(
  kinds: readonly (readonly number[])[],
  isPlace: (offset: number) => boolean,
  cutAt: (offset: number) => Cut | undefined,
): Cut | undefined {
  for (const offsets of kinds) {
    let tries = 0;
    for (const offset of offsets) {
      if (!isPlace(offset)) continue;
      if (tries === MAX_TRIES) break;
      tries += 1;
      const cut = cutAt(offset);
      if (cut !== undefined) return cut;
    }
  }
  return undefined;
}

interface Marks {
  readonly open: string;
  readonly close: string;
}

/** The marks to close at this place and to open again, outermost first; undefined where nothing can be cut. */
function marksAround(node: Paragraph | Heading | PhrasingContent, offset: number, text: string): Marks[] | undefined {
  if (node.type === 'text') return [];
  if (node.type === 'inlineCode') {
    const { start, end } = rangeOf(node);
    const [marks = ''] = /^`+/.exec(text.slice(start, end)) ?? [];
    return offset < start + marks.length || offset > end - marks.length ? undefined : [{ open: marks, close: marks }];
  }
  if (!('children' in node)) return undefined;
  const [first, last] = [node.children[0], node.children.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const inner = { start: rangeOf(first).start, end: rangeOf(last).end };
  if (offset < inner.start || offset > inner.end) return undefined;
  const marks = { open: text.slice(rangeOf(node).start, inner.start), close: text.slice(inner.end, rangeOf(node).end) };
  // An address that is its own words.
  if (node.type === 'link' && !marks.open.startsWith('[')) return undefined;
  const own = node.type === 'paragraph' ? [] : [marks];
  const child = node.children.find((candidate) => rangeOf(candidate).start < offset && offset < rangeOf(candidate).end);
  if (child === undefined) return own;
  const within = marksAround(child, offset, text);
  return within === undefined ? undefined : [...own, ...within];
}

/** A line break at the end breaks nothing. */
function withoutBreak(head: string): string {
  const trimmed = head.trimEnd();
  return /\n\s*$/.test(head) && /(?<!\\)(?:\\\\)*\\$/.test(trimmed) ? trimmed.slice(0, -1) : trimmed;
}

/** Words at the beginning of a part may look like the mark of a list or a heading: `- 3`, `# 1`, `1984.`. */
export function asParagraph(tail: string, node?: Paragraph | Heading): string {
  if (node?.type === 'heading') return tail;
  const first = parseMarkdown(tail).children[0];
  if (first === undefined || first.type === 'paragraph') return tail;
  return /^\d/.test(tail) ? tail.replace(/^\d+/, '$&\\') : `\\${tail}`;
}

function readIn(part: string, { context, work }: CutScope): string {
  work.left -= part.length + context.length;
  const root = parseMarkdown(`${part}${context}`);
  const own = root.children.filter((child) => rangeOf(child).start < part.length);
  return plainTextOf({ ...root, children: own });
}

/** What must not be lost. */
function essenceOf(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
