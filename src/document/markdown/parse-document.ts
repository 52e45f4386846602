import type { Root } from 'mdast';
import { isDrawable } from './drawable.ts';
import { keepBreaks } from './keep-breaks.ts';
import { mapHtml } from './map-html.ts';
import { asItStands, parseMarkdown } from './parse.ts';
import { resolveReferences } from './resolve-references.ts';
import { tidyMarkdown } from './tidy.ts';

/** A text, read: plain data, which may cross to another thread. */
export interface ParsedDocument {
  /** Markdown as it was read: tidied, and the places in the tree are offsets into it. */
  readonly text: string;
  /**
   * Without references, definitions and HTML: links and pictures say themselves where they lead, `styled` is what Markdown has no
   * marks for, and each line break that means something is a `break`.
   */
  readonly root: Root;
  /** It could not be read in time, and the tree is one paragraph that says what was written, marks and all. */
  readonly isPlain: boolean;
}

/** Reads Markdown as people and models write it, for drawing it. Never throws. */
export function parseDocument(source: string): ParsedDocument {
  if (!isDrawable(source)) return plainDocument(source);
  const { text } = tidyMarkdown(source);
  try {
    return { text, root: keepBreaks(mapHtml(resolveReferences(parseMarkdown(text)))), isPlain: !isDrawable(text) };
  } catch (error) {
    // Nested deeper than the stack, which only hostile text is.
    if (!(error instanceof RangeError)) throw error;
    return plainDocument(source);
  }
}

/** A text of which nothing is read but its lines. */
export function plainDocument(source: string): ParsedDocument {
  const text = source.replaceAll(/\r\n?/g, '\n');
  return { text, root: keepBreaks(asItStands(text)), isPlain: true };
}
