import type { Nodes, PhrasingContent } from 'mdast';
import { definitionsIn, type Definitions } from '../../../document/markdown/resolve-references.ts';
import { parseMarkdown, rangeOf } from '../../../document/markdown/parse.ts';
import type { Language } from './language.ts';

/** What stands in a text for something that is no word: where a link leads, a piece of code, a note. */
export interface Atom {
  readonly kind: 'link' | 'code' | 'note' | 'html';
  readonly value: string;
}

/** What is edited or stands as a whole: a sentence, a heading, a cell of a table, a block of code. */
export interface Unit {
  readonly kind: 'sentence' | 'heading' | 'cell' | 'block';
  /** In the source, marks of emphasis included. */
  readonly start: number;
  readonly end: number;
  /** Without marks; each {@link ATOM_SIGN} stands for the next atom. Of a block: what it is. */
  readonly plain: string;
  readonly atoms: readonly Atom[];
  /** For each character of `plain`, whether it stands in quotation marks. */
  readonly quoted: readonly boolean[];
  /** Number of the paragraph, heading, cell or block that it is of. */
  readonly leaf: number;
}

export const ATOM_SIGN = '\uE0C6';
/** HTML that only formats, as Markdown's own marks do. */
const FORMAT_TAG = /^<(\/?)(?:b|strong|i|em|u)\s*>$/i;
const BREAK_TAG = /^<br\s*\/?>$/i;

/** The units of a text in order; between them is nothing but white space and marks. */
export function readUnits(source: string, language: Language): readonly Unit[] {
  const root = parseMarkdown(source);
  const definitions = definitionsIn(root);
  const units: Unit[] = [];
  let leaf = 0;
  const visit = (node: Nodes): void => {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
      case 'tableCell': {
        leaf += 1;
        const kind = node.type === 'paragraph' ? 'sentence' : node.type === 'heading' ? 'heading' : 'cell';
        units.push(...unitsOf(new Leaf(source, definitions).read(node.children), kind, leaf, language));
        return;
      }
      case 'code':
      case 'html':
      case 'definition':
      case 'yaml': {
        leaf += 1;
        units.push({ ...rangeOf(node), kind: 'block', plain: blockPlain(node), atoms: [], quoted: [], leaf });
        return;
      }
      default:
        if ('children' in node) for (const child of node.children) visit(child);
    }
  };
  visit(root);
  return units;
}

function blockPlain(node: Extract<Nodes, { readonly type: 'code' | 'html' | 'definition' | 'yaml' }>): string {
  if (node.type === 'definition') return `[${node.identifier}]: ${node.url} ${node.title ?? ''}`;
  return `${node.type}\n${node.value}`;
}

/** The words of a paragraph, and where each of its characters stands in the source. */
class Leaf {
  readonly source: string;
  readonly #definitions: Definitions;
  plain = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly atoms: { readonly at: number; readonly atom: Atom }[] = [];
  /** Where tags of HTML have been opened, and where the last of them stands until a word follows. */
  readonly #opened: number[] = [];
  #startsAt: number | undefined;
  /** From which character to which nothing may be cut: a link, what is emphasised. */
  readonly whole: { readonly from: number; readonly to: number }[] = [];

  constructor(source: string, definitions: Definitions) {
    this.source = source;
    this.#definitions = definitions;
  }

  read(nodes: readonly PhrasingContent[]): this {
    for (const node of nodes) this.#readNode(node);
    return this;
  }

