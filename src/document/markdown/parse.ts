import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';
import { attention } from './attention.ts';
import { withBareAddressEnds } from './bare-address.ts';
import { isDrawable } from './drawable.ts';

const markdown = unified().use(remarkParse).use(remarkGfm).use(asWritten).freeze();

/**
 * GitHub-flavoured Markdown as a tree whose positions are UTF-16 offsets into the text. Never throws: text that takes too long
 * to be read (see `isDrawable`), which only hostile text does, comes back as one paragraph.
 */
export function parseMarkdown(text: string): Root {
  return isDrawable(text) ? markdown.parse(text) : asItStands(text);
}

/** Where a node begins and ends in the text it was parsed from. */
export function rangeOf(node: Nodes): { readonly start: number; readonly end: number } {
  // The parser gives every node its place.
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** A text as one paragraph. */
export function asItStands(value: string): Root {
  const end = { line: 1, column: value.length + 1, offset: value.length };
  const position = { start: { line: 1, column: 1, offset: 0 }, end };
  const children = [{ type: 'text' as const, value, position }];
  return { type: 'root', position, children: [{ type: 'paragraph', position, children }] };
}

/** GitHub's Markdown as people and models write it. */
function asWritten(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []).map(withBareAddressEnds), attention()];
  // What looks for further bare addresses afterwards leaves the text around them without a place, where it finds one.
  const extensions = data.fromMarkdownExtensions?.flat() ?? [];
  data.fromMarkdownExtensions = extensions.map((extension) => ({ ...extension, transforms: [] }));
}
