import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { cleanText } from '../../../src/lib/clean-text.ts';

/** Colours one piece of text; gives it back as it is where there is no colour. */
export type Paint = (text: string) => string;

/** A piece of text in one style. A line break in it is a line break on the screen. */
export interface Span {
  readonly text: string;
  readonly paint?: Paint;
}

/** Text by a model or a person, made safe to print: no escape sequence or control character is left but line feeds. */
export function printable(text: string): string {
  return cleanText(stripVTControlCharacters(text)).replaceAll('\t', '  ');
}

/** As {@link printable}, on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns a text takes, painted or not. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Cuts to at most so many columns, with `…` for what is missing. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let head = '';
  let room = Math.max(0, columns - 1);
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    head += segment;
  }
  return `${head.trimEnd()}…`;
}

/** Breaks into lines of at most `columns`, between words where it can. Never answers no line at all. */
export function wrap(spans: readonly Span[] | string, columns: number): string[] {
  return wrapAnsi(painted(spans), columns, { hard: true }).split('\n');
}

/** As {@link wrap}, but where a line is full, and with every space kept: as code wants it. */
export function wrapCode(line: string, columns: number): string[] {
  return wrapAnsi(line, columns, { hard: true, wordWrap: false, trim: false }).split('\n');
}

/** Puts one prefix before the first line and another before the rest. */
export function prefixed(lines: readonly string[], first: string, rest: string = ' '.repeat(widthOf(first))): string[] {
  return lines.map((line, index) => (index === 0 ? first : rest) + line);
}

function painted(spans: readonly Span[] | string): string {
  if (typeof spans === 'string') return oneSpaced(spans);
  return spans.map(({ text, paint }) => (paint === undefined ? oneSpaced(text) : paint(oneSpaced(text)))).join('');
}

function oneSpaced(text: string): string {
  return text.replaceAll(/ {2,}/g, ' ');
}
