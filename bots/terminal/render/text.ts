import { stripVTControlCharacters } from 'node:util';
import { cleanText } from '../../../src/chat/clean-text.ts';

/** Colours one piece of text; gives it back as it is where there is no colour. */
export type Paint = (text: string) => string;

/** A piece of text in one style. A line break in it is a line break on the screen. */
export interface Span {
  readonly text: string;
  readonly paint?: Paint;
}

/** Text by a model or a person, made safe to print: no escape sequence or control character is left but line feeds. */
export function clean(text: string): string {
  return cleanText(stripVTControlCharacters(text)).replaceAll('\t', '  ');
}

/** As {@link clean}, on one line. */
export function cleanLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ').trim();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PLAIN = /^[\u0020-\u007e]*$/;
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** How many columns a text without escape sequences takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += INVISIBLE.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return width;
}

/** How many columns a painted line takes. */
export function paintedWidthOf(line: string): number {
  return widthOf(stripVTControlCharacters(line));
}

/** Cuts to at most so many columns, with `…` for what is missing. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `${firstColumns(text, Math.max(0, columns - 1)).head.trimEnd()}…`;
}

/** Breaks into lines of at most `columns`, between words where it can. Never answers no line at all. */
export function wrap(spans: readonly Span[] | string, columns: number): string[] {
  const lines: string[] = [];
  for (const words of paragraphsOf(typeof spans === 'string' ? [{ text: spans }] : spans)) {
    let line: Span[] = [];
    let width = 0;
    for (const word of words.flatMap((whole) => splitWord(whole, columns))) {
      const wide = widthOf(word.map(({ text }) => text).join(''));
      if (width > 0 && width + 1 + wide > columns) {
        lines.push(print(line));
        line = [];
        width = 0;
      }
      if (width > 0) {
        // A space within one style belongs to it, so that an underlined link does not come in pieces.
        const before = line.at(-1)?.paint;
        line.push({ text: ' ', ...(before !== undefined && before === word[0]?.paint ? { paint: before } : {}) });
        width += 1;
      }
      line.push(...word);
      width += wide;
    }
    lines.push(print(line));
  }
  return lines;
}

/** Puts one prefix before the first line and another before the rest. */
export function prefixed(
  lines: readonly string[],
  first: string,
  rest: string = ' '.repeat(paintedWidthOf(first)),
): string[] {
  return lines.map((line, index) => (index === 0 ? first : rest) + line);
}

type Word = readonly Span[];

/** Words by line. A word may be in several styles: `**bold**,`. */
function paragraphsOf(spans: readonly Span[]): Word[][] {
  const paragraphs: Word[][] = [[]];
  let word: Span[] = [];
  const endWord = (): void => {
    if (word.length > 0) paragraphs.at(-1)?.push(word);
    word = [];
  };
  for (const span of spans) {
    for (const [index, line] of span.text.split('\n').entries()) {
      if (index > 0) {
        endWord();
        paragraphs.push([]);
      }
      for (const piece of line.split(/( +)/)) {
        if (piece.startsWith(' ')) endWord();
        else if (piece !== '') word.push({ ...span, text: piece });
      }
    }
  }
  endWord();
  return paragraphs;
}

/** A word that is wider than the line, in pieces that fill a line each; the last one may be shorter. */
function splitWord(word: Word, columns: number): Word[] {
  if (widthOf(word.map(({ text }) => text).join('')) <= columns) return [word];
  const pieces: Span[][] = [[]];
  let room = columns;
  for (const span of word) {
    for (let rest = span.text; rest !== ''; ) {
      const { head, tail } = firstColumns(rest, room);
      // A wide character where there is half of its room.
      if (widthOf(head) > room && room < columns) {
        pieces.push([]);
        room = columns;
        continue;
      }
      pieces.at(-1)?.push({ ...span, text: head });
      room -= widthOf(head);
      rest = tail;
      if (room > 0) continue;
      pieces.push([]);
      room = columns;
    }
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** At least one grapheme, however narrow: cutting always gets on. */
function firstColumns(text: string, columns: number): { readonly head: string; readonly tail: string } {
  let width = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > columns && index > 0) return { head: text.slice(0, index), tail: text.slice(index) };
  }
  return { head: text, tail: '' };
}

function print(spans: readonly Span[]): string {
  let line = '';
  for (let index = 0; index < spans.length; ) {
    const paint = spans[index]?.paint;
    let text = '';
    for (; index < spans.length && spans[index]?.paint === paint; index += 1) text += spans[index]?.text ?? '';
    line += paint === undefined ? text : paint(text);
  }
  return line;
}
