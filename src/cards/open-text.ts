import { isDrawable } from '../document/markdown/drawable.ts';
import { outlineOf } from '../document/markdown/outline.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';

/** Of a text that is too long for where it is shown. */
export interface OpenText {
  /** Markdown: as much as makes one want to read on. */
  readonly opening: string;
  /** What follows, by its headings: plain text. */
  readonly headings: readonly string[];
  /** Headings beyond those. */
  readonly more: number;
}

const MOST_HEADINGS = 15;
const HEADING_CHARS = 120;
/** Looking for the best place to cut takes long in a long text, and the place is near the beginning. */
const LOOKED_AT = 4;

/** @param openingChars how long the opening may be, in UTF-16 units of Markdown */
export function openText(markdown: string, openingChars: number): OpenText {
  if (!isDrawable(markdown)) return { opening: markdown.slice(0, openingChars).toWellFormed(), headings: [], more: 0 };
  const { opening } = outlineOf(markdown.slice(0, openingChars * LOOKED_AT).toWellFormed(), openingChars);
  const shown = outlineOf(opening, opening.length).headings.length;
  const headings = outlineOf(markdown, markdown.length).headings.slice(shown);
  return {
    opening,
    headings: headings.slice(0, MOST_HEADINGS).map((heading) => shorten(cleanLine(heading), HEADING_CHARS)),
    more: Math.max(0, headings.length - MOST_HEADINGS),
  };
}
