import type { Html, Nodes, PhrasingContent, RootContent } from 'mdast';
import { lineFeedsBreak } from '../../../src/document/markdown/keep-breaks.ts';
import { blocksOfHtml, mapPhrasing } from '../../../src/document/markdown/map-html.ts';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';
import { plainTextOf } from '../../../src/document/markdown/plain-text.ts';
import { inScript } from '../../../src/document/markdown/styled.ts';
import { type Edit, applyEdits } from './edits.ts';
import { escapeMarkdown } from './text.ts';

/**
 * Rewrites what our reader sees in a text and Slack's would not, in the plainest Markdown: HTML becomes marks or its words, marks
 * beside punctuation get a hair space, a product's stars a backslash, and a line that ends where a person ended it two spaces.
 */
export function asCommonMark(source: string): string {
  const text = applyEdits(source, htmlEdits(parseMarkdown(source), source));
  const root = parseMarkdown(text);
  return applyEdits(text, markEdits(root, text, lineFeedsBreak(root)));
}

function htmlEdits(node: Nodes, source: string): readonly Edit[] {
  if (!('children' in node)) return node.type === 'html' ? [blockEdit(node, source)] : [];
  const isPhrasing = node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell';
  const holdsHtml = (part: Nodes): boolean =>
    part.type === 'html' || ('children' in part && part.children.some(holdsHtml));
  if (!isPhrasing) return node.children.flatMap((child) => htmlEdits(child, source));
  const [first] = node.children;
  const last = node.children.at(-1);
  if (first === undefined || last === undefined || !holdsHtml(node)) return [];
  const text = write(mapPhrasing(node.children), source, node.type === 'paragraph');
  return [{ start: rangeOf(first).start, end: rangeOf(last).end, text }];
}

function blockEdit(node: Html, source: string): Edit {
  const { start, end } = rangeOf(node);
  const blocks = blocksOfHtml(node).map(blockText);
  // Within a list or a quote a new block would need marks of its own.
  const isNested = start > 0 && source[start - 1] !== '\n';
  return { start, end, text: blocks.join(isNested ? ' ' : '\n\n') };
}

function blockText(block: RootContent): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.depth)} ${inlineText(block.children)}`;
    case 'paragraph':
      return inlineText(block.children);
    default:
      return '---';
  }
}

/** Words that have never been Markdown. */
function inlineText(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? escapeMarkdown(node.value) : marked(node, inlineText, ' ')))
    .join('');
}

/** What is Markdown stays as it is written. */
function write(nodes: readonly PhrasingContent[], source: string, mayBreak: boolean): string {
  return nodes
    .map((node) => {
      const { start, end } = rangeOf(node);
      const isHtml =
        source[start] === '<' && !(node.type === 'link' && source[start + 1] !== 'a') && node.type !== 'text';
      const inner = (children: readonly PhrasingContent[]): string => write(children, source, mayBreak);
      if (isHtml) return marked(node, inner, mayBreak && /^[\p{L}\s]/u.test(source.slice(end)) ? '  \n' : ' ');
      if (!('children' in node)) return source.slice(start, end);
      const [first] = node.children;
      const last = node.children.at(-1);
      if (first === undefined || last === undefined) return source.slice(start, end);
      return source.slice(start, rangeOf(first).start) + inner(node.children) + source.slice(rangeOf(last).end, end);
    })
    .join('');
}

function marked(
  node: PhrasingContent,
  inner: (nodes: readonly PhrasingContent[]) => string,
  lineBreak: string,
): string {
  switch (node.type) {
    case 'strong':
      return `**${inner(node.children)}**`;
    case 'emphasis':
      return `*${inner(node.children)}*`;
    case 'delete':
      return `~~${inner(node.children)}~~`;
    case 'styled':
      return node.style === 'underline' ? inner(node.children) : inScript(inner(node.children), node.style);
    case 'inlineCode': {
      const fence = '`'.repeat(1 + Math.max(0, ...[...node.value.matchAll(/`+/g)].map(([run]) => run.length)));
      const space = fence.length > 1 ? ' ' : '';
      return fence + space + node.value + space + fence;
    }
    case 'break':
      return lineBreak;
    case 'link':
      return `[${inner(node.children)}](<${encoded(node.url)}>)`;
    case 'image':
      return `![${escapeMarkdown(node.alt ?? '')}](<${encoded(node.url)}>)`;
    default:
      return 'children' in node ? inner(node.children) : escapeMarkdown(plainTextOf(node));
  }
}

function encoded(url: string): string {
  return url.replaceAll(/[\s<>\\]/g, (character) => encodeURIComponent(character));
}

/** The thinnest white space: what CommonMark wants between a mark and a letter when punctuation is on the other side. */
const HAIR_SPACE = '\u200a';
const PUNCTUATION = /[\p{P}\p{S}]/u;

function markEdits(node: Nodes, source: string, breaks: boolean): readonly Edit[] {
  const { start, end } = rangeOf(node);
  switch (node.type) {
    case 'text': {
      const own = source.slice(start, end);
      const escaped = own.replaceAll(/(?<=[\p{L}\p{N})])(?:\*{1,2}|~{1,2})(?=[\p{L}\p{N}(])/gu, (marks) =>
        marks.replaceAll(/./g, '\\$&'),
      );
      const text = breaks ? escaped.replaceAll(/(?<! ) *\n/g, '  \n') : escaped;
      return text === own ? [] : [{ start, end, text }];
    }
    case 'strong':
    case 'emphasis':
    case 'delete':
      return [...spaces(source, start, end), ...node.children.flatMap((child) => markEdits(child, source, breaks))];
    default:
      return 'children' in node ? node.children.flatMap((child) => markEdits(child, source, breaks)) : [];
  }
}

/** Where the runs of marks at both ends need one. */
function spaces(source: string, start: number, end: number): readonly Edit[] {
  const mark = source[start] ?? '';
  if (mark === '_') return [];
  let [from, to] = [start, end];
  while (source[from - 1] === mark) from -= 1;
  while (source[to] === mark) to += 1;
  let [innerStart, innerEnd] = [start, end];
  while (source[innerStart] === mark) innerStart += 1;
  while (source[innerEnd - 1] === mark) innerEnd -= 1;
  const isFree = (character: string | undefined): boolean =>
    character === undefined || /\s/.test(character) || PUNCTUATION.test(character);
  const needs = (inside: string | undefined, outside: string | undefined): boolean =>
    inside !== undefined && PUNCTUATION.test(inside) && !isFree(outside);
  return [
    ...(needs(source[innerStart], source[from - 1]) ? [{ start: from, end: from, text: HAIR_SPACE }] : []),
    ...(needs(source[innerEnd - 1], source[to]) ? [{ start: to, end: to, text: HAIR_SPACE }] : []),
  ];
}
