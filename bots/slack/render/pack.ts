import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { LIMITS, lengthOf, richText, section, type Span, toElements } from './blocks.ts';
import { cutText } from './text.ts';

/** A paragraph, a point of a list or a quotation, of any length. */
export type Row =
  | { readonly kind: 'line'; readonly spans: readonly Span[] }
  | { readonly kind: 'point'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly spans: readonly Span[] };

export const line = (...spans: readonly Span[]): Row => ({ kind: 'line', spans });
export const point = (...spans: readonly Span[]): Row => ({ kind: 'point', spans });
export const quote = (...spans: readonly Span[]): Row => ({ kind: 'quote', spans });

/** Slack documents no limit for rich text; this is what it takes in a section. */
const BLOCK_CHARS = LIMITS.sectionChars;
/** No more elements in one block, so that a list of a hundred points is a few blocks. */
const BLOCK_ROWS = 40;
/** Room for the buttons and for what a decision adds. */
const PAGE_CHARS = 9000;
const PAGE_BLOCKS = 40;

/** Rich text with all of the rows, in as many blocks as they take. Nothing is left out, however long. */
export function pack(rows: readonly Row[]): readonly RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let gathered: Row[] = [];
  let chars = 0;
  const flush = (): void => {
    if (gathered.length > 0) blocks.push(richText(...toRichElements(gathered)));
    gathered = [];
    chars = 0;
  };
  for (const row of rows.flatMap(cutRow)) {
    const length = lengthOfSpans(row.spans);
    if (gathered.length >= BLOCK_ROWS || (gathered.length > 0 && chars + length > BLOCK_CHARS)) flush();
    gathered.push(row);
    chars += length;
  }
  flush();
  return blocks;
}

/** Blocks as the messages they take; one message when they fit. */
export function paginate(blocks: readonly KnownBlock[]): readonly (readonly KnownBlock[])[] {
  const pages: KnownBlock[][] = [];
  let page: KnownBlock[] = [];
  let chars = 0;
  for (const block of blocks) {
    const length = lengthOf(block);
    if (page.length >= PAGE_BLOCKS || (page.length > 0 && chars + length > PAGE_CHARS)) {
      pages.push(page);
      page = [];
      chars = 0;
    }
    page.push(block);
    chars += length;
  }
  return [...pages, page];
}

function cutRow(row: Row): readonly Row[] {
  const rows: RichTextElement[][] = [];
  let spans: RichTextElement[] = [];
  let chars = 0;
  for (const element of toElements(row.spans).flatMap(cutElement)) {
    const length = lengthOfSpans([element]);
    if (spans.length > 0 && chars + length > BLOCK_CHARS) {
      rows.push(spans);
      spans = [];
      chars = 0;
    }
    spans.push(element);
    chars += length;
  }
  return [...rows, spans].map((cut) => ({ ...row, spans: cut }));
}

function cutElement(element: RichTextElement): readonly RichTextElement[] {
  if (element.type !== 'text') return [element];
  return cutText(element.text, BLOCK_CHARS).map((text) => ({ ...element, text }));
}

function lengthOfSpans(spans: readonly Span[]): number {
  return lengthOf(richText(section(...spans)));
}

/** Lines that follow one another are one section with line breaks, points one list. */
function toRichElements(rows: readonly Row[]): RichTextBlock['elements'] {
  const elements: RichTextBlock['elements'] = [];
  let kind: Row['kind'] | undefined;
  for (const row of rows) {
    const spans = toElements(row.spans);
    const last = elements.at(-1);
    if (row.kind === 'point') {
      const item: RichTextSection = { type: 'rich_text_section', elements: spans };
      if (kind === 'point' && last?.type === 'rich_text_list') last.elements.push(item);
      else elements.push({ type: 'rich_text_list', style: 'bullet', elements: [item] });
    } else if (row.kind === 'quote') {
      elements.push({ type: 'rich_text_quote', elements: spans });
    } else if (kind === 'line' && last?.type === 'rich_text_section') {
      last.elements.push({ type: 'text', text: '\n' }, ...spans);
    } else {
      elements.push({ type: 'rich_text_section', elements: spans });
    }
    kind = row.kind;
  }
  return elements;
}
