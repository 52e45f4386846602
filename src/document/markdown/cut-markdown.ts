import type { List, RootContent } from 'mdast';
import { cutCode, cutLines } from './cut-code.ts';
import { asParagraph, cutInline, cutRaw } from './cut-inline.ts';
import { cutTable } from './cut-table.ts';
import { type Cut, type CutScope, wrapped } from './cut.ts';
import { closeLastFence, dedentLine, indentRest, joinBlocks, lineStartOf, trimBlankLines } from './lines.ts';
import { type Item, itemsOf, otherMark, withInner, withMark } from './list-items.ts';
import { parseMarkdown, rangeOf } from './parse.ts';
import { largestThat } from './places.ts';

/**
 * Cuts a document that does not fit in two, after as many whole blocks as fit.
 * @param gently undefined rather than a cut within something that a reader would want whole.
 */
export function cutMarkdown(text: string, scope: CutScope, gently = false): Cut | undefined {
  if (scope.work.left <= 0) return undefined;
  const blocks = blocksOf(text, scope);
  const starts = blocks.map((block) => lineStartOf(text, rangeOf(block).start));
  const startOf = (index: number): number => starts[index] ?? text.length;
  const whole = largestThat((count) => scope.fits(text.slice(0, startOf(count))), blocks.length - 1);
  const next = blocks[whole];
  if (next === undefined) return undefined;

  const before = text.slice(0, whole === 0 ? 0 : startOf(whole));
  const after = text.slice(startOf(whole + 1));
  const cutNext = (careful: boolean): Cut | undefined => {
    const cut = cutBlock(
      text,
      next,
      wrapped(scope, (head) => before + head),
      careful,
    );
    return cut && { head: before + cut.head, tail: joinBlocks(cut.tail, after) };
  };
  if (whole === 0) return cutNext(gently);

  const isHeading = ({ type }: RootContent): boolean => type === 'heading';
  const kept = blocks.slice(0, whole);
  const wouldFitAlone = scope.fits(text.slice(startOf(whole), startOf(whole + 1)));
  const filled = kept.every(isHeading) || !wouldFitAlone ? cutNext(true) : undefined;
  if (filled !== undefined) return filled;

  // A heading belongs to what follows it, even if that has to be cut where a reader would want it whole.
  const announced = kept.every(isHeading) && !gently ? cutNext(false) : undefined;
  if (announced !== undefined && scope.fits(announced.head)) return announced;
  const end = startOf(kept.every(isHeading) ? whole : kept.findLastIndex((block) => !isHeading(block)) + 1);
  return { head: text.slice(0, end), tail: text.slice(end) };
}

function blocksOf(text: string, { context, work }: CutScope): RootContent[] {
  work.left -= text.length + context.length;
  return parseMarkdown(`${text}${context}`).children.filter((block) => rangeOf(block).start < text.length);
}

function cutBlock(text: string, block: RootContent, scope: CutScope, gently: boolean): Cut | undefined {
  const source = text.slice(lineStartOf(text, rangeOf(block).start), rangeOf(block).end).trimEnd();
  return cutInside(text, source, block, scope, gently) ?? (gently ? undefined : cutRaw(source, scope));
}

function cutInside(
  text: string,
  source: string,
  block: RootContent,
  scope: CutScope,
  gently: boolean,
): Cut | undefined {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return cutInline(text, block, scope, gently);
    case 'code':
      return cutCode(source, scope, gently);
    case 'table':
      return cutTable(source, scope, gently);
    case 'list':
      return cutList(text, block, scope, gently);
    case 'blockquote':
      return cutQuote(source, scope, gently);
    case 'footnoteDefinition':
      return cutFootnote(source, scope, gently);
    case 'html':
      return cutHtml(source, scope);
    default:
      return undefined;
  }
}

/** What follows is HTML no longer. */
function cutHtml(source: string, scope: CutScope): Cut | undefined {
  const cut = cutLines(source.split('\n'), (lines) => lines.join('\n'), scope);
  return cut && { ...cut, tail: asParagraph(cut.tail) };
}

/** Each line without its mark, and with it again; in a message too narrow for marks, without. */
function cutQuote(source: string, scope: CutScope, gently: boolean): Cut | undefined {
  const inner = withoutOpenFence(source.replaceAll(/^ {0,3}>(?: |\t)?/gm, ''));
  const quoted = (part: string): string =>
    trimBlankLines(part)
      .replaceAll(/^(?=.)/gm, '> ')
      .replaceAll(/^$/gm, '>');
  const cut = cutMarkdown(inner, wrapped(scope, quoted), gently);
  if (cut === undefined) return undefined;
  const head = quoted(cut.head);
  if (scope.fits(head)) return { head, tail: quoted(cut.tail) };
  return gently ? undefined : cutMarkdown(inner, scope);
}

/** Code that ended where its list or its quote did would not end any more. */
function withoutOpenFence(inner: string): string {
  return closeLastFence(trimBlankLines(inner));
}

/** The rest goes on as a paragraph. */
function cutFootnote(source: string, scope: CutScope, gently: boolean): Cut | undefined {
  const [mark = ''] = /^ {0,3}\[\^[^\]]*\]:[ \t]*/.exec(source) ?? [];
  const [first = '', ...others] = source.slice(mark.length).split('\n');
  const inner = withoutOpenFence([first, ...others.map((line) => dedentLine(line, 4))].join('\n'));
  const marked = (part: string): string => mark + indentRest(trimBlankLines(part), 4);
  const cut = cutMarkdown(inner, wrapped(scope, marked), gently);
  if (cut === undefined || !scope.fits(marked(cut.head))) return undefined;
  return { head: marked(cut.head), tail: cut.tail };
}

/** Between items, which keep their numbers. An item that is too long is cut inside; its rest goes on without a mark. */
function cutList(text: string, list: List, scope: CutScope, gently: boolean): Cut | undefined {
  const items = itemsOf(text, list);
  const joined = (some: readonly Item[]): string => some.map(({ source }) => source).join('');
  const numberOf = (index: number): string => (list.ordered === true ? String((list.start ?? 1) + index) : '');
  const count = largestThat((some) => scope.fits(joined(items.slice(0, some))), items.length - 1);
  const next = items[count];
  if (next === undefined) return undefined;
  if (count > 0) {
    return {
      head: joined(items.slice(0, count)),
      tail: withMark(next, numberOf(count)) + joined(items.slice(count + 1)),
    };
  }

  if (gently) return undefined;
  const marked = (part: string): string => withInner(next, trimBlankLines(part));
  const cut = cutMarkdown(withoutOpenFence(next.inner), wrapped(scope, marked));
  if (cut === undefined || !scope.fits(marked(cut.head))) return undefined;
  const others = items.slice(1);
  // Two lists with one mark would become one.
  const endsInList = blocksOf(trimBlankLines(cut.tail), scope).at(-1)?.type === 'list';
  const mark = endsInList ? otherMark(next.mark) : next.mark;
  const rest = others.map((item, index) => withMark(item, numberOf(index + 1), mark)).join('');
  return { head: marked(cut.head), tail: joinBlocks(cut.tail, rest) };
}
