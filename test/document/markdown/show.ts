import type { Nodes } from 'mdast';

const MARKS: Readonly<Record<string, string>> = { strong: 'B', emphasis: 'I', delete: 'D', link: 'L' };

/** A tree in a line: `B<bold> L<words>`; `⏎` is a break, blocks are apart by `¶`. */
export function show(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll('\n', ' ');
    case 'inlineCode':
    case 'code':
      return `\`${node.value}\``;
    case 'html':
      return `HTML<${node.value}>`;
    case 'break':
      return '⏎';
    case 'image':
      return `picture<${node.alt ?? ''} ${node.url}>`;
    case 'styled':
      return `${node.style}<${node.children.map(show).join('')}>`;
    case 'root':
      return node.children.map(show).join(' ¶ ');
    case 'heading':
      return `${'#'.repeat(node.depth)} ${node.children.map(show).join('')}`;
    case 'tableRow':
      return `[${node.children.map(show).join('|')}]`;
    case 'paragraph':
    case 'tableCell':
    case 'table':
      return node.children.map(show).join('');
    default:
      return 'children' in node ? `${MARKS[node.type] ?? node.type}<${node.children.map(show).join('')}>` : node.type;
  }
}
