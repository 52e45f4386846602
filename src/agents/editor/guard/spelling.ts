import type { Language } from './language.ts';
import type { Token } from './tokens.ts';

/** Shorter words have too many neighbours. */
const LEAST_CHARS = 3;
const LONG_CHARS = 8;
const LONGEST_CHARS = 12;
/** Of a language without a dictionary. */
const LEAST_CHARS_UNKNOWN = 5;
const LEAST_STEM_CHARS = 4;
const MOST_ENDING_CHARS = 2;

/** Where the words stand. */
export interface WordPlace {
  readonly language: Language;
  /** How often a word stands in the approved text. */
  readonly countOf: (word: string) => number;
  /** The word before, the same in both. */
  readonly before: string | undefined;
}

/** Whether the second word is the first one without its mistake, or the form of it that grammar wants here. */
export function isMended(from: Token, to: Token, place: WordPlace): boolean {
  const { language } = place;
  const [one, other] = [from.key, to.key];
  if (isAlike(one, other, language)) return true;
  if (isNameLike(from) || isNameLike(to)) return false;
  const isGuarded = isWeighty(one, language) || isWeighty(other, language);
  if (isGuarded && language.classes.get(one) !== language.classes.get(other))
    return isSlip(one, other) && isSpelled(one, other, language);
  if (language.dictionary === undefined) return !isGuarded && isNearUnknown(one, other, place);
  if (isVariant(one, other, language) || isInflected(one, other, place)) return true;
  return !isGuarded && isSpelled(one, other, language);
}

/** Two spellings that the tables know for one word, or a mix-up that they know. */
function isAlike(one: string, other: string, { alike, mixedUp }: Language): boolean {
  const group = alike.get(one);
  return (group !== undefined && group === alike.get(other)) || mixedUp.has(`${one} > ${other}`);
}

/** Another word in its place, and the sentence says something else. */
function isWeighty(word: string, { classes, numberOf }: Language): boolean {
  return classes.has(word) || numberOf(word) !== undefined;
}

/** A capital within a sentence, or letters that are all or in part capitals. */
export function isNameLike({ raw, isFirst }: Token): boolean {
  const capitals = raw.replaceAll(/[^\p{Lu}]/gu, '').length;
  return capitals > (isFirst ? 1 : 0);
}

/** A word that does not exist becomes one that does, and looks much like it. */
function isSpelled(one: string, other: string, language: Language): boolean {
  const { dictionary } = language;
  if (dictionary === undefined || one.length < LEAST_CHARS || has(one, language) || !has(other, language)) return false;
  const distance = one.length >= LONGEST_CHARS ? 3 : one.length > LEAST_CHARS + 1 ? 2 : 1;
  return isWithin(one, other, one.length >= LONG_CHARS || one.charAt(0) === other.charAt(0) ? distance : 1);
}

function has(word: string, { dictionary, code }: Language): boolean {
  return dictionary?.has(word) === true || (code === 'en' && dictionary?.has(american(word)) === true);
}

/** British and American spellings of one word. */
function isVariant(one: string, other: string, { code }: Language): boolean {
  return code === 'en' && american(one) === american(other);
}

function american(word: string): string {
  if (word.length < LEAST_STEM_CHARS + 1) return word;
  return word
    .replace(/(?<=..)our(?=$|s$|ed$|ing$|able|ful|ite|hood|less|y$|ly$)/, 'or')
    .replace(/(?<=...)is(?=e$|es$|ed$|ing$|er$|ers$|ation|able)/, 'iz')
    .replace(/(?<=..)ys(?=e$|es$|ed$|ing$)/, 'yz')
    .replace(/(?<=..[tb])re(?=s?$)/, 'er')
    .replace(/ogue(?=s?$)/, 'og')
    .replace(/(?<=(?:trave|mode|labe|cance|signa|leve|jewe|counse|fue|tota)l)l(?=ed$|ing$|er|ery)/, '')
    .replace(/(?<=def|off|lic|pret)ence/, 'ense')
    .replace(/(?<=[a-z])ae(?=m|o)/, 'e');
}

const DETERMINERS = new Set('the a an his her its their our my your'.split(' '));
const BE_OR_HAVE = new Set('is are was were be been am has have had being'.split(' '));
const BEFORE_BASE = new Set('do does did can could will would shall should may might must to not'.split(' '));

