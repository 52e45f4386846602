import { toAsciiDigits } from '../../lib/ascii-digits.ts';

/** A number that stands in a text in digits. */
export interface WrittenNumber {
  /** As it stands there. */
  readonly written: string;
  /** All values that it may stand for: `1.234` is a thousand in one language and little more than one in another. */
  readonly values: readonly string[];
  /** A whole number that many languages write as a word. */
  readonly isSmall: boolean;
}

/** With its groups, decimals and a time of day; not what is a part of a name: `A4`, `H2O`, `covid-19`. */
const NUMBER =
  /(?<![\p{L}\p{Nd}_])(?:\p{Nd}{1,2}:\p{Nd}{2}(?!\p{Nd})|\p{Nd}{1,3}(?:[ \u00a0\u2009\u202f'’]\p{Nd}{3})+(?!\p{Nd})(?:[.,]\p{Nd}+)?|\p{Nd}+(?:[.,]\p{Nd}+)*)/gu;
/** Right behind the number: what languages that count otherwise write out or leave out. */
const SCALES: readonly (readonly [words: RegExp, zeros: number])[] = [
  [/^[\s\u00a0]?(?:thousands?|тыс|tausend|mill?e?(?!\p{L})|千|천)/iu, 3],
  [/^[\s\u00a0]?(?:万|萬|만)/u, 4],
  [/^[\s\u00a0]?(?:millions?|millionen|milion\p{L}*|millón|millones|milhões|milhão|млн|миллион\p{L}*)/iu, 6],
  [/^[\s\u00a0]?(?:億|亿|억)/u, 8],
  [/^[\s\u00a0]?(?:billions?|milliarden?|milliards?|miliard\p{L}*|млрд|миллиард\p{L}*)/iu, 9],
];
const LONGEST_SCALE = 12;
/** Up to here style books ask for words. */
const MOST_SMALL = 12;
const HALF_DAY_HOURS = 12;

/** Every number that a text has in digits, whatever its language, in order. */
export function writtenNumbers(text: string): readonly WrittenNumber[] {
  return [...text.matchAll(NUMBER)].map(({ 0: written, index }) => {
    const digits = toAsciiDigits(written);
    const behind = text.slice(index + written.length, index + written.length + LONGEST_SCALE);
    const zeros = SCALES.find(([words]) => words.test(behind))?.[1];
    const plain = digits.includes(':') ? timesOf(digits) : readingsOf(digits);
    const values = [...plain, ...(zeros === undefined ? [] : plain.map((value) => scaled(value, zeros)))];
    return {
      written,
      values: [...new Set(values)],
      isSmall: /^\d{1,2}$/.test(digits) && Number(digits) <= MOST_SMALL,
    };
  });
}

/** `3 pm` is 15:00 elsewhere, and `3:05 pm` is 15:05. */
function timesOf(time: string): readonly string[] {
  const [hours = '', minutes = ''] = time.split(':');
  const either = [Number(hours), (Number(hours) + HALF_DAY_HOURS) % (2 * HALF_DAY_HOURS)];
  return either.flatMap((hour) => [`${hour}:${minutes}`, ...(minutes === '00' ? [String(hour)] : [])]);
}

function readingsOf(written: string): readonly string[] {
  const digits = written.replaceAll(/[ \u00a0\u2009\u202f'’]/g, '');
  const marks = digits.replaceAll(/\d/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const whole = digits.replaceAll(/[.,]/g, '');
  if (marks === '') return [withoutZeros(digits)];
  const decimal = `${digits.slice(0, last).replaceAll(/[.,]/g, '')}.${digits.slice(last + 1)}`;
  // 1.234.567: of several marks of one kind none is a decimal one; of two kinds the last one is.
  if (marks.length > 1 && new Set(marks).size === 1) return [withoutZeros(whole), digits.replaceAll(',', '.')];
  const isGrouped = /^\d{1,3}[.,]\d{3}$/.test(digits);
  return [withoutZeros(decimal), ...(isGrouped ? [withoutZeros(whole)] : [])];
}

function withoutZeros(value: string): string {
  const [whole = '', part = ''] = value.split('.');
  const decimals = part.replace(/0+$/, '');
  const number = whole.replace(/^0+(?=\d)/, '');
  return decimals === '' ? number : `${number}.${decimals}`;
}

/** In decimals, because 1.1 million has no exact binary one. */
function scaled(value: string, zeros: number): string {
  const [whole = '', part = ''] = value.split('.');
  return withoutZeros(`${whole}${part.slice(0, zeros).padEnd(zeros, '0')}.${part.slice(zeros)}`);
}
