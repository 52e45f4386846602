import { toAsciiDigits } from '../../../lib/ascii-digits.ts';
import type { Language } from './language.ts';
import { keyOfWord, type Piece } from './pieces.ts';

/** A number as it is written in a text, with its unit. */
export interface WrittenNumber {
  /** `n1500000`, `n3o` for the third: numbers of one value have one key. */
  readonly key: string;
  /** Canonical: `km`, `%`, `$`. */
  readonly unit?: string;
}

/** Which pieces it takes. */
export interface NumberSpelling {
  readonly from: number;
  /** Past the number itself, which begins behind the sign of a currency. */
  readonly numberTo: number;
  /** Past its unit. */
  readonly to: number;
}

const ENGLISH_ORDINAL = /^(?:st|nd|rd|th)$/;
const RUSSIAN_ORDINAL = /^(?:й|го|му|м|я|ю|е|х|ый|ий|ая|ой|ое|ые|ых|ым|ом|ому|ого)$/;
const DECADE = /^(?:\d{3}|[2-9])0$/;
const CURRENCIES = new Set(['$', '€', '£', '₽', '¥', '₴']);
/** Signs in which the case of a letter counts. */
const CASED = /^(?:mW|[kMGT]b)$/;
/** What stands right behind a price. */
const PRICE_SCALES: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['b', 1e9],
]);
const MOST_UNIT_PIECES = 4;
const SCALE_FROM = 1000;
const YEAR_DIGITS = 4;

/** The number that begins at a piece; undefined: none does. */
export function readNumber(
  pieces: readonly Piece[],
  at: number,
  plain: string,
  language: Language,
): (WrittenNumber & NumberSpelling) | undefined {
  const sign = pieces[at];
  const isPriced = sign?.kind === 'symbol' && CURRENCIES.has(sign.raw) && pieces[at + 1]?.kind === 'digits';
  const from = isPriced ? at + 1 : at;
  const number = readDigits(pieces, from, plain, language) ?? readWords(pieces, from, plain, language);
  if (number === undefined) return undefined;
  if (isPriced) {
    const scale = PRICE_SCALES.get(keyOfWord(pieces[number.numberTo]?.raw ?? ''));
    const isScaled = scale !== undefined && pieces[number.numberTo]?.start === pieces[number.numberTo - 1]?.end;
    const [key, numberTo] = isScaled
      ? [`n${times(number.key.slice(1), scale)}`, number.numberTo + 1]
      : [number.key, number.numberTo];
    return { key, numberTo, from, unit: sign.raw, to: numberTo };
  }
  return { ...number, from, ...readUnit(pieces, number.numberTo, plain, language, number.key) };
}

interface Found {
  readonly key: string;
  readonly numberTo: number;
}

function readDigits(pieces: readonly Piece[], at: number, plain: string, language: Language): Found | undefined {
  const piece = pieces[at];
  if (piece?.kind !== 'digits') return undefined;
  const value = canonical(piece.raw, language.words.decimalComma);
  const next = pieces[at + 1];
  if (next?.kind === 'word' && isClose(plain.slice(piece.end, next.start))) {
    const word = keyOfWord(next.raw);
    const isJoined = next.start === piece.end || plain.slice(piece.end, next.start).trim() !== '';
    if (
      isJoined &&
      (ENGLISH_ORDINAL.test(word) ||
        (RUSSIAN_ORDINAL.test(word) && word !== 'м') ||
        (word === 'м' && next.start > piece.end))
    )
      return { key: `n${value}o`, numberTo: at + 2 };
    // The 1990s are no year; 10s are seconds.
    if (word === 's' && next.start === piece.end && DECADE.test(value)) return { key: `n${value}s`, numberTo: at + 2 };
    const scale = language.numberOf(word);
    if (scale !== undefined && scale >= SCALE_FROM) return { key: `n${times(value, scale)}`, numberTo: at + 2 };
  }
  return { key: `n${value}`, numberTo: at + 1 };
}