function isInflected(one: string, other: string, { language, before }: WordPlace): boolean {
  const { dictionary, code } = language;
  if (dictionary === undefined) return false;
  const [from, to] = [dictionary.stems(one), dictionary.stems(other)];
  const isOneWord = [...from].some((stem) => to.has(stem));
  if (code === 'ru') return isOneWord && isSameTense(one, other);
  // Behind an article it is a noun, and how many there are is no matter of grammar.
  if (isOneWord) return before === undefined || !DETERMINERS.has(before) ? true : BEFORE_BASE.has(before);
  if (before === undefined) return false;
  if (BE_OR_HAVE.has(before)) return isFormOf(other, one) || IRREGULAR.get(other) === one;
  return BEFORE_BASE.has(before) && (isFormOf(one, other) || IRREGULAR.get(one) === other);
}

/** `walked` or `walking` of `walk`, `stopped` of `stop`, `made` by the table. */
function isFormOf(form: string, base: string): boolean {
  const last = base.slice(-1);
  const root = base.endsWith('e') ? base.slice(0, -1) : base;
  return [
    `${root}ed`,
    `${root}ing`,
    `${base}${last}ed`,
    `${base}${last}ing`,
    base.endsWith('y') ? `${base.slice(0, -1)}ied` : '',
  ].includes(form);
}

/** Participles that follow no rule, and pasts that are taken for them. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  `risen rise · rose rise · fallen fall · fell fall · gone go · went go · made make · built build · written write · wrote write · taken take ·
   took take · given give · gave give · seen see · saw see · known know · knew know · shown show · grown grow · grew grow · driven drive ·
   begun begin · began begin · broken break · broke break · chosen choose · chose choose · done do · did do · eaten eat · found find ·
   held hold · kept keep · left leave · lost lose · met meet · paid pay · sent send · sold sell · spent spend · told tell · thought think ·
   won win · brought bring · bought buy · caught catch · taught teach · drawn draw · flown fly · hidden hide · led lead · run run · said say`
    .split('·')
    .map((pair) => pair.trim().split(' '))
    .map(([form = '', base = '']) => [form, base]),
);

/** Cases, genders and persons may be set right; when it was, may not, nor who does it to whom. */
function isSameTense(one: string, other: string): boolean {
  const isPast = (word: string): boolean => /л[аои]?(?:с[ья])?$/.test(word);
  const isReflexive = (word: string): boolean => /(?:ся|сь)$/.test(word);
  const isInfinitive = (word: string): boolean => /(?:ть|ти|чь)(?:ся)?$/.test(word);
  if (/ться$/.test(one) !== /ться$/.test(other) && one.replace(/ть?ся$/, '') === other.replace(/ть?ся$/, ''))
    return true;
  return (
    isPast(one) === isPast(other) &&
    isReflexive(one) === isReflexive(other) &&
    isInfinitive(one) === isInfinitive(other)
  );
}

/** Where no dictionary tells: one letter of a word that stands nowhere else in the text, or the last two. */
function isNearUnknown(one: string, other: string, { countOf }: WordPlace): boolean {
  if (stripped(one) === stripped(other)) return true;
  if (Math.min(one.length, other.length) < LEAST_CHARS_UNKNOWN || one.charAt(0) !== other.charAt(0)) return false;
  if (countOf(one) > 1) return false;
  return isWithin(one, other, 1) || isSameStem(one, other);
}

function isSameStem(one: string, other: string): boolean {
  let stem = 0;
  while (stem < Math.min(one.length, other.length) && one.charAt(stem) === other.charAt(stem)) stem += 1;
  return stem >= LEAST_STEM_CHARS && Math.max(one.length, other.length) - stem <= MOST_ENDING_CHARS;
}

/** Without accents. */
function stripped(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** One key too many, too few or wrong in a word of some length, or two letters that changed places. */
function isSlip(one: string, other: string): boolean {
  return isTransposed(one, other) || (one.length > LEAST_CHARS && isWithin(one, other, 1));
}

/** Two neighbouring letters changed places. */
function isTransposed(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((letter, index) => letter !== other.charAt(index));
  if (at < 0) return false;
  return one.slice(0, at) + one.charAt(at + 1) + one.charAt(at) + one.slice(at + 2) === other;
}

/** Whether so few letters are added, left out, taken for others or swapped with a neighbour. Words are short. */
function isWithin(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most || one.length > MOST_CHARS) return false;
  let [older, old]: readonly (readonly number[])[] = [
    [],
    Array.from({ length: other.length + 1 }, (_, index) => index),
  ];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one.charAt(row - 1) === other.charAt(column - 1);
      const isSwap =
        row > 1 &&
        column > 1 &&
        one.charAt(row - 1) === other.charAt(column - 2) &&
        one.charAt(row - 2) === other.charAt(column - 1);
      next.push(
        Math.min(
          (old?.[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (old?.[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (older?.[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [older, old] = [old, next];
  }
  return (old?.[other.length] ?? most + 1) <= most;
}

/** Longer ones are no words. */
const MOST_CHARS = 60;
