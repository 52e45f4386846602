import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import type { Look } from './look.ts';
import { type Paint, type Span, clean, cleanLine, paintedWidthOf, prefixed, widthOf, wrap } from './text.ts';

/** One block of a document: a paragraph, a list, a table, a heading, … */
export interface Block {
  /** Painted, wrapped to the width of the look. */
  readonly lines: readonly string[];
  /** Only of a heading. */
  readonly heading?: string;
}

/** Draws Markdown for reading. Safe for any text: nothing but what it means to draw reaches the terminal. */
export function renderMarkdown(markdown: string, look: Look): readonly Block[] {
  const text = clean(markdown);
  try {
    return renderBlocks(new Lexer({ gfm: true }).lex(text), look);
  } catch (error) {
    // Nested thousands deep, which only hostile text is: shown as it stands.
    if (!(error instanceof RangeError)) throw error;
    return [{ lines: wrap(text, look.columns) }];
  }
}

/** Blocks as lines, with an empty line between any two. */
export function toLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ lines }, index) => (index === 0 ? lines : ['', ...lines]));
}

function renderBlocks(tokens: readonly Token[], look: Look): Block[] {
  return (tokens as readonly MarkedToken[])
    .map((token) => renderBlock(token, look))
    .filter(({ lines }) => lines.length > 0);
}

function renderBlock(token: MarkedToken, look: Look): Block {
  const { columns, colors } = look;
  switch (token.type) {
    case 'heading': {
      const marks = `${'#'.repeat(token.depth)} `;
      const lines = wrap(spansOf(token.tokens, look, colors.bold), columns - marks.length);
      return { lines: prefixed(lines, colors.dim(marks), ' '.repeat(marks.length)), heading: plain(token.tokens) };
    }
    case 'paragraph':
      return { lines: wrap(spansOf(token.tokens, look), columns) };
    case 'text':
      return { lines: wrap(spansOf(token.tokens ?? [token], look), columns) };
    case 'list':
      return { lines: renderList(token, look) };
    case 'blockquote': {
      const mark = colors.dim('│ ');
      return { lines: prefixed(toLines(renderBlocks(token.tokens, narrowed(look, 2))), mark, mark) };
    }
    case 'code':
      return {
        lines: token.text
          .split('\n')
          .flatMap((line) => prefixed(hardWrap(line, columns - 4), '    ', '    '))
          .map(colors.cyan),
      };
    case 'table':
      return { lines: renderTable(token, look) };
    case 'hr':
      return { lines: [colors.dim('─'.repeat(Math.min(columns, 24)))] };
    case 'html':
      return { lines: wrap(cleanLine(token.text), columns).filter((line) => line !== '') };
    default:
      return { lines: [] };
  }
}

function renderList(list: Tokens.List, look: Look): string[] {
  const lastNumber = (list.start === '' ? 0 : list.start) + list.items.length - 1;
  const lines = list.items.map((item, index) => {
    const bullet = list.ordered
      ? `${(list.start === '' ? 1 : list.start) + index}. `.padStart(String(lastNumber).length + 2)
      : '• ';
    const mark = item.task ? `${item.checked === true ? '[x]' : '[ ]'} ` : bullet;
    const blocks = renderBlocks(
      item.tokens.filter(({ type }) => type !== 'checkbox'),
      narrowed(look, widthOf(mark)),
    );
    const body = item.loose ? toLines(blocks) : blocks.flatMap((block) => block.lines);
    return prefixed(body.length === 0 ? [''] : body, look.colors.cyan(mark), ' '.repeat(widthOf(mark)));
  });
  return list.loose ? toLines(lines.map((item) => ({ lines: item }))) : lines.flat();
}

/** Between two columns: ` │ `. */
const GAP = 3;
/** Narrower columns are not read but deciphered. */
const MIN_CELL = 8;

function renderTable(table: Tokens.Table, look: Look): string[] {
  const { columns, colors } = look;
  const rows = [table.header, ...table.rows];
  const natural = table.header.map((_cell, column) =>
    Math.max(1, ...rows.map((row) => widthOf(plain(row[column]?.tokens ?? [])))),
  );
  const widths = fitColumns(natural, columns - GAP * (natural.length - 1));
  if (widths === undefined) return renderRecords(table, look);

  const drawRow = (row: readonly Tokens.TableCell[], paint?: Paint): string[] => {
    const cells = widths.map((width, column) => wrap(spansOf(row[column]?.tokens ?? [], look, paint), width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_line, index) =>
      cells
        .map((lines, column) => pad(lines[index] ?? '', widths[column] ?? 0, table.align[column] === 'right'))
        .join(colors.dim(' │ '))
        .trimEnd(),
    );
  };
  const rule = colors.dim(widths.map((width) => '─'.repeat(width)).join('─┼─'));
  return [...drawRow(table.header, colors.bold), rule, ...table.rows.flatMap((row) => drawRow(row))];
}