  #readNode(node: PhrasingContent): void {
    const { start, end } = rangeOf(node);
    const from = this.plain.length;
    switch (node.type) {
      case 'text':
        this.#addText(node.value, start, end);
        return;
      case 'break':
        this.#add(' ', start, end);
        return;
      case 'inlineCode':
        this.#addAtom({ kind: 'code', value: node.value }, start, end);
        return;
      case 'html':
        this.#addHtml(node.value, start, end);
        return;
      case 'footnoteReference':
        this.#addAtom({ kind: 'note', value: node.identifier }, start, end);
        return;
      case 'image':
        this.#addWords(node.alt ?? '', start, end);
        this.#addAtom({ kind: 'link', value: `!${node.url} ${node.title ?? ''}` }, start, end);
        break;
      case 'imageReference':
        this.#addWords(node.alt ?? '', start, end);
        this.#addAtom({ kind: 'link', value: `!${this.#target(node.identifier)}` }, start, end);
        break;
      case 'link': {
        const [only] = node.children;
        // An address that stands for itself.
        const isBare = node.children.length === 1 && only?.type === 'text' && node.url.endsWith(only.value);
        if (!isBare) this.read(node.children);
        this.#addAtom({ kind: 'link', value: `${node.url} ${node.title ?? ''}` }, start, end);
        break;
      }
      case 'linkReference':
        this.read(node.children);
        this.#addAtom({ kind: 'link', value: this.#target(node.identifier) }, start, end);
        break;
      default:
        if ('children' in node) this.read(node.children);
    }
    if (this.plain.length === from) return;
    this.starts[from] = start;
    this.ends[this.plain.length - 1] = end;
    this.whole.push({ from, to: this.plain.length });
  }

  /** Tags belong to the words between them, which nothing cuts. */
  #addHtml(tag: string, start: number, end: number): void {
    const [, slash] = FORMAT_TAG.exec(tag) ?? [];
    if (BREAK_TAG.test(tag)) this.#add(' ', start, end);
    else if (slash === undefined) this.#addAtom({ kind: 'html', value: tag }, start, end);
    else if (slash === '') {
      this.#opened.push(this.plain.length);
      this.#startsAt ??= start;
    } else {
      const from = this.#opened.pop();
      if (from === undefined || from === this.plain.length) return;
      this.ends[this.plain.length - 1] = end;
      this.whole.push({ from, to: this.plain.length });
    }
  }

  #target(identifier: string): string {
    const definition = this.#definitions.get(identifier);
    return definition === undefined ? `[${identifier}]` : `${definition.url} ${definition.title ?? ''}`;
  }

  #add(text: string, start: number, end: number): void {
    this.plain += text;
    this.starts.push(this.#startsAt ?? start);
    this.#startsAt = undefined;
    this.ends.push(end);
  }

  #addWords(words: string, start: number, end: number): void {
    for (let index = 0; index < words.length; index += 1) this.#add(words.charAt(index), start, end);
  }

  #addAtom(atom: Atom, start: number, end: number): void {
    this.atoms.push({ at: this.plain.length, atom });
    this.#add(ATOM_SIGN, start, end);
  }

  /** What is written may be longer than what is meant: `\*`, `&amp;`, the mark of a quote that goes on in the next line. */
  #addText(value: string, start: number, end: number): void {
    let at = start;
    for (let index = 0; index < value.length; index += 1) {
      const character = value.charAt(index);
      const written = this.#skipTo(character, at, end);
      const next = this.source.charAt(written) === character ? written + 1 : this.#entityEnd(written, end);
      this.#add(character === '\n' || character === ATOM_SIGN ? ' ' : character, written, next);
      at = next;
    }
  }

  #skipTo(character: string, at: number, end: number): number {
    if (this.source.charAt(at) === character && character !== '\\') return at;
    if (this.source.charAt(at) === '\\' && this.source.charAt(at + 1) === character) return at + 1;
    if (this.source.charAt(at) === character || this.source.charAt(at) === '&') return at;
    let next = at;
    while (next < end && /[\s>]/.test(this.source.charAt(next)) && this.source.charAt(next) !== character) next += 1;
    return next < end ? next : at;
  }

  #entityEnd(at: number, end: number): number {
    const close = this.source.charAt(at) === '&' ? this.source.indexOf(';', at) : -1;
    return close < 0 || close >= end ? at : close + 1;
  }
}

function unitsOf(
  leaf: Leaf,
  kind: Exclude<Unit['kind'], 'block'>,
  number: number,
  language: Language,
): readonly Unit[] {
  const quotes = quotesIn(leaf.plain);
  const quoted = Array.from({ length: leaf.plain.length }, () => false);
  for (const { from, to } of quotes) quoted.fill(true, from, to);
  const cuts = kind === 'sentence' ? cutsIn(leaf, quotes, language) : [];
  return [0, ...cuts].flatMap((from, index): readonly Unit[] => {
    const [first, last] = trimmed(leaf.plain, from, cuts[index] ?? leaf.plain.length);
    if (first >= last) return [];
    return [
      {
        kind,
        start: leaf.starts[first] ?? 0,
        end: leaf.ends[last - 1] ?? 0,
        plain: leaf.plain.slice(first, last),
        atoms: leaf.atoms.filter(({ at }) => at >= first && at < last).map(({ atom }) => atom),
        quoted: quoted.slice(first, last),
        leaf: number,
      },
    ];
  });
}

