import { parseHTML } from 'linkedom';
import mammoth from 'mammoth';
import { unpackWord } from '../../lib/unpack-word.ts';

/** What Word calls a style, and what it is. */
const STYLES = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Quote'] => blockquote > p:fresh"];
const DEEPEST_HEADING = 6;
const MARKS: Readonly<Record<string, string>> = { STRONG: '**', B: '**', EM: '*', I: '*', S: '~~', DEL: '~~' };

/**
 * A document of Word as Markdown: headings, paragraphs, lists, quotations, tables, links, and marked words. No word gets a backslash:
 * whoever wrote Markdown in Word, or cites `[e12]`, means it.
 */
export async function wordToMarkdown(bytes: Uint8Array): Promise<string> {
  const { document } = unpackWord(bytes);
  const { value } = await mammoth.convertToHtml({ buffer: document }, { styleMap: STYLES });
  const { body } = parse(`<!doctype html><html><body>${value}</body></html>`);
  const isTitled = body.querySelector('h1.title') !== null;
  return blocksOf(body, isTitled ? 1 : 0).join('\n\n');
}

/** What of the types of a browser, which are not ours, is used here. */
interface HtmlNode {
  readonly nodeName: string;
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: Iterable<HtmlNode>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): HtmlNode | null;
}

const TEXT_NODE = 3;

function parse(html: string): { readonly body: HtmlNode } {
  const read: (text: string) => unknown = parseHTML;
  return (read(html) as { readonly document: { readonly body: HtmlNode } }).document;
}

/** @param below how much lower headings are: a title is above all of them */
function blocksOf(node: HtmlNode, below: number): readonly string[] {
  return [...node.childNodes].map((child) => blockOf(child, below)).filter((block) => block.trim() !== '');
}

function blockOf(node: HtmlNode, below: number): string {
  const [, level] = /^H([1-6])$/.exec(node.nodeName) ?? [];
  if (level !== undefined) {
    const depth = node.getAttribute('class') === 'title' ? 1 : Math.min(DEEPEST_HEADING, Number(level) + below);
    const words = onOneLine(inlineOf(node));
    return words === '' ? '' : `${'#'.repeat(depth)} ${words}`;
  }
  switch (node.nodeName) {
    case 'UL':
    case 'OL':
      return listOf(node, below);
    case 'TABLE':
      return tableOf(node);
    case 'BLOCKQUOTE':
      return blocksOf(node, below).join('\n\n').replaceAll(/^/gm, '> ');
    default:
      return inlineOf(node).trim();
  }
}

function listOf(list: HtmlNode, below: number): string {
  return elementsIn(list, 'LI')
    .map((item, index) => {
      const mark = list.nodeName === 'OL' ? `${index + 1}. ` : '- ';
      const parts = [...item.childNodes];
      const isBlock = ({ nodeName }: HtmlNode): boolean => ['UL', 'OL', 'P', 'TABLE'].includes(nodeName);
      const words = parts.filter((part) => !isBlock(part)).map(spanOf);
      const blocks = parts.filter(isBlock).map((part) => blockOf(part, below));
      const inner = [words.join('').trim(), ...blocks].filter((part) => part !== '').join('\n');
      return mark + inner.replaceAll('\n', `\n${' '.repeat(mark.length)}`);
    })
    .join('\n');
}

/** The first row is its head. */
function tableOf(table: HtmlNode): string {
  const rows = rowsIn(table).map((row) =>
    [...row.childNodes]
      .filter(({ nodeName }) => nodeName === 'TD' || nodeName === 'TH')
      .map((cell) => onOneLine(blocksOf(cell, 0).join(' ')).replaceAll('|', '\\|')),
  );
  const width = Math.max(0, ...rows.map(({ length }) => length));
  const [head, ...others] = rows.map(
    (cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`,
  );
  return head === undefined ? '' : [head, `|${' --- |'.repeat(width)}`, ...others].join('\n');
}

function rowsIn(node: HtmlNode): readonly HtmlNode[] {
  return [...node.childNodes].flatMap((child) =>
    child.nodeName === 'TR' ? [child] : ['THEAD', 'TBODY'].includes(child.nodeName) ? rowsIn(child) : [],
  );
}

function elementsIn(node: HtmlNode, name: string): readonly HtmlNode[] {
  return [...node.childNodes].filter(({ nodeName }) => nodeName === name);
}

function inlineOf(node: HtmlNode): string {
  return [...node.childNodes].map(spanOf).join('');
}

function spanOf(node: HtmlNode): string {
  if (node.nodeType === TEXT_NODE) return node.textContent ?? '';
  if (node.nodeName === 'BR') return '\n';
  const inner = inlineOf(node);
  const mark = MARKS[node.nodeName];
  if (mark !== undefined) return marked(inner, mark);
  const address = node.nodeName === 'A' ? (node.getAttribute('href') ?? '') : '';
  return /^(?:https?|mailto):/i.test(address) && inner.trim() !== '' ? `[${inner}](${toTarget(address)})` : inner;
}

/** Marks stand at words, never at white space. */
function marked(inner: string, mark: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
  return words === '' ? inner : before + mark + words + mark + after;
}

function toTarget(address: string): string {
  return address
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll(/[\s<>]/g, encodeURIComponent);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
