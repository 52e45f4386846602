import { findHeadings, type FoundHeading } from './find-headings.ts';

/** A piece of a Markdown text: a heading and all that stands below it, or what stands before the first one. */
export interface TextSection {
  /** As it is written, without its marks; empty where there is none. */
  readonly heading: string;
  /** 1 for `#`; 0 where there is none. */
  readonly level: number;
  /** To the byte, with the empty lines at its end. */
  readonly text: string;
}

/** Sections of an article have `##`; deeper ones belong to them, unless the text has nothing else. */
const SECTION_LEVEL = 2;

/**
 * Cuts a Markdown text at the headings of its sections: {@link joinSections} gives it back to the byte. A title that the text begins with
 * and what stands below it are one section. Takes time in proportion to the length of the text, and never fails: what has no headings is
 * one section, what is empty has none.
 */
export function splitSections(text: string): readonly TextSection[] {
  if (text === '') return [];
  const headings = findHeadings(text);
  const [first] = headings;
  const title = first?.level === 1 && isBlank(text, first) ? first : undefined;
  const others = title === undefined ? headings : headings.slice(1);
  const level = others.reduce((least, heading) => Math.min(least, heading.level), Number.POSITIVE_INFINITY);
  const cuts = others.filter((heading) => heading.level <= Math.max(SECTION_LEVEL, level));
  const [firstCut] = cuts;
  const hasOpening = title !== undefined || firstCut === undefined || !isBlank(text, firstCut);
  const opening = { start: 0, heading: title?.text ?? '', level: title?.level ?? 0 };
  const starts = [
    ...(hasOpening ? [opening] : []),
    ...cuts.map(({ start, text: heading, level: depth }, at) => ({
      start: at === 0 && !hasOpening ? 0 : start,
      heading,
      level: depth,
    })),
  ];
  return starts.map(({ start, heading, level: depth }, at) => ({
    heading,
    level: depth,
    text: text.slice(start, starts[at + 1]?.start ?? text.length),
  }));
}

/** The whole text, byte for byte. */
export function joinSections(sections: readonly { readonly text: string }[]): string {
  return sections.map(({ text }) => text).join('');
}

/** Nothing but empty lines and front matter stands before it. */
function isBlank(text: string, { start, contentFrom }: FoundHeading): boolean {
  return text.slice(contentFrom, start).trim() === '';
}