function trimmed(text: string, from: number, to: number): readonly [number, number] {
  let [first, last] = [from, to];
  while (first < last && /\s/.test(text.charAt(first))) first += 1;
  while (last > first && /\s/.test(text.charAt(last - 1))) last -= 1;
  return [first, last];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a sentence begins: never within a link, an emphasis or a quotation, nor behind an abbreviation. */
function cutsIn(leaf: Leaf, quotes: readonly Span[], language: Language): readonly number[] {
  const segmenter = new Intl.Segmenter(language.code === '' ? undefined : language.code, { granularity: 'sentence' });
  const isForbidden = within([...leaf.whole, ...quotes.map(({ from, to }) => ({ from: from - 1, to: to + 1 }))]);
  const cuts: number[] = [];
  for (const { index } of segmenter.segment(leaf.plain))
    if (index > 0 && !isForbidden(index) && !isAbbreviated(leaf.plain, index, language)) cuts.push(index);
  return cuts;
}

/** Whether a place is inside one of the spans; asked in rising order. */
function within(spans: readonly Span[]): (at: number) => boolean {
  const sorted = spans.toSorted((one, other) => one.from - other.from);
  let next = 0;
  let reach = -1;
  return (at) => {
    for (let span = sorted[next]; span !== undefined && span.from < at; span = sorted[next]) {
      reach = Math.max(reach, span.to);
      next += 1;
    }
    return reach > at;
  };
}

const LONGEST_ABBREVIATION = 8;

function isAbbreviated(plain: string, at: number, { abbreviations, words }: Language): boolean {
  const before = plain.slice(Math.max(0, at - LONGEST_ABBREVIATION - 2), at).trimEnd();
  const word = /(?:^|[^\p{L}.])(\p{L}[\p{L}.]{0,7})\.$/u.exec(before)?.[1]?.toLowerCase();
  if (words.ordinalStop && /(?<!\d)\d{1,2}\.$/.test(before)) return true;
  return word !== undefined && (word.length === 1 || abbreviations.has(word));
}

/** Opening and closing marks; `„` may be closed by two of them. */
const CLOSED_BY: Readonly<Record<string, string>> = { '“': '”', '„': '“”', '«': '»', '‹': '›', '»': '«', '”': '”' };
const LONGEST_SINGLE_QUOTE = 200;

/** What stands in quotation marks, without them. What is never closed goes to the end. */
function quotesIn(plain: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const mark = plain.charAt(at);
    const close =
      mark === '"'
        ? plain.indexOf('"', at + 1)
        : mark === "'" || mark === '‘'
          ? singleEnd(plain, at)
          : closeOf(plain, at);
    if (close === undefined) continue;
    const to = close < 0 ? plain.length : close;
    spans.push({ from: at + 1, to });
    at = to;
  }
  return spans;
}

function closeOf(plain: string, at: number): number | undefined {
  const closing = CLOSED_BY[plain.charAt(at)];
  if (closing === undefined) return undefined;
  for (let end = at + 1; end < plain.length; end += 1) if (closing.includes(plain.charAt(end))) return end;
  return -1;
}

/** An apostrophe opens a quotation only where one ends it, too. */
function singleEnd(plain: string, at: number): number | undefined {
  const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
  if (isWord(plain.charAt(at - 1)) || !isWord(plain.charAt(at + 1))) return undefined;
  for (let end = at + 2; end < Math.min(plain.length, at + LONGEST_SINGLE_QUOTE); end += 1) {
    const isMark = plain.charAt(end) === "'" || plain.charAt(end) === '’';
    if (isMark && !isWord(plain.charAt(end + 1)) && /\S/.test(plain.charAt(end - 1))) return end;
  }
  return undefined;
}