/** `twenty-one`, `two hundred and five thousand`, `двадцать один`. */
function readWords(pieces: readonly Piece[], from: number, plain: string, language: Language): Found | undefined {
  let total = 0;
  let current: number | undefined;
  let last = Number.POSITIVE_INFINITY;
  let to = from;
  for (let at = from; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece?.kind !== 'word') break;
    const before = pieces[at - 1];
    if (at > from && before !== undefined && !isClose(plain.slice(before.end, piece.start))) break;
    const word = keyOfWord(piece.raw);
    if (at > from && current !== undefined && language.numberLinks.has(word) && last >= 100) continue;
    const value = language.numberOf(word);
    if (value === undefined) {
      const ordinal = language.ordinalOf(word);
      if (ordinal === undefined) break;
      // `twenty-first`; alone, too.
      if (at === from) return { key: `n${ordinal}o`, numberTo: at + 1 };
      if (last >= 20 && last < 100 && ordinal < 10)
        return { key: `n${total + (current ?? 0) + ordinal}o`, numberTo: at + 1 };
      break;
    }
    if (value >= SCALE_FROM) {
      total += (current ?? 1) * value;
      current = 0;
    } else if (value === 100) current = Math.max(1, current ?? 1) * 100;
    else if (current === undefined || current === 0 || (last > value * 2 - 1 && last >= 20))
      current = (current ?? 0) + value;
    else break;
    last = value;
    to = at + 1;
  }
  return current === undefined ? undefined : { key: `n${total + current}`, numberTo: to };
}

function readUnit(
  pieces: readonly Piece[],
  at: number,
  plain: string,
  language: Language,
  key: string,
): { readonly unit?: string; readonly to: number } {
  const before = pieces[at - 1];
  const first = pieces[at];
  if (before === undefined || first === undefined || !isClose(plain.slice(before.end, first.start))) return { to: at };
  for (let count = Math.min(MOST_UNIT_PIECES, pieces.length - at); count > 0; count -= 1) {
    const last = pieces[at + count - 1];
    if (last === undefined || last.kind === 'atom') continue;
    const written = plain.slice(first.start, last.end);
    // Over a comma or a full stop no unit goes on, but for `sq. km`.
    if (/[,;:!?()]|\.\s*\p{Lu}/u.test(written)) continue;
    const name = nameOf(written);
    const unit = yearAfter(key, name) ?? language.unitOf(name, nameOf(plain.slice(first.start, last.start)).length);
    if (unit !== undefined) return { unit: CASED.test(written) ? written : unit, to: at + count };
  }
  return { to: at };
}

function nameOf(written: string): string {
  return keyOfWord(written).replaceAll(/[\s\u00a0.'-]/g, '');
}

/** `2024 г.` is a year, `200 г` a weight. */
function yearAfter(key: string, name: string): string | undefined {
  return name === 'г' && key.length === YEAR_DIGITS + 1 ? 'year' : undefined;
}

/** What may stand between a number and its unit. */
function isClose(between: string): boolean {
  return /^[\s\u00a0\u2009\u202f]?[-‐‑–]?[\s\u00a0\u2009\u202f]?$/.test(between) || between === '. ';
}

/** `1,000`, `1 000` and `1.000.000` without their groups; a decimal comma as a point. What may be read in two ways stands for itself alone. */
function canonical(written: string, decimalComma: boolean): string {
  const digits = toAsciiDigits(written).replaceAll(/[ \u00a0\u2009\u202f'’]/g, '');
  const sign = digits.startsWith('-') ? '-' : '';
  const number = digits.slice(sign.length);
  if (/^\d{4}-\d\d-\d\d$|:/.test(number)) return digits;
  const commas = number.split(',').length - 1;
  const points = number.split('.').length - 1;
  if (commas > 0 && points > 0) {
    const isCommaLast = number.lastIndexOf(',') > number.lastIndexOf('.');
    return sign + (isCommaLast ? number.replaceAll('.', '').replace(',', '.') : number.replaceAll(',', ''));
  }
  if (commas + points === 0) return sign + number;
  const mark = commas > 0 ? ',' : '.';
  const isGrouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(number);
  const isRound = /^[1-9]\d{0,2}(?:[.,]000)+$/.test(number);
  if (
    isGrouped &&
    ((commas > 0 && (!decimalComma || isRound)) || commas + points > 1 || (points > 0 && decimalComma && isRound))
  )
    return sign + number.replaceAll(mark, '');
  // 1,234 or 1.234 where a comma makes decimals: who knows.
  if (isGrouped && decimalComma) return sign + number;
  return sign + (commas + points === 1 ? number.replace(',', '.') : number);
}

/** In decimals, because 1.1 million has no exact binary one. */
function times(value: string, scale: number): string {
  const [whole = '', part = ''] = value.split('.');
  if (!/^-?\d+$/.test(whole) || !/^\d*$/.test(part)) return `${value}e${scale}`;
  const zeros = String(scale).length - 1;
  const shifted = whole + part.slice(0, zeros).padEnd(zeros, '0');
  const rest = part.slice(zeros).replace(/0+$/, '');
  const integer = shifted.replace(/^(-?)0+(?=\d)/, '$1');
  return rest === '' ? integer : `${integer}.${rest}`;
}