/** Takes from the widest column until all fit; undefined when one would get too narrow to read. */
function fitColumns(natural: readonly number[], room: number): readonly number[] | undefined {
  const widths = [...natural];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= MIN_CELL) return undefined;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** A table that is too wide, row by row: `Port: 6 hours`. */
function renderRecords(table: Tokens.Table, look: Look): string[] {
  const records = table.rows.map((row) => ({
    lines: row.flatMap((cell, column) => {
      const name = plain(table.header[column]?.tokens ?? []);
      const spans = [{ text: `${name}: `, paint: look.colors.bold }, ...spansOf(cell.tokens, look)];
      return prefixed(wrap(spans, look.columns - 2), '', '  ');
    }),
  }));
  return toLines(records);
}

/** What is written within a block, in styles. Without colour the marks that carry meaning stay. */
function spansOf(tokens: readonly Token[], look: Look, paint?: Paint): Span[] {
  const { colors } = look;
  return (tokens as readonly MarkedToken[]).flatMap((token): Span[] => {
    switch (token.type) {
      case 'strong':
        return spansOf(token.tokens, look, both(paint, colors.bold));
      case 'em':
        return spansOf(token.tokens, look, both(paint, colors.italic));
      case 'del':
        return colors.isColorSupported
          ? spansOf(token.tokens, look, both(paint, colors.strikethrough))
          : [span('~~'), ...spansOf(token.tokens, look, paint), span('~~')];
      case 'codespan':
        return [span(`\`${decode(token.text)}\``, both(paint, colors.cyan))];
      case 'br':
        return [{ text: '\n' }];
      case 'link': {
        const words = spansOf(token.tokens, look, both(paint, colors.underline));
        const address = decode(token.href);
        const said = plain(token.tokens);
        return said === address || `mailto:${said}` === address ? words : [...words, span(` (${address})`, colors.dim)];
      }
      case 'image':
        return [span(`[${decode(token.text)}] (${decode(token.href)})`, colors.dim)];
      case 'html':
        return /^<br\s*\/?>/i.test(token.text) ? [{ text: '\n' }] : [span(token.text, paint)];
      case 'text':
        return token.tokens === undefined ? [span(decode(token.text), paint)] : spansOf(token.tokens, look, paint);
      case 'escape':
        return [span(decode(token.text), paint)];
      default:
        return [span(token.raw, paint)];
    }
  });
}

/** A soft line break in Markdown is a space. */
function span(text: string, paint?: Paint): Span {
  const line = text.replaceAll('\n', ' ');
  return paint === undefined ? { text: line } : { text: line, paint };
}

function plain(tokens: readonly Token[]): string {
  return (tokens as readonly MarkedToken[])
    .map((token) => {
      if (token.type === 'br') return ' ';
      if (token.type === 'codespan') return `\`${decode(token.text)}\``;
      if ('tokens' in token && token.tokens !== undefined) return plain(token.tokens);
      return decode('text' in token ? token.text : token.raw);
    })
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  mdash: '—',
  ndash: '–',
  hellip: '…',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;
const LAST_CODE_POINT = 0x10ffff;

/** Cleans again: an escape character may be written as `&#27;`. */
function decode(text: string): string {
  const decoded = text.replaceAll(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined)
      return Object.hasOwn(ENTITIES, name.toLowerCase()) ? (ENTITIES[name.toLowerCase()] ?? whole) : whole;
    const codePoint = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return codePoint <= LAST_CODE_POINT ? String.fromCodePoint(codePoint) : whole;
  });
  return clean(decoded);
}

/** Keeps every space, as code wants it. */
function hardWrap(line: string, columns: number): string[] {
  const [head = '', ...rest] = wrap(line.replaceAll(' ', '\u00a0'), columns);
  return [head, ...rest].map((piece) => piece.replaceAll('\u00a0', ' '));
}

function pad(line: string, columns: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, columns - paintedWidthOf(line)));
  return right ? space + line : line + space;
}

function narrowed(look: Look, by: number): Look {
  return { ...look, columns: Math.max(1, look.columns - by) };
}

function both(outer: Paint | undefined, inner: Paint): Paint {
  return outer === undefined ? inner : (text) => outer(inner(text));
}
