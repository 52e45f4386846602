import type { Definition, Nodes, Paragraph, PhrasingContent, Root } from 'mdast';
import { plainTextOf, toPlainText } from '../markdown/plain-text.ts';

const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const HTML_BREAK = /^<br\s*\/?>$/i;
/** Word has no more. */
const MAX_LIST_LEVELS = 9;

/**
 * A document as the converter may have it; what it would fetch, leave out or take for something else is put in other words.
 * A picture becomes a link to where it is, HTML the text it is written in, a note that nothing refers to a paragraph at the end,
 * the tenth level of a list part of the ninth.
 */
export function toWordTree(root: Root): Root {
  const definitions = new Map<string, Definition>();
  const referred = new Set<string>();
  visit(root, (node) => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'footnoteReference') referred.add(node.identifier);
  });
  const notes: Paragraph[] = [];
  visit(root, (node) => {
    if (node.type === 'footnoteDefinition' && !referred.has(node.identifier)) notes.push(paragraph(plainTextOf(node)));
  });

  function rewrite(node: Nodes, isInLink: boolean, lists: number): Nodes[] {
    switch (node.type) {
      case 'text':
        return textNodes(node.value);
      case 'html':
        return HTML_BREAK.test(node.value) ? [{ type: 'break' }] : textNodes(node.value.replaceAll(HTML_COMMENT, ''));
      case 'image':
        return picture(node.alt, node.url, isInLink);
      case 'imageReference':
        return picture(node.alt, definitions.get(node.identifier)?.url ?? '', isInLink);
      case 'code':
        // Its language would be printed over it.
        return [{ ...node, lang: null }];
      case 'list':
        if (lists < MAX_LIST_LEVELS) break;
        return node.children.flatMap(({ children }) => children.flatMap((block) => rewrite(block, false, lists)));
      default:
        break;
    }
    if (!('children' in node)) return [node];
    const within = isInLink || node.type === 'link' || node.type === 'linkReference';
    const children = node.children.flatMap((child): Nodes[] => {
      const parts = rewrite(child, within, node.type === 'list' ? lists + 1 : lists);
      // HTML that stands for itself; everything else that becomes text has a paragraph around it.
      const isBlock = child.type === 'html' && HOLDS_BLOCKS.has(node.type) && parts.length > 0;
      return isBlock ? [paragraphOf(parts as PhrasingContent[])] : parts;
    });
    return [{ ...node, children } as Nodes];
  }

  const [rewritten] = rewrite(root, false, 0) as [Root];
  return { ...rewritten, children: [...rewritten.children, ...notes] };
}

const HOLDS_BLOCKS: ReadonlySet<string> = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition']);

/** Everything as plain paragraphs. */
export function toPlainTree(text: string): Root {
  return {
    type: 'root',
    children: toPlainText(text)
      .split(/\n{2,}/)
      .map(paragraph),
  };
}

function paragraph(text: string): Paragraph {
  const lines = text.split('\n').map(textNodes);
  return paragraphOf(lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'break' }, ...line])));
}

function paragraphOf(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}

/** The converter takes `C++ and C++` for underlined text, unless the signs are apart. */
function textNodes(text: string): PhrasingContent[] {
  if (text === '') return [];
  const parts = text.replaceAll('\n', ' ').split(/(?<=\+)(?=\+)/);
  return parts.map((value) => ({ type: 'text', value }));
}

function picture(alt: string | null | undefined, url: string, isInLink: boolean): PhrasingContent[] {
  const words = textNodes(alt || (isInLink || !isWebAddress(url) ? '' : url));
  return isInLink || !isWebAddress(url) ? words : [{ type: 'link', url, children: words }];
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visit(child, see);
}
