import type { ListItem, Nodes, Parents } from 'mdast';
import { parseMarkdown } from './parse.ts';

const HTML_COMMENT = /<!--[\s\S]*?-->/g;
const HTML_BREAK = /<br\s*\/?>/gi;

/**
 * Markdown without its marks, for notifications and for clients that show nothing else: the words of links without their addresses,
 * `•` before list items, an empty line between blocks. Other HTML than comments stays as it is written.
 */
export function toPlainText(text: string): string {
  return plainTextOf(parseMarkdown(text)).trim();
}

/** The same for one part of a document. */
export function plainTextOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll('\n', ' ');
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'html':
      return node.value.replaceAll(HTML_COMMENT, '').replaceAll(HTML_BREAK, '\n');
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'break':
      return '\n';
    case 'footnoteReference':
      return `[${node.label ?? node.identifier}]`;
    case 'footnoteDefinition':
      return `[${node.label ?? node.identifier}] ${joined(node, '\n')}`;
    case 'list':
      return node.children
        .map((item, index) => indented(item, node.ordered === true ? `${(node.start ?? 1) + index}. ` : '• '))
        .join('\n');
    case 'listItem':
      return joined(node, '\n');
    case 'table':
      return joined(node, '\n');
    case 'tableRow':
      return joined(node, ' | ');
    case 'root':
    case 'blockquote':
      return joined(node, '\n\n');
    case 'paragraph':
    case 'heading':
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
    case 'linkReference':
    case 'tableCell':
    case 'styled':
      return node.children.map(plainTextOf).join('');
    case 'definition':
    case 'thematicBreak':
    case 'yaml':
      return '';
    default:
      return node satisfies never;
  }
}

function joined(parent: Parents, separator: string): string {
  const parts = parent.children.map(plainTextOf);
  return (parent.type === 'tableRow' ? parts : parts.filter((part) => part !== '')).join(separator);
}

function indented(item: ListItem, bullet: string): string {
  const mark = item.checked === true ? '☑ ' : item.checked === false ? '☐ ' : bullet;
  return `${mark}${plainTextOf(item).replaceAll('\n', '\n  ')}`;
}
