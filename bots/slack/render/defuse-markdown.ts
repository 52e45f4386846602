import type { Nodes } from 'mdast';
import { definitionsIn, type Definitions } from '../../../src/document/markdown/resolve-references.ts';
import { isDrawable } from '../../../src/document/markdown/drawable.ts';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';
import { splitMarkdown } from '../../../src/document/markdown/split-markdown.ts';
import { tidyMarkdown } from '../../../src/document/markdown/tidy.ts';
import { asCommonMark } from './as-common-mark.ts';
import { type Edit, applyEdits } from './edits.ts';
import { cleanText } from '../../../src/lib/clean-text.ts';
import { createTextMemory } from '../../../src/lib/text-memory.ts';
import { cutText, escapeMarkdown, webAddress } from './text.ts';
import { isMisleading } from '../../../src/document/misleading-link.ts';

/** What is in the way of taking text for markup becomes markup itself only a few times over. */
const MAX_PASSES = 6;

/**
 * Markdown for Slack's `markdown` block, with the same words and the same formatting, but inert: no mention of a person, group or
 * channel, no HTML, no picture from elsewhere, and no link whose label reads like another address. The source is kept but for the
 * places that matter, because a serialiser would write it in another way. What cannot be read in time comes without any formatting.
 */
export function defuseMarkdown(source: string): string {
  const known = remembered.get(source) ?? defuse(source);
  remembered.set(source, known);
  return known;
}

const remembered = createTextMemory<string>();

function defuse(source: string): string {
  const cleaned = cleanText(source);
  if (!isDrawable(cleaned)) return unformatted(cleaned);
  let text = asCommonMark(tidyMarkdown(cleaned).text);
  if (!isDrawable(text)) return unformatted(cleaned);
  // HTML that became text may hold Markdown that was none before.
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const next = defuseOnce(text);
    if (next === text) return withoutTokens(text);
    text = next;
  }
  return withoutTokens(text.replaceAll('<', '&lt;').replaceAll(/[[\]]/g, '\\$&'));
}

/** Of what is written without any formatting, as much is looked at together. */
const PIECE_CHARS = 500;

/**
 * {@link defuseMarkdown} in messages of at most so many characters. What cannot be read in time is not read to be cut, either.
 * @param maxChars at least 6,000
 */
export function defusedMessages(source: string, maxChars: number): readonly string[] {
  const cleaned = cleanText(source);
  const text = defuseMarkdown(source);
  if (isDrawable(cleaned) && isDrawable(text)) return splitMarkdown(text, maxChars);
  const messages: string[] = [];
  for (const piece of cutText(cleaned, PIECE_CHARS).map(unformatted)) {
    const last = messages.at(-1);
    const joined = last === undefined ? piece : `${last}\n${piece}`;
    if (last === undefined || joined.length > maxChars) messages.push(piece);
    else messages[messages.length - 1] = joined;
  }
  return messages.map((message) => message.trim()).filter((message) => message !== '');
}

/** Lines of one paragraph. */
const PLAIN_LINES = 50;

/** Every line as it is written. */
function unformatted(text: string): string {
  const lines = text.split('\n').map((line) => escapeMarkdown(line.trimEnd()).replaceAll(/[=.:@]/g, '\\$&'));
  return lines
    .map((line, index) => (index === 0 ? line : `${index % PLAIN_LINES === 0 ? '\n\n' : '  \n'}${line}`))
    .join('')
    .trim();
}

function defuseOnce(text: string): string {
  const root = parseMarkdown(text);
  return applyEdits(text, editsOf(root, text, definitionsIn(root)));
}

