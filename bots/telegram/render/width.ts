import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PLAIN = /^[\u0020-\u007e]*$/;

/** The visible characters of a text, each as long as a reader sees one: a family emoji is one. */
export function graphemesOf(text: string): readonly string[] {
  return PLAIN.test(text) ? [...text] : [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** How many columns a line takes in a monospaced font. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Breaks a text into lines of at most `columns`, between words where it can. Never answers no line at all. */
export function wrap(text: string, columns: number): readonly string[] {
  return wrapAnsi(text.replaceAll(/\s+/g, ' '), columns, { hard: true }).split('\n');
}
