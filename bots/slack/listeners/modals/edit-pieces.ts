import { splitSections } from '../../../../src/document/sections/split-sections.ts';
import { characterEnd, sentenceStarts, wordStarts } from '../../../../src/document/markdown/places.ts';

/** A piece of a draft, which is an input of its own. */
export interface EditPiece {
  /** Of the section that it is of; empty: it has none. */
  readonly heading: string;
  /** 1, 2, …: which part of its section it is. */
  readonly part: number;
  readonly text: string;
  /** What stands between it and the next one: white space. */
  readonly after: string;
}

/** Slack takes 3,000 characters in an input: the rest is for what is added to it. */
const PIECE_CHARS = 2000;
/** Slack takes 100 blocks in a modal. */
const MOST_PIECES = 90;

/** A draft in pieces that are each an input: by sections, a long one by its paragraphs, short ones together where there are too many. Together they are the text, to the byte. */
export function editPieces(text: string): readonly EditPiece[] {
  const sections = splitSections(text).flatMap(({ heading, text: whole }) =>
    cut(whole).map((piece, at) => ({ heading, part: at + 1, whole: piece })),
  );
  return merged(sections).map(({ whole, ...piece }) => {
    const words = whole.trimEnd();
    return { ...piece, text: words, after: whole.slice(words.length) };
  });
}

/** The draft with what was typed; an input that was left as it was is its piece to the byte, one that was emptied is gone. */
export function joinPieces(pieces: readonly EditPiece[], typed: readonly string[]): string {
  return pieces
    .map(({ text, after }, at) => {
      const now = (typed[at] ?? '').replaceAll('\r\n', '\n');
      if (now.trim() === '') return '';
      return (now.trim() === text.trim() ? text : now.trimEnd()) + after;
    })
    .join('');
}

interface Uncut {
  readonly heading: string;
  readonly part: number;
  readonly whole: string;
}

/** At empty lines, or, where a paragraph is longer than an input takes, between its sentences. */
function cut(section: string): readonly string[] {
  const pieces: string[] = [];
  for (const paragraph of section.split(/(?<=\n[ \t]*\n)(?=[^\n])/)) {
    const last = pieces.at(-1) ?? '';
    // A heading is no input of its own.
    if (last.length + paragraph.length <= PIECE_CHARS || /^(?:#{1,6} [^\n]*)?$/.test(last.trim()))
      pieces.splice(-1, 1, ...cutLong(last + paragraph));
    else pieces.push(...cutLong(paragraph));
  }
  return pieces;
}

function cutLong(paragraph: string): readonly string[] {
  const pieces: string[] = [];
  let rest = paragraph;
  while (rest.trimEnd().length > PIECE_CHARS) {
    const at = cutPoint(rest);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}

/** After a line, else a sentence, a word, or as much as there is room for. */
function cutPoint(text: string): number {
  const [sentence] = sentenceStarts(text, PIECE_CHARS);
  const [word] = wordStarts(text, PIECE_CHARS);
  const places = [text.lastIndexOf('\n', PIECE_CHARS - 1) + 1, sentence, word];
  return places.find((at) => at !== undefined && at > PIECE_CHARS / 2) ?? characterEnd(text, PIECE_CHARS);
}

function merged(pieces: readonly Uncut[]): readonly Uncut[] {
  if (pieces.length <= MOST_PIECES) return pieces;
  return pieces.reduce<readonly Uncut[]>((all, piece) => {
    const last = all.at(-1);
    return last !== undefined && last.whole.length + piece.whole.length <= PIECE_CHARS
      ? [...all.slice(0, -1), { ...last, whole: last.whole + piece.whole }]
      : [...all, piece];
  }, []);
}