function editsOf(node: Nodes, source: string, definitions: Definitions, insideLink = false): readonly Edit[] {
  const { start, end } = rangeOf(node);
  const own = source.slice(start, end);
  const replaced = (text: string): readonly Edit[] => (text === own ? [] : [{ start, end, text }]);
  switch (node.type) {
    case 'text':
      return replaced(defuseText(own));
    case 'html':
      return replaced(own.replaceAll('<', '&lt;'));
    case 'code':
    case 'inlineCode':
      return replaced(withoutTokens(own));
    case 'link':
      if (own.startsWith('[')) return editsOfLink(node, node.url, source, definitions);
      return own.startsWith('<') ? replaced(bare(node.url)) : [];
    case 'linkReference':
      return editsOfLink(node, definitions.get(node.identifier)?.url ?? '', source, definitions);
    case 'image':
    case 'imageReference': {
      const url = node.type === 'image' ? node.url : (definitions.get(node.identifier)?.url ?? '');
      const alt = escapeMarkdown(node.alt ?? '');
      return replaced(insideLink ? alt : linkTo(url, alt, node.alt ?? ''));
    }
    case 'definition':
      // References are written out as links, so their definitions are not needed.
      return replaced('');
    default:
      return 'children' in node
        ? node.children.flatMap((child) => editsOf(child, source, definitions, insideLink))
        : [];
  }
}

/** The label stays as it is written; where it leads is written out. */
function editsOfLink(
  node: Extract<Nodes, { readonly type: 'link' | 'linkReference' }>,
  url: string,
  source: string,
  definitions: Definitions,
): readonly Edit[] {
  const { start, end } = rangeOf(node);
  const [first] = node.children;
  const last = node.children.at(-1);
  if (first === undefined || last === undefined) return [{ start, end, text: bare(url) }];
  const label = { start: rangeOf(first).start, end: rangeOf(last).end };
  const target = targetOf(url);
  const isLink = target !== undefined && !isMisleading(wordsIn(node), target);
  const before = isLink ? '[' : '';
  const after = isLink ? `](${target})` : ` (${bare(url)})`;
  return [
    ...(source.slice(start, label.start) === before ? [] : [{ start, end: label.start, text: before }]),
    ...node.children.flatMap((child) => editsOf(child, source, definitions, true)),
    ...(source.slice(label.end, end) === after ? [] : [{ start: label.end, end, text: after }]),
  ];
}

function linkTo(url: string, label: string, words: string): string {
  const target = targetOf(url);
  if (label.trim() === '') return bare(url);
  return target === undefined || isMisleading(words, target) ? `${label} (${bare(url)})` : `[${label}](${target})`;
}

/** An address as a link's target; undefined for what should be none. */
function targetOf(url: string): string | undefined {
  const address = /^mailto:[\w.+-]+@[\w.-]+$/.test(url) ? url : webAddress(url);
  if (address === undefined) return undefined;
  // An address that needs no change keeps its spelling.
  return /^https?:\/\/[\w.~:/?#@!$&',;=%+-]+$/.test(url) ? url : address.replaceAll(/[()*`[\]\\~]/g, percentEncode);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** An address as a reader sees it; Slack makes a link of it when it is one. */
function bare(url: string): string {
  return targetOf(url)?.replace(/^mailto:/, '') ?? escapeMarkdown(url);
}

function defuseText(source: string): string {
  return source.replaceAll(/\\[\s\S]|<|&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|LT|lt);?/g, (token) => {
    if (token === '<' || token === '\\<') return '&lt;';
    if (!token.startsWith('&')) return token;
    const character = decode(token);
    if (character === '<') return '&lt;';
    return cleanText(character) === character ? token : '';
  });
}

/** The character that an entity stands for. */
function decode(entity: string): string {
  const [, decimal, hexadecimal] = /^&#(?:(\d+)|[xX]([\da-fA-F]+));?$/.exec(entity) ?? [];
  if (decimal === undefined && hexadecimal === undefined) return '<';
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0x10_ff_ff ? '\u0000' : String.fromCodePoint(code);
}

/** Slack looks for mentions and links of its own kind in code as well; a zero-width space is in the way. */
function withoutTokens(text: string): string {
  return text.replaceAll(/<(?=[!@#]|[a-z][a-z0-9+.-]*:[^<>\s]*\|)/gi, '<\u200b');
}

function wordsIn(node: Nodes): string {
  if ('value' in node) return node.value;
  if ('alt' in node) return node.alt ?? '';
  return 'children' in node ? node.children.map(wordsIn).join('') : '';
}
