import type { List, PhrasingContent, RootContent, Table, TableRow } from 'mdast';
import { readDocument } from '../../../src/document/document-reader.ts';
import { plainTextOf } from '../../../src/document/markdown/plain-text.ts';
import { inScript } from '../../../src/document/markdown/styled.ts';
import type { Look } from './look.ts';
import { type Paint, type Span, printable, printableLine, prefixed, widthOf, wrap, wrapCode } from './text.ts';
import { COLUMN_GAP, fitColumns, joinCells, tableRule } from '../../../src/document/text-table.ts';

/** One block of a document: a paragraph, a list, a table, a heading, … */
export interface Block {
  /** Painted, wrapped to the width of the look. */
  readonly lines: readonly string[];
  /** Only of a heading. */
  readonly heading?: string;
}

/** Draws Markdown for reading. Safe for any text: nothing but what it means to draw reaches the terminal. */
export function renderMarkdown(markdown: string, look: Look): readonly Block[] {
  return renderBlocks(readDocument(printable(markdown)).root.children, look);
}

/** Blocks as lines, with an empty line between any two. */
export function toLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ lines }, index) => (index === 0 ? lines : ['', ...lines]));
}

function renderBlocks(nodes: readonly RootContent[], look: Look): Block[] {
  return nodes.map((node) => renderBlock(node, look)).filter(({ lines }) => lines.length > 0);
}

function renderBlock(node: RootContent, look: Look): Block {
  const { columns, colors } = look;
  switch (node.type) {
    case 'heading': {
      const marks = `${'#'.repeat(node.depth)} `;
      const lines = wrap(spansOf(node.children, look, colors.bold), columns - marks.length);
      return { lines: prefixed(lines, colors.dim(marks), ' '.repeat(marks.length)), heading: plain(node.children) };
    }
    case 'paragraph':
      return { lines: wrap(spansOf(node.children, look), columns) };
    case 'list':
      return { lines: renderList(node, look) };
    case 'blockquote': {
      const mark = colors.dim('│ ');
      return { lines: prefixed(toLines(renderBlocks(node.children, narrowed(look, 2))), mark, mark) };
    }
    case 'code':
      return {
        lines: printable(node.value)
          .split('\n')
          .flatMap((line) => prefixed(wrapCode(line, columns - 4), '    ', '    '))
          .map(colors.cyan),
      };
    case 'table':
      return { lines: renderTable(node, look) };
    case 'thematicBreak':
      return { lines: [colors.dim('─'.repeat(Math.min(columns, 24)))] };
    case 'footnoteDefinition': {
      const mark = `[${printableLine(node.label ?? node.identifier)}] `;
      const body = toLines(renderBlocks(node.children, narrowed(look, widthOf(mark))));
      return { lines: prefixed(body.length === 0 ? [''] : body, colors.dim(mark), ' '.repeat(widthOf(mark))) };
    }
    case 'definition':
    case 'yaml':
      return { lines: [] };
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
      return { lines: toLines(renderBlocks(node.children, look)) };
    default:
      return { lines: wrap(spansOf([node], look), columns) };
  }
}

function renderList(list: List, look: Look): string[] {
  const start = list.start ?? 1;
  const isLoose = list.spread === true || list.children.some(({ spread }) => spread === true);
  const lastNumber = start + list.children.length - 1;
  const lines = list.children.map((item, index) => {
    const bullet = list.ordered === true ? `${start + index}. `.padStart(String(lastNumber).length + 2) : '• ';
    const mark = typeof item.checked === 'boolean' ? `${item.checked ? '[x]' : '[ ]'} ` : bullet;
    const blocks = renderBlocks(item.children, narrowed(look, widthOf(mark)));
    const body = isLoose ? toLines(blocks) : blocks.flatMap((block) => block.lines);
    return prefixed(body.length === 0 ? [''] : body, look.colors.cyan(mark), ' '.repeat(widthOf(mark)));
  });
  return isLoose ? toLines(lines.map((item) => ({ lines: item }))) : lines.flat();
}

/** Narrower columns are not read but deciphered. */
const MIN_CELL = 8;

