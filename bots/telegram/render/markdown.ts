import type { FootnoteDefinition, List, PhrasingContent, RootContent, Table } from 'mdast';
import { readDocument } from '../../../src/document/document-reader.ts';
import { inScript } from '../../../src/document/markdown/styled.ts';
import { clean, isBlank } from './inert.ts';
import { isMisleading } from '../../../src/document/misleading-link.ts';
import { toHref } from './link.ts';
import { createTextMemory } from '../../../src/lib/text-memory.ts';
import { type Block, type Marks, type Span, span, textOf } from './rich-text.ts';
import { alignTable } from './table.ts';

/** Where a block stands. */
interface Place {
  /** Space before every line, one step for each list around it. */
  readonly indent: string;
  /** How many lists are around it. */
  readonly depth: number;
  readonly marks: Marks;
}

/** About as wide as a bullet and its space. */
const STEP = '    ';
const BULLETS = ['•', '◦', '▪'];

/** What a phone shows in one monospaced line; in a quote, less. */
const COLUMNS = 40;
const COLUMNS_IN_QUOTE = 32;

/** `collapsed`: the whole of it in a quote that opens when it is tapped; quotes in it are set in italics, since Telegram knows none within another. */
export type MarkdownLook = 'open' | 'collapsed';

const remembered = createTextMemory<readonly Block[]>();

/** Markdown as Telegram can show it. Links that lie, or lead to nothing that Telegram opens, show their address. */
export function renderMarkdown(markdown: string, look: MarkdownLook = 'open'): readonly Block[] {
  const key = `${look} ${markdown}`;
  const blocks = remembered.get(key) ?? render(clean(markdown), look);
  remembered.set(key, blocks);
  return blocks;
}

function render(text: string, look: MarkdownLook): readonly Block[] {
  const marks: Marks = look === 'collapsed' ? { quote: { expandable: true } } : {};
  return renderBlocks(readDocument(text).root.children, { indent: '', depth: 0, marks });
}

function renderBlocks(nodes: readonly RootContent[], place: Place): readonly Block[] {
  const blocks: Block[] = [];
  for (const node of nodes) {
    const [first, ...rest] = renderBlock(node, place);
    if (first === undefined) continue;
    // A heading stands right above what it announces.
    const isAnnounced = blocks.at(-1)?.keepWithNext === true && first.keepWithNext !== true;
    blocks.push(isAnnounced ? { ...first, tight: true } : first, ...rest);
  }
  return blocks;
}

function renderBlock(node: RootContent, place: Place): readonly Block[] {
  const { marks } = place;
  switch (node.type) {
    case 'heading':
      return paragraph(inline(node.children, { ...marks, ...headingMarks(node.depth) }, place), place, true);
    case 'paragraph':
      return paragraph(inline(node.children, marks, place), place);
    case 'blockquote':
      return renderBlocks(node.children, {
        ...place,
        marks: marks.quote === undefined ? { ...marks, quote: { expandable: false } } : { ...marks, italic: true },
      });
    case 'list':
      return renderList(node, place);
    case 'code':
      return isBlank(node.value) ? [] : [{ spans: [span(node.value, { ...marks, pre: languageOf(node.lang) })] }];
    case 'table':
      return renderTable(node, place);
    case 'thematicBreak':
      return paragraph([span('———', marks)], place);
    case 'footnoteDefinition':
      return renderFootnote(node, place);
    case 'definition':
    case 'yaml':
      return [];
    case 'listItem':
      return renderBlocks(node.children, place);
    case 'tableRow':
    case 'tableCell':
      return renderBlocks(node.children, place);
    default:
      // Text that stands directly in the document, without a paragraph around it.
      return paragraph(inline([node], marks, place), place);
  }
}

/** Telegram has one size of letters. */
function headingMarks(depth: number): Marks {
  if (depth === 1) return { bold: true, underline: true };
  return depth === 2 ? { bold: true } : { bold: true, italic: true };
}

