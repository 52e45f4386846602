import type { Root } from 'mdast';
import { cutMarkdown } from './cut-markdown.ts';
import { liftDefinitions } from './definitions.ts';
import { closeLastFence, trimBlankLines } from './lines.ts';
import { parseMarkdown, rangeOf } from './parse.ts';
import { plainTextOf } from './plain-text.ts';

/** What is shown of a text that is too long to be shown. */
export interface Outline {
  /** Markdown: the beginning, up to the end of a block or a sentence. The whole text when `isWhole`. */
  readonly opening: string;
  /** All headings, as plain text, but for a title that the text begins with. */
  readonly headings: readonly string[];
  /** Of the whole text, as its language counts them. */
  readonly words: number;
  readonly isWhole: boolean;
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** How often the opening may be parsed in looking for the best place to end it. */
const MOST_PARSED = 20;

/** @param openingChars how long the opening may be, in UTF-16 code units. */
export function outlineOf(text: string, openingChars: number): Outline {
  const source = closeLastFence(trimBlankLines(text.replaceAll(/\r\n?/g, '\n')));
  const isWhole = source.length <= openingChars;
  const root = parseMarkdown(source);
  const [first, ...others] = root.children;
  const isTitle = first?.type === 'heading' && first.depth === 1;
  const headings = (isTitle || first === undefined ? others : [first, ...others])
    .filter(({ type }) => type === 'heading')
    .map((heading) => plainTextOf(heading))
    .filter((heading) => heading !== '');
  const opening = isWhole ? source : openingOf(source, root, openingChars);
  return { opening, headings, words: countWords(plainTextOf(root)), isWhole };
}

function openingOf(source: string, root: Root, maxLength: number): string {
  const { context, carry } = liftDefinitions(source, ({ length }) => length <= maxLength / 2);
  const fits = (part: string): boolean => carry(trimBlankLines(part)).length <= maxLength;
  // Of the blocks that the opening cannot reach, none is looked at.
  const beyond = root.children.find((block) => rangeOf(block).start > 2 * maxLength);
  const { body } = liftDefinitions(beyond === undefined ? source : source.slice(0, rangeOf(beyond).start), () => true);
  const rest = trimBlankLines(body);
  const cut = fits(rest) ? undefined : cutMarkdown(rest, { fits, context, work: { left: MOST_PARSED * rest.length } });
  return carry(trimBlankLines(cut?.head ?? rest));
}

function countWords(text: string): number {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike === true) count += 1;
  return count;
}
