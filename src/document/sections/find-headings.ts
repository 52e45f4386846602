/** A heading of the text itself, not of a quotation, a list or code. */
export interface FoundHeading {
  /** Where its first line begins, in UTF-16 code units. */
  readonly start: number;
  /** 1 to 6. */
  readonly level: number;
  /** On one line, without its marks. */
  readonly text: string;
  /** Where the text begins behind its front matter. */
  readonly contentFrom: number;
}

interface Line {
  readonly start: number;
  /** Without its line ending. */
  readonly text: string;
}

/** What a line is within, until something ends it. */
type Inside =
  | { readonly kind: 'fence'; readonly mark: string; readonly length: number }
  /** Until these words stand in a line. */
  | { readonly kind: 'html'; readonly until: string }
  /** A block of HTML that an empty line ends. */
  | { readonly kind: 'html-block' };

const RAW_HTML = /^<(script|pre|style|textarea)(?=[\s>]|$)/i;
const BLOCK_HTML =
  /^<\/?(?:address|article|aside|blockquote|body|center|details|dialog|dir|div|dl|dt|dd|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)/i;
const FENCE = /^(`{3,}|~{3,})(.*)$/;
const LIST_ITEM = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const THEMATIC_BREAK = /^(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/;
const SETEXT = /^(?:=+|-+)[ \t]*$/;
const ATX = /^#{1,6}(?=[ \t]|$)/;
/** From four columns on it is code, or goes on with what was before. */
const MAX_INDENT = 3;

/** Every heading of a Markdown text, `#` and underlined ones, in order. One pass over its lines, whatever they hold. */
export function findHeadings(text: string): readonly FoundHeading[] {
  const lines = linesOf(text);
  const from = behindFrontMatter(lines);
  const contentFrom = lines[from]?.start ?? text.length;
  const headings: FoundHeading[] = [];
  let inside: Inside | undefined;
  /** A list or quotation, which goes on over indented lines. */
  let isContained = false;
  let wasBlank = true;
  let paragraph: Line[] = [];
  const add = ({ start }: Line, level: number, words: string): void => {
    headings.push({ start, level, text: words, contentFrom });
  };

  for (const line of lines.slice(from)) {
    const { indent, rest } = indentOf(line.text);
    if (inside !== undefined) {
      inside = stillInside(inside, indent, rest);
      continue;
    }
    if (rest === '') {
      paragraph = [];
      wasBlank = true;
      continue;
    }
    if (isContained && indent === 0 && (wasBlank || !goesOn(rest)) && !isContainer(rest)) isContained = false;
    wasBlank = false;
    if (indent > MAX_INDENT || (isContained && indent > 0)) continue;
    inside = openedBy(rest);
    if (inside !== undefined) {
      paragraph = [];
      continue;
    }
    const marks = ATX.exec(rest)?.[0];
    if (marks !== undefined) {
      add(line, marks.length, withoutClosingMarks(rest.slice(marks.length)));
      paragraph = [];
    } else if (paragraph.length > 0 && SETEXT.test(rest)) {
      const [first = line] = paragraph;
      add(first, rest.startsWith('=') ? 1 : 2, paragraph.map((one) => one.text.trim()).join(' '));
      paragraph = [];
    } else if (THEMATIC_BREAK.test(rest)) {
      paragraph = [];
    } else if (isContainer(rest)) {
      isContained = true;
      paragraph = [];
    } else if (!isContained) paragraph.push(line);
  }
  return headings;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { 0: ending, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ start, text: text.slice(start, index) });
    start = index + ending.length;
  }
  return start < text.length ? [...lines, { start, text: text.slice(start) }] : lines;
}

/** Number of the first line that is text. */
function behindFrontMatter(lines: readonly Line[]): number {
  if (lines[0]?.text.trimEnd() !== '---') return 0;
  const end = lines.findIndex(({ text }, at) => at > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(text));
  // Between two rules may be anything; front matter has no empty line.
  return end === -1 || lines.slice(1, end).some(({ text }) => text.trim() === '') ? 0 : end + 1;
}

function indentOf(line: string): { readonly indent: number; readonly rest: string } {
  const rest = line.trim();
  const spaces = line.length - line.trimStart().length;
  const indent = line.slice(0, spaces).includes('\t') ? MAX_INDENT + 1 : spaces;
  return { indent, rest };
}

function isContainer(rest: string): boolean {
  return rest.startsWith('>') || (LIST_ITEM.test(rest) && !THEMATIC_BREAK.test(rest));
}

/** Whether a line without indentation goes on with the paragraph of a list or quotation. */
function goesOn(rest: string): boolean {
  return !ATX.test(rest) && !FENCE.test(rest) && !THEMATIC_BREAK.test(rest);
}

function openedBy(rest: string): Inside | undefined {
  const [, marks = '', info = ''] = FENCE.exec(rest) ?? [];
  if (marks !== '' && !(marks.startsWith('`') && info.includes('`')))
    return { kind: 'fence', mark: marks.charAt(0), length: marks.length };
  if (rest.startsWith('<!--')) return rest.includes('-->') ? undefined : { kind: 'html', until: '-->' };
  const raw = RAW_HTML.exec(rest)?.[1];
  if (raw !== undefined) {
    const until = `</${raw.toLowerCase()}>`;
    return rest.toLowerCase().includes(until) ? undefined : { kind: 'html', until };
  }
  return BLOCK_HTML.test(rest) ? { kind: 'html-block' } : undefined;
}

function stillInside(inside: Inside, indent: number, rest: string): Inside | undefined {
  switch (inside.kind) {
    case 'fence': {
      const [, marks = '', info = ''] = FENCE.exec(rest) ?? [];
      const isClosed =
        indent <= MAX_INDENT && marks.startsWith(inside.mark) && marks.length >= inside.length && info.trim() === '';
      return isClosed ? undefined : inside;
    }
    case 'html':
      return rest.toLowerCase().includes(inside.until) ? undefined : inside;
    case 'html-block':
      return rest === '' ? undefined : inside;
    default:
      return inside satisfies never;
  }
}

/** `## Heading ##` */
function withoutClosingMarks(words: string): string {
  const bare = words.trim();
  let end = bare.length;
  while (bare[end - 1] === '#') end -= 1;
  const isClosed = end === 0 || bare[end - 1] === ' ' || bare[end - 1] === '\t';
  return isClosed ? bare.slice(0, end).trim() : bare;
}