/** Telegram shows it above the code and picks the colours by it. */
function languageOf(lang: string | null | undefined): NonNullable<Marks['pre']> {
  return lang !== null && lang !== undefined && /^[\w+#.-]{1,32}$/.test(lang) ? { language: lang } : {};
}

/** Lines, each as far in as its place. */
function paragraph(spans: readonly Span[], { indent, marks }: Place, keepWithNext?: true): readonly Block[] {
  if (isBlank(textOf(spans))) return [];
  const indented = spans.map((piece) => ({ ...piece, text: piece.text.replaceAll('\n', `\n${indent}`) }));
  const start = indent === '' ? [] : [span(indent, quoteOnly(marks))];
  return [{ spans: [...start, ...indented], ...(keepWithNext && { keepWithNext }) }];
}

function quoteOnly({ quote }: Marks): Marks {
  return quote === undefined ? {} : { quote };
}

function renderList(list: List, place: Place): readonly Block[] {
  const inner = { ...place, indent: place.indent + STEP, depth: place.depth + 1 };
  return list.children.flatMap((item, index) => {
    const number = (list.start ?? 1) + index;
    const bullet = list.ordered === true ? `${number}.` : (BULLETS[place.depth % BULLETS.length] ?? '•');
    const box = item.checked === true ? '☑' : item.checked === false ? '☐' : undefined;
    const mark = `${place.indent}${box ?? bullet} `;
    const [first, ...rest] = renderBlocks(item.children, inner);
    const opener = span(mark, quoteOnly(place.marks));
    const isText = first !== undefined && first.spans[0]?.marks.pre === undefined && item.children[0]?.type !== 'list';
    const blocks: readonly Block[] = isText
      ? [{ spans: [opener, ...withoutIndent(first.spans, inner.indent)] }, ...rest]
      : [{ spans: [opener] }, ...(first === undefined ? [] : [first]), ...rest];
    // The first block of the list keeps its distance from what is above, unless that is the item it belongs to.
    return blocks.map((block, at) =>
      index === 0 && at === 0 && place.depth === 0 ? block : { ...block, tight: true },
    );
  });
}

function withoutIndent(spans: readonly Span[], indent: string): readonly Span[] {
  return spans[0]?.text === indent ? spans.slice(1) : spans;
}

function renderFootnote(node: FootnoteDefinition, place: Place): readonly Block[] {
  const [first, ...rest] = renderBlocks(node.children, place);
  const label = span(`[${node.label ?? node.identifier}] `, quoteOnly(place.marks));
  return [{ spans: [label, ...(first?.spans ?? [])] }, ...rest];
}

/** Aligned where a phone has room for it, else row by row, each cell with the name of its column. Links follow, since code holds none. */
function renderTable(table: Table, place: Place): readonly Block[] {
  const { marks } = place;
  const cells = table.children.map((row) => row.children.map((cell) => inline(cell.children, {}, place)));
  const rows = cells.map((row) => row.map((spans) => textOf(spans).replaceAll(/\s+/g, ' ').trim()));
  const lines = alignTable({ rows, align: table.align ?? [] }, marks.quote === undefined ? COLUMNS : COLUMNS_IN_QUOTE);
  if (lines === undefined) return renderRecords(cells, place);
  if (isBlank(rows.flat().join(''))) return [];
  const links = cells.flat(2).filter((piece) => piece.marks.link !== undefined);
  return [
    { spans: [span(lines.join('\n'), { ...quoteOnly(marks), pre: {} })] },
    ...(links.length === 0
      ? []
      : [
          {
            spans: links.flatMap(({ text, marks: own }, index) => [
              span(index === 0 ? '' : ' · ', quoteOnly(marks)),
              { text: text.trim(), marks: { ...quoteOnly(marks), ...own } },
            ]),
            tight: true,
          },
        ]),
  ];
}

function renderRecords(cells: readonly (readonly (readonly Span[])[])[], { marks }: Place): readonly Block[] {
  const [header = [], ...rows] = cells;
  const within = ({ text, marks: own }: Span): Span => ({ text, marks: { ...marks, ...own } });
  const lineOf = (cell: readonly Span[], column: number): readonly Span[] => {
    const name = textOf(header[column] ?? []).trim();
    return [...(name === '' ? [] : [span(`${name}: `, { ...marks, bold: true })]), ...cell.map(within)];
  };
  if (rows.length === 0) return [{ spans: header.flatMap((cell) => [...cell.map(within), span(' ', marks)]) }];
  return rows
    .map((row) => ({
      spans: row
        .map(lineOf)
        .filter((spans) => !isBlank(textOf(spans)))
        .flatMap((spans, index) => (index === 0 ? spans : [span('\n', quoteOnly(marks)), ...spans])),
    }))
    .filter(({ spans }) => !isBlank(textOf(spans)));
}

/** What is written within a block. */
function inline(nodes: readonly (PhrasingContent | RootContent)[], marks: Marks, place: Place): readonly Span[] {
  return nodes.flatMap((node) => phrase(node, marks, place));
}

function phrase(node: PhrasingContent | RootContent, marks: Marks, place: Place): readonly Span[] {
  switch (node.type) {
    case 'text':
      // A soft line break is a space.
      return [span(node.value.replaceAll('\n', ' '), marks)];
    case 'strong':
      return inline(node.children, { ...marks, bold: true }, place);
    case 'emphasis':
      return inline(node.children, { ...marks, italic: true }, place);
    case 'delete':
      return inline(node.children, { ...marks, strikethrough: true }, place);
    case 'inlineCode':
      return [span(node.value, { ...marks, code: true })];
    case 'break':
      return [span('\n', marks)];
    case 'link':
      return link(inline(node.children, marks, place), node.url, marks);
    case 'image':
      return image(node.alt, node.url, marks);
    case 'footnoteReference':
      return [span(`[${node.label ?? node.identifier}]`, marks)];
    case 'styled':
      return node.style === 'underline'
        ? inline(node.children, { ...marks, underline: true }, place)
        : inline(node.children, marks, place).map((piece) => ({ ...piece, text: inScript(piece.text, node.style) }));
    default:
      return 'children' in node
        ? inline(node.children, marks, place)
        : 'value' in node
          ? [span(node.value, marks)]
          : [];
  }
}

/** Words that lead somewhere. Where they are, or hide, an address, the true one stands beside them. */
export function link(words: readonly Span[], address: string, marks: Marks = {}): readonly Span[] {
  const href = toHref(address);
  const said = textOf(words);
  const shown = isBlank(said) ? [span(address, marks)] : words;
  if (href === undefined) {
    const isSaid = isBlank(address) || isBlank(said) || said.trim() === address || `mailto:${said.trim()}` === address;
    return isSaid ? shown : [...shown, span(` (${address})`, marks)];
  }
  const linked = shown.map((piece) => ({ ...piece, marks: { ...piece.marks, link: href } }));
  return isMisleading(textOf(shown), href) ? [...linked, span(` (${href})`, marks)] : linked;
}

/** Pictures are not fetched: an address that a model wrote is nothing to load. */
function image(alt: string | null | undefined, address: string, marks: Marks): readonly Span[] {
  const words = alt === null || alt === undefined || isBlank(alt) ? address : alt;
  return [span('🖼 ', marks), ...link([span(words, marks)], address, marks)];
}
