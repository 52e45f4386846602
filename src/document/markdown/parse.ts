import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';

const markdown = unified().use(remarkParse).use(remarkGfm).use(keepPlaces);

/** A line that opens 64 quotes and lists: 9,000 of them took the parser 26 seconds (2 cores, Node 24). */
const HOSTILE_NESTING = /^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])(?=[ \t>]|$)){64}/m;

/** Emphasis and links within each other: 6,000 of them took 110 seconds. No writer gets near it. */
const MAX_NESTING = 100;
const NESTING = /\n[ \t]*\n|[[\]]|[*_~]+/g;

/**
 * GitHub-flavoured Markdown as a tree whose positions are UTF-16 offsets into the text. Never throws: text that is nested too deep
 * to be read, which only hostile text is, comes back as one paragraph.
 */
export function parseMarkdown(text: string): Root {
  return HOSTILE_NESTING.test(text) || isNestedDeep(text) ? asItStands(text) : markdown.parse(text);
}

/** Where a node begins and ends in the text it was parsed from. */
export function rangeOf(node: Nodes): { readonly start: number; readonly end: number } {
  // The parser gives every node its place.
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** Counts what opens and has not been closed, in each run of lines. */
function isNestedDeep(text: string): boolean {
  let emphasis = 0;
  let links = 0;
  for (const { 0: mark, index } of text.matchAll(NESTING)) {
    if (mark.startsWith('\n')) emphasis = links = 0;
    else if (mark === '[') links += 1;
    else if (mark === ']') links = Math.max(0, links - 1);
    else {
      const opens = /\S/.test(text[index + mark.length] ?? ' ');
      const closes = /\S/.test(text[index - 1] ?? ' ');
      if (opens !== closes) emphasis = Math.max(0, emphasis + (opens ? 1 : -1));
    }
    if (emphasis > MAX_NESTING || links > MAX_NESTING) return true;
  }
  return false;
}

function asItStands(value: string): Root {
  const end = { line: 1, column: value.length + 1, offset: value.length };
  const position = { start: { line: 1, column: 1, offset: 0 }, end };
  const children = [{ type: 'text' as const, value, position }];
  return { type: 'root', position, children: [{ type: 'paragraph', position, children }] };
}

/** What looks for further bare addresses afterwards leaves the text around them without a place, where it finds one. */
function keepPlaces(this: Processor): void {
  const data = this.data();
  const extensions = data.fromMarkdownExtensions?.flat() ?? [];
  data.fromMarkdownExtensions = extensions.map((extension) => ({ ...extension, transforms: [] }));
}
