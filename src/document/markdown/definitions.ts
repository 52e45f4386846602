import type { Nodes } from 'mdast';
import { parseMarkdown, rangeOf } from './parse.ts';

/** A document without the addresses at its foot. */
export interface LiftedDefinitions {
  readonly body: string;
  /** What a part of the body has to be read with to mean the same: all definitions. */
  readonly context: string;
  /** The part with those of the definitions that it uses, which begin `[label]: `. */
  readonly carry: (part: string) => string;
  /** The part with all that may be carried: never shorter, and quickly made. */
  readonly carryAll: (part: string) => string;
}

/**
 * Takes link definitions (`[tides]: https://…`) out of a document, so that each part of it can carry its own.
 * @param fits says of a definition whether it may be carried; one that may not leaves `[words][label]` as it is written.
 */
export function liftDefinitions(text: string, fits: (definition: string) => boolean): LiftedDefinitions {
  // Reading a long article takes a while, and most have none.
  if (!text.includes(']:')) return { body: text, context: '', carry: (part) => part, carryAll: (part) => part };
  const found: { readonly identifier: string; readonly source: string }[] = [];
  const footnotes: string[] = [];
  let body = '';
  let end = 0;
  const root = parseMarkdown(text);
  for (const block of root.children) {
    if (block.type !== 'definition') continue;
    body += text.slice(end, rangeOf(block).start);
    ({ end } = rangeOf(block));
  }
  body += text.slice(end);
  visit(root, (node) => {
    const { start, end: nodeEnd } = rangeOf(node);
    const source = text.slice(start, nodeEnd);
    if (node.type === 'definition' && !source.includes('\n')) found.push({ identifier: node.identifier, source });
    if (node.type === 'footnoteDefinition') footnotes.push(`[^${node.label ?? node.identifier}]: …`);
  });
  const definitions = found.filter(({ source }) => fits(source));
  const context = ['', '', ...found.map(({ source }) => source), '', ...footnotes].join('\n').trimEnd();

  const carry = (part: string): string => {
    const folded = fold(part);
    if (!definitions.some(({ identifier }) => folded.includes(firstWord(identifier)))) return part;
    const used = new Set<string>();
    visit(parseMarkdown(`${part}${context}`), (node) => {
      if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier);
    });
    const carried = new Map<string, string>();
    for (const { identifier, source } of definitions) {
      if (used.has(identifier) && !carried.has(identifier) && !part.includes(source)) carried.set(identifier, source);
    }
    return carried.size === 0 ? part : `${part}\n\n${[...carried.values()].join('\n')}`;
  };
  const all = definitions.map(({ source }) => `\n\n${source}`).join('');
  return { body, context, carry, carryAll: (part) => part + all };
}

/** White space within a label may be of any kind. */
function firstWord(identifier: string): string {
  return fold(identifier).split(' ')[0] ?? '';
}

/** As Markdown compares labels. */
function fold(text: string): string {
  return text.toLowerCase().toUpperCase();
}

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visit(child, see);
}
