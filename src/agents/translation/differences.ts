import type { Nodes, Root } from 'mdast';
import { definitionsIn } from '../../document/markdown/resolve-references.ts';
import { parseMarkdown } from '../../document/markdown/parse.ts';
import { shorten } from '../../lib/shorten.ts';
import { citationsIn, withoutCitations } from '../../protocol/citations.ts';
import { MAX_DIFFERENT_CHARS, MAX_DIFFERENT_ITEMS, type TranslationDifference } from '../../protocol/translation.ts';
import type { AnswerFault } from '../model/reading/article-faults.ts';
import { type WrittenNumber, writtenNumbers } from './written-numbers.ts';

/**
 * What a translation has otherwise than its text although it says the same in every language: how it is built, what stands in code, where
 * links lead, what is cited, and numbers. Empty when nothing is. Both are Markdown; takes time in proportion to their length.
 */
export function differencesBetween(text: string, translation: string): readonly TranslationDifference[] {
  const [own, other] = [skeletonOf(text), skeletonOf(translation)];
  const found: readonly TranslationDifference[] = [
    { kind: 'structure', ...inOrder(own.blocks, other.blocks) },
    { kind: 'code', ...without(own.code, other.code) },
    { kind: 'links', ...without(distinct(own.links), distinct(other.links)) },
    { kind: 'citations', ...without(own.citations, other.citations) },
    { kind: 'numbers', ...numbersApart(own.numbers, other.numbers) },
  ];
  return found
    .filter(({ missing, added }) => missing.length + added.length > 0)
    .map(({ kind, missing, added }) => ({ kind, missing: bounded(missing), added: bounded(added) }));
}

/** How they are told to a model: with numbers and ids of notes, and nothing else that somebody wrote. */
export function faultsOf(differences: readonly TranslationDifference[]): readonly AnswerFault[] {
  return differences.map(({ kind, missing, added }): AnswerFault => {
    const code = `differs-in-${kind}`;
    switch (kind) {
      case 'structure':
        return {
          code,
          words: `It is built otherwise than the original: missing ${listed(missing)}, added ${listed(added)}. Keep every heading with its level, every paragraph, list item, table row and quotation, in their order.`,
        };
      case 'code':
        return { code, words: 'What stands in a block of code is not as in the original. Keep it to the letter.' };
      case 'links':
        return {
          code,
          words: `Of the addresses of links and pictures ${missing.length} are missing and ${added.length} are not in the original. Keep each as it is.`,
        };
      case 'citations':
        return {
          code,
          words: `Marks of notes differ: missing ${listed(missing)}, added ${listed(added)}. Keep each as often as it stands in the original, at the same statement.`,
        };
      case 'numbers':
        return {
          code,
          words: `Numbers differ: missing ${listed(missing)}, added ${listed(added)}. Keep every number and every unit; convert nothing.`,
        };
      default:
        return kind satisfies never;
    }
  });
}

/** What of a text says the same in every language. */
interface Skeleton {
  /** `h2`, `p`, `ul3`, `table4x3`, … */
  readonly blocks: readonly string[];
  readonly code: readonly string[];
  readonly links: readonly string[];
  readonly citations: readonly string[];
  readonly numbers: readonly WrittenNumber[];
}

function skeletonOf(markdown: string): Skeleton {
  const root: Root = parseMarkdown(markdown);
  const definitions = definitionsIn(root);
  const blocks: string[] = [];
  const code: string[] = [];
  const links: string[] = [];
  const notes: string[] = [];
  const words: string[] = [];
  const link = (url: string | undefined): void => {
    // Within the text: its headings are called otherwise now.
    if (url !== undefined && url !== '' && !url.startsWith('#')) links.push(url);
  };
  const visit = (node: Nodes): void => {
    switch (node.type) {
      case 'heading':
        blocks.push(`h${node.depth}`);
        break;
      case 'paragraph':
        blocks.push('p');
        break;
      case 'list':
        blocks.push(`${node.ordered === true ? 'ol' : 'ul'}${node.children.length}`);
        break;
      case 'table':
        blocks.push(`table${node.children.length}x${node.children[0]?.children.length ?? 0}`);
        break;
      case 'blockquote':
      case 'thematicBreak':
      case 'html':
        blocks.push(node.type);
        break;
      case 'code':
        blocks.push(node.type);
        code.push(node.value);
        break;
      case 'inlineCode':
        code.push(node.value);
        break;
      case 'link':
      case 'image':
        link(node.url);
        break;
      case 'linkReference':
      case 'imageReference':
        link(definitions.get(node.identifier)?.url);
        break;
      case 'footnoteReference':
        notes.push(`^${node.identifier}`);
        break;
      case 'text':
        words.push(node.value);
        break;
      default:
        break;
    }
    if (!('children' in node)) return;
    // An address that is its own text is no words.
    if (node.type === 'link' && isBare(node.url, node.children)) return;
    node.children.forEach(visit);
    // Neither words nor numbers of two paragraphs run into one another.
    words.push(PHRASING.has(node.type) ? '' : '\n');
  };
  visit(root);
  const text = words.join('');
  return {
    blocks,
    code,
    links,
    citations: [...citationsIn(text), ...notes],
    numbers: writtenNumbers(withoutCitations(text)),
  };
}

const PHRASING: ReadonlySet<Nodes['type']> = new Set(['emphasis', 'strong', 'delete', 'link', 'linkReference']);

function isBare(url: string, children: readonly Nodes[]): boolean {
  const [only] = children;
  return children.length === 1 && only?.type === 'text' && url.endsWith(only.value);
}

interface Apart {
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

/** Each as often as it stands there. */
function without(own: readonly string[], other: readonly string[]): Apart {
  return { missing: left(own, other), added: left(other, own) };
}

function left(items: readonly string[], taken: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of taken) counts.set(one, (counts.get(one) ?? 0) + 1);
  return items.filter((one) => {
    const count = counts.get(one) ?? 0;
    counts.set(one, count - 1);
    return count <= 0;
  });
}

/** Where they are the same in another order, what stands at the first place that differs. */
function inOrder(own: readonly string[], other: readonly string[]): Apart {
  const apart = without(own, other);
  if (apart.missing.length + apart.added.length > 0) return apart;
  const at = own.findIndex((one, place) => other[place] !== one);
  return at === -1 ? apart : { missing: own.slice(at, at + 1), added: other.slice(at, at + 1) };
}

/** A small number may be a word in one of the two: it is told only where others are missing and others have come in. */
function numbersApart(own: readonly WrittenNumber[], other: readonly WrittenNumber[]): Apart {
  const missing = unknownIn(own, other);
  const added = unknownIn(other, own);
  const isSwapped = missing.length > 0 && added.length > 0;
  const told = (numbers: readonly WrittenNumber[]): readonly string[] =>
    distinct(numbers.filter(({ isSmall }) => isSwapped || !isSmall).map(({ written }) => written));
  return { missing: told(missing), added: told(added) };
}

function unknownIn(numbers: readonly WrittenNumber[], others: readonly WrittenNumber[]): readonly WrittenNumber[] {
  const known = new Set(others.flatMap(({ values }) => values));
  return numbers.filter(({ values }) => !values.some((value) => known.has(value)));
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

function bounded(items: readonly string[]): readonly string[] {
  return items.slice(0, MAX_DIFFERENT_ITEMS).map((one) => shorten(one, MAX_DIFFERENT_CHARS));
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
