import type { InputRichBlock, InputRichBlockListItem, RichText } from '@grammyjs/types';
import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import type { Card, Span } from '../../../src/cards/card.ts';
import { SYMBOLS } from '../../../src/cards/symbols.ts';
import { readDocument } from '../../../src/document/document-reader.ts';
import { clean, isBlank } from './inert.ts';
import { isMisleading } from '../../../src/document/misleading-link.ts';
import { toHref } from './link.ts';
import { dateTimeOf } from './rich-text.ts';

/** A block of a rich message without media of its own. */
export type RichBlock = InputRichBlock<never>;

/** https://core.telegram.org/bots/api#inputrichmessage: limits of a rich message. */
const MAX_CHARS = 32_768;
const MAX_BLOCKS = 500;
const MAX_DEPTH = 16;
const MAX_COLUMNS = 20;

/**
 * A card with its text as one rich message, as blocks: in Markdown or HTML, what a model wrote could mention people, load pictures
 * from anywhere and format outside its own text. Undefined when it is more than a rich message takes.
 */
export function renderRichText({ mark, title = '', parts, text }: Card): readonly RichBlock[] | undefined {
  const { root } = readDocument(clean(text?.markdown ?? ''));
  const emoji = mark === undefined ? '' : `${SYMBOLS[mark].emoji} `;
  const rows = parts.flatMap((part) => (part.kind === 'rows' ? part.rows : []));
  const blocks: readonly RichBlock[] = [
    { type: 'paragraph', text: { type: 'bold', text: clean(`${emoji}${title}`) } },
    ...rows.map((row): RichBlock => ({ type: 'paragraph', text: row.spans.map(toRichText) })),
    ...renderBlocks(root.children),
  ];
  return isWithinLimits(blocks) ? blocks : undefined;
}

const RICH_LOOKS = { bold: 'bold', italic: 'italic', code: 'code', struck: 'strikethrough', added: 'bold' } as const;

function toRichText(span: Span): RichText {
  if (typeof span === 'string') return clean(span);
  if ('at' in span) return { ...dateTimeOf(span), text: clean(span.text) };
  return 'look' in span ? { type: RICH_LOOKS[span.look], text: clean(span.text) } : clean(span.text);
}

function renderBlocks(nodes: readonly RootContent[]): RichBlock[] {
  return nodes.flatMap((node) => renderBlock(node));
}

