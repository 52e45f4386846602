import type { FootnoteDefinition, List, ListItem, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import type { Content, Inline, ListItemNode, Style, TableLayout } from 'pdfmake';
import { linkTarget } from '../link-target.ts';
import { plainTextOf } from '../markdown/plain-text.ts';
import type { Styled } from '../markdown/styled.ts';
import { isMisleading } from '../misleading-link.ts';
import { openTag, type Tag } from './tag.ts';

/** What is printed, and what it says of its own structure. */
export interface PdfBody {
  readonly content: readonly Content[];
  readonly structure: Tag;
  /** Items of lists, each with the element of its number, which the layout makes. */
  readonly items: readonly { readonly item: ListItemNode; readonly label: Tag }[];
}

/** Width of what is printed on a page, points. */
export const TEXT_WIDTH = 435;
const LINE = '#c9ccd1';
const QUIET = '#5b6068';
const LINK = '#0b57a4';
const CODE: Style = { background: '#f0f1f3', color: '#2b2f36' };
/** More columns have no room side by side. */
const MOST_COLUMNS = 8;
const STYLES = {
  underline: { decoration: 'underline' },
  superscript: { sup: true },
  subscript: { sub: true },
} as const satisfies Record<Styled['style'], Style>;

const none = (): number => 0;
const QUOTE: TableLayout = {
  hLineWidth: none,
  vLineWidth: (column) => (column === 0 ? 2 : 0),
  vLineColor: () => LINE,
  paddingLeft: () => 12,
  paddingRight: none,
  paddingTop: none,
  paddingBottom: none,
};
const BOX: TableLayout = {
  hLineWidth: none,
  vLineWidth: none,
  fillColor: () => '#f5f6f7',
  paddingLeft: () => 10,
  paddingRight: () => 10,
  paddingTop: () => 8,
  paddingBottom: () => 8,
};
const GRID: TableLayout = {
  hLineWidth: (row, { table }) => (row === 0 || row === table.body.length ? 0 : row === 1 ? 1 : 0.5),
  vLineWidth: none,
  hLineColor: () => LINE,
  paddingLeft: () => 6,
  paddingRight: () => 6,
  paddingTop: () => 4,
  paddingBottom: () => 4,
};

/**
 * Walks an article's tree, as `parseDocument` makes it. Nothing is fetched: a picture becomes a link to where it is. A link leads to the web
 * or to a mailbox, or is none; where its words hide an address, the true one stands beside them. Notes stand at the end.
 */
export function toPdfBody(root: Root): PdfBody {
  const notes = new Map<string, FootnoteDefinition>();
  const collect = (node: Nodes): void => {
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node);
    if ('children' in node) for (const child of node.children) collect(child);
  };
  collect(root);
  const numbers = new Map<string, number>();
  const structure = openTag('Document');
  const items: PdfBody['items'][number][] = [];

  function blocks(nodes: readonly RootContent[], within: Tag): Content[] {
    return nodes.flatMap((node) => block(node, within));
  }

  function block(node: RootContent, within: Tag): Content[] {
    switch (node.type) {
      case 'heading': {
        const words = plainTextOf(node);
        return [
          {
            text: tagged(inline(node.children), openTag(`H${node.depth}`, within)),
            style: `h${node.depth}`,
            headlineLevel: node.depth,
            ...(words.trim() !== '' && { outline: true, outlineText: words, outlineExpanded: true }),
          },
        ];
      }
      case 'paragraph':
        return [{ text: tagged(inline(node.children), openTag('P', within)), style: 'p' }];
      case 'blockquote':
        return [
          {
            table: {
              widths: ['*'],
              body: [[{ stack: blocks(node.children, openTag('BlockQuote', within)), color: QUIET }]],
            },
            layout: QUOTE,
            margin: [0, 2, 0, 10],
          },
        ];
      case 'list':
        return [list(node, within)];
      case 'code': {
        const code = tagged([node.value], openTag('Code', openTag('P', within)));
        return [
          {
            table: { widths: ['*'], body: [[{ text: code, fontSize: 9.5, preserveLeadingSpaces: true }]] },
            layout: BOX,
            margin: [0, 2, 0, 10],
          },
        ];
      }
      case 'table':
        return table(node, within);
      case 'thematicBreak':
        return [
          {
            canvas: [{ type: 'line', x1: 0, y1: 0, x2: TEXT_WIDTH, y2: 0, lineWidth: 0.75, lineColor: LINE }],
            margin: [0, 8, 0, 12],
          },
        ];
      case 'footnoteDefinition':
      case 'definition':
      case 'html':
      case 'yaml':
      case 'tableRow':
      case 'tableCell':
        return [];
      case 'listItem':
        return blocks(node.children, within);
      default:
        return [{ text: tagged(inline([node]), openTag('P', within)), style: 'p' }];
    }
  }

  function list({ ordered, start, children, spread }: List, within: Tag): Content {
    const tag = openTag('L', within);
    const lines = children.map((item) =>
      listItem(item, { tag, isNumbered: ordered === true, isLoose: spread === true }),
    );
    const margin = [0, 0, 0, 8] as const;
    return ordered === true ? { ol: lines, start: start ?? 1, margin } : { ul: lines, margin };
  }

  function listItem(
    { children, checked }: ListItem,
    of: { readonly tag: Tag; readonly isNumbered: boolean; readonly isLoose: boolean },
  ): Content {
    const tag = openTag('LI', of.tag);
    const label = of.isNumbered ? openTag('Lbl', tag) : undefined;
    const within = openTag('LBody', tag);
    const mark = typeof checked === 'boolean' ? [checked ? '[x] ' : '[ ] '] : [];
    const stack = children.flatMap((node, at): Content[] =>
      node.type === 'paragraph'
        ? [
            {
              text: tagged([...(at === 0 ? mark : []), ...inline(node.children)], openTag('P', within)),
              margin: [0, 0, 0, of.isLoose ? 6 : 2],
            },
          ]
        : block(node, within),
    );
    const item = { stack: stack.length === 0 ? [{ text: tagged(mark, within) }] : stack };
    if (label !== undefined) items.push({ item, label });
    return item;
  }

  function table({ children, align }: Table, within: Tag): Content[] {
    const columns = Math.max(0, ...children.map((row) => row.children.length));
    if (columns === 0) return [];
    const [header, ...rows] = children;
    if (columns > MOST_COLUMNS) {
      const names = (header?.children ?? []).map((cell) => plainTextOf(cell));
      const lines = rows.length === 0 ? children : rows;
      return lines.map((row) => ({
        text: tagged(
          [
            row.children
              .map((cell, at) => `${rows.length === 0 ? '' : `${names[at] ?? ''}: `}${plainTextOf(cell)}`)
              .join(' · '),
          ],
          openTag('P', within),
        ),
        style: 'p',
      }));
    }
    const tag = openTag('Table', within);
    const body = children.map((row, at) => {
      const line = openTag('TR', tag);
      return Array.from({ length: columns }, (_, column): Content => {
        const side = align?.[column];
        return {
          text: tagged(inline(row.children[column]?.children ?? []), openTag(at === 0 ? 'TH' : 'TD', line)),
          fontSize: 10,
          ...(at === 0 && { bold: true }),
          ...(typeof side === 'string' && { alignment: side }),
        };
      });
    });
    const widths = Array.from({ length: columns }, (_, column) =>
      isNarrow(body, column) ? ('auto' as const) : ('*' as const),
    );
    return [{ table: { headerRows: 1, keepWithHeaderRows: 1, widths, body }, layout: GRID, margin: [0, 4, 0, 12] }];
  }

  function inline(nodes: readonly PhrasingContent[], style: Style = {}, isInLink = false): Inline[] {
    return nodes.flatMap((node) => phrase(node, style, isInLink));
  }

  function phrase(node: PhrasingContent, style: Style, isInLink: boolean): Inline[] {
    switch (node.type) {
      case 'text':
        return [{ ...style, text: node.value.replaceAll('\n', ' ') }];
      case 'strong':
        return inline(node.children, { ...style, bold: true }, isInLink);
      case 'emphasis':
        return inline(node.children, { ...style, italics: true }, isInLink);
      case 'delete':
        return inline(node.children, { ...style, decoration: 'lineThrough' }, isInLink);
      case 'styled':
        return inline(node.children, { ...style, ...STYLES[node.style] }, isInLink);
      case 'inlineCode':
        return [{ ...style, ...CODE, text: node.value }];
      case 'break':
        return ['\n'];
      case 'link':
        return link(node.url, plainTextOf({ type: 'paragraph', children: node.children }), style, isInLink);
      case 'image':
        return link(node.url, node.alt ?? '', style, isInLink);
      case 'footnoteReference': {
        if (!notes.has(node.identifier)) return [{ ...style, text: `[${node.label ?? node.identifier}]` }];
        const number = numbers.get(node.identifier) ?? numbers.size + 1;
        numbers.set(node.identifier, number);
        return [{ text: String(number), sup: true, color: LINK, linkToDestination: `note-${number}` }];
      }
      default:
        // References and HTML, of which a document that was read has none.
        return [];
    }
  }

  function link(url: string, said: string, style: Style, isInLink: boolean): Inline[] {
    const target = isInLink ? undefined : linkTarget(url);
    const words = said.trim() === '' && !url.startsWith('data:') ? url : said;
    if (target === undefined) return [{ ...style, text: words }];
    const shown: Inline = { ...style, text: words, link: target, color: LINK };
    return isMisleading(said, target) ? [shown, { ...style, text: ` (${target})` }] : [shown];
  }

  const body = blocks(root.children, structure);
  const atEnd = [...numbers].map(([identifier, number]): Content => {
    const [first, ...rest] = notes.get(identifier)?.children ?? [];
    const words = first?.type === 'paragraph' ? inline(first.children) : [];
    const more = first === undefined || first.type === 'paragraph' ? rest : [first, ...rest];
    const note = openTag('Note', structure);
    const text = tagged([`${number}. `, ...words], openTag('P', note));
    return {
      stack: [{ text, id: `note-${number}`, fontSize: 9.5 }, ...blocks(more, note)],
      margin: [0, 0, 0, 4],
    };
  });
  if (atEnd.length === 0) return { content: body, structure, items };
  const rule: Content = {
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: 120, y2: 0, lineWidth: 0.75, lineColor: LINE }],
    margin: [0, 14, 0, 8],
  };
  return { content: [...body, rule, ...atEnd], structure, items };
}

/** Words, each with the element in which it is read. */
function tagged(words: readonly Inline[], tag: Tag): Inline[] {
  return words.map((word): Inline => {
    if (typeof word === 'string') return { text: word, tag };
    const { link, linkToDestination } = word;
    if (link === undefined && linkToDestination === undefined) return { ...word, tag };
    return { ...word, tag: { type: 'Link', within: tag, says: link ?? wordsOf(word.text) } };
  });
}

const NARROW_CHARS = 18;

/** A column of numbers or short words takes the room that it needs, and leaves the rest to the others. */
function isNarrow(body: readonly (readonly Content[])[], column: number): boolean {
  return body.every((row) => {
    const cell = row[column];
    return cell !== undefined && 'text' in cell && wordsOf(cell.text).length <= NARROW_CHARS;
  });
}

function wordsOf(text: string | readonly Inline[]): string {
  return typeof text === 'string'
    ? text
    : text.map((one) => (typeof one === 'string' ? one : wordsOf(one.text))).join('');
}
