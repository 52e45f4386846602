import { placesIn } from '../../lib/quote-in-page.ts';
import type { Html, HtmlElement, HtmlNode } from './to-html.ts';

/** Words of a text to which something is said. */
export interface Passage {
  /** `c1` */
  readonly id: string;
  /** As the text has them, but for marks of emphasis, spaces and citations. */
  readonly words: string;
}

/** Within one of these words follow one another. */
const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'td', 'th', 'pre']);

/** The tree with a `span` around each passage that stands in it, in one block. Where passages overlap, one `span` names them all. */
export function markPassages(tree: Html, passages: readonly Passage[]): Html {
  if (passages.length === 0) return tree;
  return { ...tree, children: tree.children.map((node) => markedIn(node, passages)) };
}

function markedIn(node: HtmlNode, passages: readonly Passage[]): HtmlNode {
  if (node.type !== 'element') return node;
  // Of a list whose points are not apart, each point is a block of its own.
  const isBlock = BLOCKS.has(node.tagName) || (node.tagName === 'li' && !node.children.some(isBlockIn));
  if (isBlock) return markedBlock(node, passages);
  return { ...node, children: node.children.map((child) => markedIn(child, passages)) as HtmlElement['children'] };
}

function isBlockIn(node: HtmlNode): boolean {
  return node.type === 'element' && ['p', 'ul', 'ol', 'pre', 'blockquote'].includes(node.tagName);
}

function markedBlock(block: HtmlElement, passages: readonly Passage[]): HtmlElement {
  const placeOf = placesIn(wordsOf(block).replaceAll(/\s+(?=`)/g, (spaces) => '`'.repeat(spaces.length)));
  const found = passages.flatMap(({ id, words }) => {
    const place = placeOf(words);
    return place === undefined ? [] : [{ id, ...place }];
  });
  if (found.length === 0) return block;
  const cuts = [...new Set(found.flatMap(({ from, to }) => [from, to]))].toSorted((one, other) => one - other);
  let at = 0;
  const marked = (node: HtmlNode): HtmlNode[] => {
    if (node.type === 'element') {
      if (isCitation(node)) {
        at += wordsOf(node).length;
        return [node];
      }
      return [{ ...node, children: node.children.flatMap(marked) as HtmlElement['children'] }];
    }
    if (node.type !== 'text') return [node];
    const start = at;
    at += node.value.length;
    const within = cuts.filter((cut) => cut > start && cut < at);
    const edges = [start, ...within, at];
    return edges.slice(0, -1).map((from, index): HtmlNode => {
      const to = edges[index + 1] ?? at;
      const text: HtmlNode = { type: 'text', value: node.value.slice(from - start, to - start) };
      const ids = found.filter((place) => place.from <= from && place.to >= to).map(({ id }) => id);
      if (ids.length === 0) return text;
      const properties = { className: ['passage'], dataPassage: [...new Set(ids)].join(' ') };
      return { type: 'element', tagName: 'span', properties, children: [text] };
    });
  };
  return { ...block, children: block.children.flatMap(marked) as HtmlElement['children'] };
}

/** A citation, with the spaces before it, counts for nothing in the words around it: it is what folds to nothing, and as long as it is. */
function wordsOf(node: HtmlNode): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  const words = node.children.map(wordsOf).join('');
  return isCitation(node) ? '`'.repeat(words.length) : words;
}

function isCitation({ tagName, properties }: HtmlElement): boolean {
  return tagName === 'a' && String(properties['className']) === 'citation';
}