function renderTable(table: Table, look: Look): string[] {
  const { columns, colors } = look;
  const rows = table.children;
  const count = Math.max(...rows.map(({ children }) => children.length));
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => widthOf(plain(row.children[column]?.children ?? [])))),
  );
  const widths = fitColumns(natural, columns, MIN_CELL);
  if (widths === undefined) return renderRecords(table, look);

  const drawRow = ({ children }: TableRow, paint?: Paint): string[] =>
    joinCells(
      widths.map((width, column) => wrap(spansOf(children[column]?.children ?? [], look, paint), width)),
      (line, column) => pad(line, widths[column] ?? 0, table.align?.[column] === 'right'),
      colors.dim(COLUMN_GAP),
    );
  const rule = colors.dim(tableRule(widths));
  const [header, ...body] = rows;
  return [...(header === undefined ? [] : drawRow(header, colors.bold)), rule, ...body.flatMap((row) => drawRow(row))];
}

/** A table that is too wide, row by row: `Port: 6 hours`. */
function renderRecords({ children: [header, ...rows] }: Table, look: Look): string[] {
  const names = (header?.children ?? []).map(({ children }) => plain(children));
  const records = rows.map((row) => ({
    lines: row.children.flatMap((cell, column) => {
      const spans = [{ text: `${names[column] ?? ''}: `, paint: look.colors.bold }, ...spansOf(cell.children, look)];
      return prefixed(wrap(spans, look.columns - 2), '', '  ');
    }),
  }));
  return toLines(records);
}

/** What is written within a block, in styles. Without colour the marks that carry meaning stay. */
function spansOf(nodes: readonly (PhrasingContent | RootContent)[], look: Look, paint?: Paint): Span[] {
  const { colors } = look;
  return nodes.flatMap((node): Span[] => {
    switch (node.type) {
      case 'strong':
        return spansOf(node.children, look, both(paint, colors.bold));
      case 'emphasis':
        return spansOf(node.children, look, both(paint, colors.italic));
      case 'delete':
        return colors.isColorSupported
          ? spansOf(node.children, look, both(paint, colors.strikethrough))
          : [span('~~'), ...spansOf(node.children, look, paint), span('~~')];
      case 'inlineCode':
        return [span(`\`${node.value}\``, both(paint, colors.cyan))];
      case 'break':
        return [{ text: '\n' }];
      case 'link': {
        const words = spansOf(node.children, look, both(paint, colors.underline));
        const address = printable(node.url);
        const said = plain(node.children);
        const isSaid = address === '' || said === address || `mailto:${said}` === address;
        return isSaid ? words : [...words, span(` (${address})`, colors.dim)];
      }
      case 'image':
        return [span(`[${node.alt ?? ''}] (${node.url})`, colors.dim)];
      case 'footnoteReference':
        return [span(`[${node.label ?? node.identifier}]`, paint)];
      case 'styled':
        return node.style === 'underline'
          ? spansOf(node.children, look, both(paint, colors.underline))
          : spansOf(node.children, look, paint).map((piece) => ({ ...piece, text: inScript(piece.text, node.style) }));
      case 'text':
        return [span(node.value, paint)];
      default:
        return 'children' in node ? spansOf(node.children, look, paint) : [];
    }
  });
}

/** A soft line break in Markdown is a space. Cleans again: an escape character may be written as `&#27;`. */
function span(text: string, paint?: Paint): Span {
  const line = printable(text).replaceAll('\n', ' ');
  return paint === undefined ? { text: line } : { text: line, paint };
}

/** As {@link spansOf} in words, on one line. */
function plain(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'inlineCode') return `\`${node.value}\``;
      return 'children' in node ? plain(node.children) : plainTextOf(node);
    })
    .map(printable)
    .join('')
    .replaceAll('\n', ' ');
}

function pad(line: string, columns: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, columns - widthOf(line)));
  return right ? space + line : line + space;
}

function narrowed(look: Look, by: number): Look {
  return { ...look, columns: Math.max(1, look.columns - by) };
}

function both(outer: Paint | undefined, inner: Paint): Paint {
  return outer === undefined ? inner : (text) => outer(inner(text));
}
