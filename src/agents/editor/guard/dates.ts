import type { Language } from './language.ts';
import { keyOfWord, type Piece } from './pieces.ts';

/** A date, and past which piece it ends. */
export interface WrittenDate {
  /** `d2024-05-01`, `d--05-01`, `d2024-05`. */
  readonly key: string;
  readonly to: number;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const DAY = /^\d{1,2}$/;
const YEAR = /^\d{4}$/;
const ORDINAL = /^(?:st|nd|rd|th|го|е|er|º|ª)$/;
const OF: ReadonlySet<string> = new Set(['of', 'de', 'del']);
/** Between the parts of a date. */
const MOST_GAP = 3;

/** The dates among the pieces of a sentence, by the piece with which each begins. */
export function readDates(
  pieces: readonly Piece[],
  plain: string,
  language: Language,
): ReadonlyMap<number, WrittenDate> {
  const dates = new Map<number, WrittenDate>();
  for (let at = 0; at < pieces.length; at += 1) {
    const date = dateAt(pieces, at, plain, language);
    if (date === undefined) continue;
    dates.set(at, date);
    at = date.to - 1;
  }
  return dates;
}

function dateAt(pieces: readonly Piece[], at: number, plain: string, language: Language): WrittenDate | undefined {
  const piece = pieces[at];
  if (piece === undefined) return undefined;
  const read = new Parts(pieces, at, plain, language);
  if (piece.kind === 'digits') {
    const [, year = '', month = '', day = ''] = ISO.exec(piece.raw) ?? [];
    if (year !== '') return dated(year, Number(month), Number(day), at + 1);
    const [, dottedDay = '', dottedMonth = '', dottedYear = ''] = DOTTED.exec(piece.raw) ?? [];
    if (dottedYear !== '') {
      read.next();
      read.skipWords();
      return dated(dottedYear, Number(dottedMonth), Number(dottedDay), read.end);
    }
  }
  const dayFirst = read.day();
  if (dayFirst !== undefined) {
    read.skipOf();
    const month = read.month();
    if (month === undefined) return undefined;
    const year = read.year();
    return dated(year, month, dayFirst, read.end);
  }
  const month = read.month();
  if (month === undefined) return undefined;
  const bare = read.year();
  if (bare !== undefined) return dated(bare, month, undefined, read.end);
  const day = read.day();
  if (day === undefined) return undefined;
  return dated(read.year(), month, day, read.end);
}

function dated(year: string | undefined, month: number, day: number | undefined, to: number): WrittenDate | undefined {
  if (month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31))) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return { key: `d${year ?? '-'}-${two(month)}${day === undefined ? '' : `-${two(day)}`}`, to };
}

/** Reads pieces one after another; what is none of what was asked for stays unread. */
class Parts {
  readonly #pieces: readonly Piece[];
  readonly #plain: string;
  readonly #language: Language;
  readonly #from: number;
  end: number;

  constructor(pieces: readonly Piece[], at: number, plain: string, language: Language) {
    this.#pieces = pieces;
    this.#plain = plain;
    this.#language = language;
    this.#from = at;
    this.end = at;
  }

  next(): void {
    this.end += 1;
  }

  /** The next piece, if nothing but space, a comma or a full stop stands before it. */
  get #near(): Piece | undefined {
    const [before, piece] = [this.#pieces[this.end - 1], this.#pieces[this.end]];
    if (piece === undefined || this.end === this.#from || before === undefined) return piece;
    const gap = this.#plain.slice(before.end, piece.start);
    return gap.length <= MOST_GAP && /^[\s\u00a0,.-]*$/.test(gap) ? piece : undefined;
  }

  day(): number | undefined {
    const piece = this.#near;
    if (piece?.kind !== 'digits' || !DAY.test(piece.raw)) return undefined;
    this.next();
    const ending = this.#near;
    if (ending?.kind === 'word' && ORDINAL.test(keyOfWord(ending.raw))) this.next();
    return Number(piece.raw);
  }

  month(): number | undefined {
    const piece = this.#near;
    const month = piece?.kind === 'word' ? this.#language.monthOf(piece.raw) : undefined;
    if (month !== undefined) this.next();
    return month;
  }

  year(): string | undefined {
    const at = this.end;
    this.skipOf();
    const piece = this.#near;
    if (piece?.kind !== 'digits' || !YEAR.test(piece.raw)) {
      this.end = at;
      return undefined;
    }
    this.next();
    this.skipWords();
    return piece.raw;
  }

  /** `1 de mayo de 2024`, `the 1st of May` */
  skipOf(): void {
    const piece = this.#near;
    if (piece?.kind === 'word' && OF.has(keyOfWord(piece.raw))) this.next();
  }

  /** Words that belong to a date and say nothing. */
  skipWords(): void {
    for (;;) {
      const piece = this.#near;
      if (piece?.kind !== 'word' || !this.#language.dateWords.has(keyOfWord(piece.raw))) return;
      this.next();
    }
  }
}
