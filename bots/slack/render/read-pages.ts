import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { parseMarkdown } from '../../../src/document/markdown/parse.ts';
import { plainTextOf } from '../../../src/document/markdown/plain-text.ts';
import { joinCells, tableRule } from '../../../src/document/text-table.ts';
import { bold, header, type Span } from './blocks.ts';
import { line, pack, point, quote, type Row } from './pack.ts';
import { webAddress } from './text.ts';

/** Slack: 100 blocks in a modal, some of which are buttons. */
const MOST_BLOCKS = 90;
/** Between two paragraphs. */
const AIR = line(' ');
const STYLES = { strong: { bold: true }, emphasis: { italic: true }, delete: { strike: true } } as const;

/**
 * A page of a text for a modal, which takes no `markdown` block: the same words and marks in rich text.
 * @param markdown as from `defusedMessages`
 */
export function drawPage(markdown: string): readonly KnownBlock[] {
  const root = parseMarkdown(markdown);
  const blocks = drawRoot(root, true);
  return blocks.length <= MOST_BLOCKS ? blocks : drawRoot(root, false);
}

/** @param large headings are blocks of their own */
function drawRoot({ children }: Root, large: boolean): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let rows: Row[] = [];
  const flush = (): void => {
    blocks.push(...pack(rows));
    rows = [];
  };
  for (const node of children) {
    if (node.type === 'heading' && large) {
      flush();
      blocks.push(header(plainTextOf(node)));
      continue;
    }
    const own = rowsOf(node);
    if (rows.length > 0 && own.length > 0) rows.push(AIR);
    rows.push(...own);
  }
  flush();
  return blocks;
}

function rowsOf(node: RootContent): readonly Row[] {
  switch (node.type) {
    case 'heading':
      return [line(bold(plainTextOf(node)))];
    case 'paragraph':
      return [line(...spansOf(node.children))];
    case 'blockquote':
      return node.children.flatMap(rowsOf).map(({ spans }) => quote(...spans));
    case 'list':
      return node.children.flatMap((item, index) => {
        const [first, ...others] = item.children.flatMap(rowsOf);
        const number = node.ordered === true ? `${(node.start ?? 1) + index}. ` : '';
        const own = number === '' ? point(...(first?.spans ?? [])) : line(number, ...(first?.spans ?? []));
        return [own, ...others.map((row) => line('    ', ...(row.kind === 'point' ? ['◦ '] : []), ...row.spans))];
      });
    case 'code':
      return node.value.split('\n').map((words) => line(codeSpan(words)));
    case 'table':
      return tableLines(node).map((words) => line(codeSpan(words)));
    case 'thematicBreak':
      return [line('* * *')];
    default: {
      const words = plainTextOf(node);
      return words.trim() === '' ? [] : [line(words)];
    }
  }
}

/** In letters of one width. */
function tableLines({ children }: Table): readonly string[] {
  const [head = [], ...rows] = children.map((row) => row.children.map((cell) => plainTextOf(cell)));
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const toLines = (cells: readonly string[]): readonly string[] =>
    joinCells(
      cells.map((cell) => [cell]),
      (words, column) => words.padEnd(widths[column] ?? 0),
    );
  return [...toLines(head), tableRule(widths), ...rows.flatMap(toLines)];
}

function codeSpan(text: string): RichTextElement {
  return { type: 'text', text: text === '' ? ' ' : text, style: { code: true } };
}

interface Style {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
}

function spansOf(nodes: readonly PhrasingContent[], style: Style = {}): readonly Span[] {
  return nodes.flatMap((node): readonly Span[] => {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        return spansOf(node.children, { ...style, ...STYLES[node.type] });
      case 'inlineCode':
        return [{ type: 'text', text: node.value, style: { ...style, code: true } }];
      case 'break':
        return ['\n'];
      case 'link': {
        const address = webAddress(node.url);
        const words = plainTextOf(node);
        // Labels that lie were taken away when it was defused.
        return address === undefined
          ? spansOf(node.children, style)
          : [{ type: 'link', url: address, text: words, style }];
      }
      default:
        return [{ type: 'text', text: wordsOf(node), style }];
    }
  });
}

/** A line feed in a paragraph is a space. */
function wordsOf(node: Nodes): string {
  return plainTextOf(node).replaceAll(/\s*\n\s*/g, ' ');
}
