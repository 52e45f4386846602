import type { Nodes, Paragraph, PhrasingContent, Root, Text } from 'mdast';
import { plainTextOf } from './plain-text.ts';

// Columns within which editors and some models break the lines of a paragraph.
const LEAST_COLUMNS = 50;
const MOST_COLUMNS = 130;
/** Fewer lines may fit a column by chance. */
const LEAST_LINES = 3;
/** Of the lines of a text that was broken at a column; a table or an address in it is of another kind. */
const MOST_OF_THEM = 0.9;

/**
 * The tree with line breaks where a person made them: in verses, addresses, lines of a chat. In Markdown a line that ends is a space,
 * because editors break long lines; so it stays in a text whose lines are all as long as they can be.
 */
export function keepBreaks(root: Root): Root {
  return lineFeedsBreak(root) ? withBreaks(root) : root;
}

/** Whether a mere line feed within a paragraph of this text is a line break. */
export function lineFeedsBreak(root: Root): boolean {
  return !isBrokenAtColumn(paragraphsIn(root));
}

function paragraphsIn(node: Nodes): Paragraph[] {
  if (node.type === 'paragraph') return [node];
  return 'children' in node ? node.children.flatMap(paragraphsIn) : [];
}

function isBrokenAtColumn(paragraphs: readonly Paragraph[]): boolean {
  const broken = paragraphs.map((node) => softLinesOf(node)).filter((lines) => lines.length > 1);
  const columns = broken.reduce((most, lines) => lines.reduce((wide, line) => Math.max(wide, line.length), most), 0);
  if (columns < LEAST_COLUMNS || columns > MOST_COLUMNS) return false;
  let count = 0;
  let full = 0;
  for (const lines of broken) {
    for (const [index, line] of lines.slice(0, -1).entries()) {
      const [word = ''] = /^\S+/.exec(lines[index + 1] ?? '') ?? [];
      count += 1;
      if (line.length + 1 + word.length > columns) full += 1;
    }
  }
  return count >= LEAST_LINES && full >= count * MOST_OF_THEM;
}

/** About as the writer saw them: an address within counts, though a reader does not see it. */
function softLinesOf(paragraph: Paragraph): string[] {
  return paragraph.children
    .map((node) => (node.type === 'text' ? node.value : node.type === 'break' ? '\n' : wordsOf(node)))
    .join('')
    .split('\n');
}

function wordsOf(node: PhrasingContent): string {
  const { start, end } = node.position ?? {};
  const isOnOneLine = start !== undefined && end !== undefined && start.line === end.line;
  if (isOnOneLine) return 'x'.repeat(Math.max(0, end.column - start.column));
  return 'children' in node
    ? node.children.map((child) => (child.type === 'text' ? child.value : wordsOf(child))).join('')
    : plainTextOf(node);
}

function withBreaks<N extends Nodes>(node: N): N {
  if (!('children' in node)) return node;
  const children = (node.children as Nodes[]).flatMap((child): Nodes[] =>
    child.type === 'text' ? split(child) : [withBreaks(child)],
  );
  return { ...node, children };
}

function split(node: Text): PhrasingContent[] {
  if (!node.value.includes('\n')) return [node];
  return node.value
    .split('\n')
    .flatMap((value, index): PhrasingContent[] => [
      ...(index === 0 ? [] : [{ type: 'break' as const }]),
      ...(value === '' ? [] : [{ ...node, value }]),
    ]);
}
