import { ATOM_SIGN } from './read-units.ts';

/** A piece of a text before numbers, units and dates are read. */
export interface Piece {
  readonly kind: 'word' | 'digits' | 'symbol' | 'atom';
  readonly raw: string;
  /** In the unit's `plain`. */
  readonly start: number;
  readonly end: number;
}

/** A number with its groups; a date or a time of day; `½`. The order counts: the longest first. */
const DIGITS =
  /\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}(?!\p{Nd})|\p{Nd}{1,2}:\p{Nd}{2}(?!\p{Nd})|\p{Nd}{1,3}(?:(?:[ \u00a0\u2009\u202f]{1,2}|['’])\p{Nd}{3})+(?!\p{Nd})(?:[.,]\p{Nd}+)?|\p{Nd}+(?:[.,]\p{Nd}+)*/uy;
/** Letters, and apostrophes between them. Scripts that put no space between words are compared by their characters. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}])+(?:['’ʼ](?![\p{Script=Han}])[\p{L}\p{M}]+)*/uy;
/** Signs that say something, among all that separate or decorate. */
const SYMBOL = /[\p{So}\p{Sc}\p{Sm}\p{No}%‰&@#§/\\*^_]/uy;
/** Signs that are only another way to write punctuation. */
const EMPTY_SYMBOLS = new Set(['|', '`', '~~', '¦', '´']);
const FORMULA = /[=^\\]/;
/** Within a formula every mark says something. */
const FORMULA_SIGN = /[()[\]{},.|!<>-]/y;
const MINUS = /[-−–]/;

/** @param plain of a unit */
export function piecesOf(plain: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const isFormula = FORMULA.test(plain);
  for (let at = 0; at < plain.length; ) {
    const piece = pieceAt(plain, at, isFormula);
    if (piece === undefined) {
      at += 1;
      continue;
    }
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}

function pieceAt(plain: string, at: number, isFormula: boolean): Piece | undefined {
  if (plain.charAt(at) === ATOM_SIGN) return { kind: 'atom', raw: ATOM_SIGN, start: at, end: at + 1 };
  const digits = match(DIGITS, plain, at) ?? negative(plain, at);
  if (digits !== undefined) return { kind: 'digits', raw: digits, start: at, end: at + digits.length };
  const word = match(WORD, plain, at);
  if (word !== undefined) return { kind: 'word', raw: word, start: at, end: at + word.length };
  const symbol = match(SYMBOL, plain, at) ?? (isFormula ? match(FORMULA_SIGN, plain, at) : undefined);
  if (symbol === undefined || EMPTY_SYMBOLS.has(symbol) || isBrokenMark(symbol, plain, at)) return undefined;
  return { kind: 'symbol', raw: symbol, start: at, end: at + symbol.length };
}

const MARKS: ReadonlySet<string> = new Set(['*', '_']);
const WORDLIKE = /[\p{L}\p{N}]/u;

/** A mark of Markdown that is none because of a space: `**bold **`, `#Heading`. Between two words or numbers it is a sign of its own. */
function isBrokenMark(symbol: string, plain: string, at: number): boolean {
  const [before, after] = [plain.charAt(at - 1), plain.charAt(at + symbol.length)];
  if (symbol === '#') return /^#*$/.test(plain.slice(0, at)) && !/[\p{N}\s]/u.test(after);
  if (!MARKS.has(symbol)) return false;
  const isSign = WORDLIKE.test(before) ? WORDLIKE.test(after) : before === ' ' && after === ' ';
  return !isSign;
}

/** A dash that stands before a number and behind a space takes it below zero. */
function negative(plain: string, at: number): string | undefined {
  if (!MINUS.test(plain.charAt(at)) || !/^$|[\s(]/.test(plain.charAt(at - 1))) return undefined;
  const digits = match(DIGITS, plain, at + 1);
  return digits === undefined ? undefined : `-${digits}`;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** In lower case, `ё` as `е`. */
export function keyOfWord(raw: string): string {
  return straight(raw).normalize('NFC').toLowerCase().replaceAll('ё', 'е');
}

/** With plain apostrophes, spaces and dashes. */
export function straight(raw: string): string {
  return raw
    .replaceAll(/[’ʼ‘]/g, "'")
    .replaceAll(/[ \u00a0\u2009\u202f]+/g, ' ')
    .replaceAll(/[‐-―−]/g, '-');
}