function renderBlock(node: RootContent): RichBlock[] {
  switch (node.type) {
    case 'heading':
      return isEmpty(inline(node.children)) ? [] : [{ type: 'heading', text: inline(node.children), size: node.depth }];
    case 'paragraph':
      return isEmpty(inline(node.children)) ? [] : [{ type: 'paragraph', text: inline(node.children) }];
    case 'blockquote': {
      const blocks = renderBlocks(node.children);
      return blocks.length === 0 ? [] : [{ type: 'blockquote', blocks }];
    }
    case 'list': {
      const items = itemsOf(node);
      return items.length === 0 ? [] : [{ type: 'list', items }];
    }
    case 'code': {
      const isName = typeof node.lang === 'string' && /^[\w+#.-]{1,32}$/.test(node.lang);
      return isBlank(node.value)
        ? []
        : [{ type: 'pre', text: clean(node.value), ...(isName && { language: node.lang ?? '' }) }];
    }
    case 'table':
      return [tableOf(node)];
    case 'thematicBreak':
      return [{ type: 'divider' }];
    case 'footnoteDefinition': {
      const [first, ...rest] = renderBlocks(node.children);
      const label = `[${clean(node.label ?? node.identifier)}] `;
      return first?.type === 'paragraph'
        ? [{ ...first, text: [label, first.text] }, ...rest]
        : [{ type: 'paragraph', text: label }, ...(first === undefined ? [] : [first]), ...rest];
    }
    default:
      return [];
  }
}

function itemsOf(list: List): InputRichBlockListItem<never>[] {
  return list.children.flatMap((item, index) => {
    const blocks = renderBlocks(item.children);
    if (blocks.length === 0) return [];
    return {
      blocks,
      ...(typeof item.checked === 'boolean' && { has_checkbox: true as const }),
      ...(item.checked === true && { is_checked: true as const }),
      ...(list.ordered === true && { value: (list.start ?? 1) + index, type: '1' as const }),
    };
  });
}

function tableOf(table: Table): RichBlock {
  return {
    type: 'table',
    is_bordered: true,
    cells: table.children.map((row, at) =>
      row.children.map((cell, column) => ({
        // Without a text a cell would be invisible, borders included.
        text: isEmpty(inline(cell.children)) ? ' ' : inline(cell.children),
        align: table.align?.[column] ?? 'left',
        valign: 'top' as const,
        ...(at === 0 && { is_header: true as const }),
      })),
    ),
  };
}

function inline(nodes: readonly PhrasingContent[]): RichText[] {
  return nodes.flatMap((node): RichText[] => {
    switch (node.type) {
      case 'text':
        return [clean(node.value.replaceAll('\n', ' '))];
      case 'strong':
        return [{ type: 'bold', text: inline(node.children) }];
      case 'emphasis':
        return [{ type: 'italic', text: inline(node.children) }];
      case 'delete':
        return [{ type: 'strikethrough', text: inline(node.children) }];
      case 'inlineCode':
        return [{ type: 'code', text: clean(node.value) }];
      case 'break':
        return ['\n'];
      case 'link':
        return link(inline(node.children), node.url);
      case 'image':
        return ['🖼 ', ...link([clean(node.alt ?? '')], node.url)];
      case 'footnoteReference':
        return [`[${clean(node.label ?? node.identifier)}]`];
      case 'styled':
        return node.style === 'underline'
          ? [{ type: 'underline', text: inline(node.children) }]
          : [{ type: node.style, text: inline(node.children) }];
      default:
        // References and HTML, of which a document that was read has none.
        return [];
    }
  });
}

/** Where the words are that of an address, or hide one, the true one stands beside them. */
function link(words: RichText[], address: string): RichText[] {
  const href = toHref(address);
  const said = plainOf(words);
  const shown = isBlank(said) ? [clean(address)] : words;
  if (href === undefined)
    return isBlank(said) || isBlank(address) || said.trim() === address ? shown : [...shown, ` (${clean(address)})`];
  const linked: RichText = { type: 'url', text: shown, url: href };
  return isMisleading(plainOf(shown), href) ? [linked, ` (${href})`] : [linked];
}

function isEmpty(words: readonly RichText[]): boolean {
  return isBlank(plainOf(words));
}

function plainOf(words: readonly RichText[]): string {
  return words
    .map((piece): string => {
      if (typeof piece === 'string') return piece;
      if (Array.isArray(piece)) return plainOf(piece);
      return 'text' in piece ? plainOf([piece.text]) : '';
    })
    .join('');
}

function isWithinLimits(blocks: readonly RichBlock[]): boolean {
  let chars = 0;
  let count = 0;
  let columns = 0;
  let deepest = 0;
  // Every part of a rich message is an object or a list, and a block whatever has a type or holds blocks.
  const visit = (part: unknown, depth: number): void => {
    if (typeof part === 'string') {
      chars += part.length;
      return;
    }
    if (Array.isArray(part)) {
      for (const one of part) visit(one, depth);
      return;
    }
    if (typeof part !== 'object' || part === null) return;
    deepest = Math.max(deepest, depth);
    count += 1;
    for (const [name, value] of Object.entries(part)) {
      if (name === 'cells' && Array.isArray(value)) {
        count += value.length;
        columns = Math.max(columns, ...value.map((row: unknown) => (Array.isArray(row) ? row.length : 0)));
      }
      if (name === 'text' || name === 'blocks' || name === 'items' || name === 'cells') visit(value, depth + 1);
    }
  };
  visit(blocks, 1);
  return chars <= MAX_CHARS && count <= MAX_BLOCKS && columns <= MAX_COLUMNS && deepest <= MAX_DEPTH;
}
