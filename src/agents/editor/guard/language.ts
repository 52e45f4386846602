import { type Dictionary, readDictionary } from './dictionary.ts';
import { EN } from './words/en.ts';
import { OTHERS } from './words/others.ts';
import { RU } from './words/ru.ts';
import { type LanguageWords, NO_WORDS } from './words/words.ts';

/** What a word is guarded as. */
export type WordClass = 'negation' | 'reservation' | 'comparison';

/** The words of a language, ready to be asked. */
export interface Language {
  /** `en`: without region or script. */
  readonly code: string;
  readonly words: LanguageWords;
  /** Absent: there is none that may be used. */
  readonly dictionary?: Dictionary;
  readonly classes: ReadonlyMap<string, WordClass>;
  readonly silent: ReadonlySet<string>;
  /** Words of one group may stand for each other. */
  readonly alike: ReadonlyMap<string, number>;
  readonly mixedUp: ReadonlySet<string>;
  /** By its first word: what may stand in place of what, as words. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  readonly questions: ReadonlySet<string>;
  readonly abbreviations: ReadonlySet<string>;
  readonly idleHeadings: ReadonlySet<string>;
  readonly dateWords: ReadonlySet<string>;
  readonly numberLinks: ReadonlySet<string>;
  /** @param raw as it is written: `May` is a month, `may` is none */
  readonly monthOf: (raw: string) => number | undefined;
  /** @param word in lower case */
  readonly numberOf: (word: string) => number | undefined;
  readonly ordinalOf: (word: string) => number | undefined;
  /**
   * @param name in lower case, without spaces and full stops
   * @param least how many of its characters are of words before the last one, which no ending takes away
   */
  readonly unitOf: (name: string, least: number) => string | undefined;
}

export interface Phrase {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Signs of units that mean the same in every language. */
const SIGNS =
  'km m cm mm kg g mg t l ml ha mi ft yd lb oz h min s % ‰ °c °f ° km/h mph m/s km² m² m³ kw mw gw kwh mb gb tb hz $ € £ ₽ ¥ ₴'.split(
    ' ',
  );
const WORDS: Readonly<Record<string, LanguageWords>> = { en: EN, ru: RU, ...OTHERS };
const ENDING_CHARS = 3;

/** @param tag BCP 47; a language that is not known has no words, and the guard is at its strictest */
export async function loadLanguage(tag: string): Promise<Language> {
  const code = (tag.split(/[-_]/)[0] ?? '').toLowerCase();
  const known = loaded.get(code);
  if (known !== undefined) return await known;
  const loading = load(code);
  // Anybody may name any language: one without words is made in a moment.
  if (Object.hasOwn(WORDS, code)) loaded.set(code, loading);
  return await loading;
}

/** The dictionaries take half a second to read, and never change. */
const loaded = new Map<string, Promise<Language>>();

async function load(code: string): Promise<Language> {
  const words = WORDS[code] ?? NO_WORDS;
  const dictionary = await dictionaryOf(code);
  const months = words.months.map((forms) => matcher(forms.split(' ').map((form) => [form, true])));
  const numbers = matcher(Object.entries(words.numbers));
  const units = matcher([
    ...SIGNS.map((sign) => [sign, sign] as const),
    ...Object.entries(words.units).flatMap(([sign, names]) => names.map((name) => [name, sign] as const)),
  ]);
  const ordinals = matcher(Object.entries(words.ordinals));
  return {
    code,
    words,
    ...(dictionary !== undefined && { dictionary }),
    classes: new Map([
      ...words.comparisons.map((word) => [word, 'comparison'] as const),
      ...words.reservations.map((word) => [word, 'reservation'] as const),
      ...words.negations.map((word) => [word, 'negation'] as const),
    ]),
    silent: new Set(words.silent),
    alike: new Map(words.alike.flatMap((group, index) => group.split(' ').map((word) => [word, index] as const))),
    mixedUp: new Set(words.mixedUp),
    phrases: phrasesOf(words.phrases),
    questions: new Set(words.questions),
    abbreviations: new Set(words.abbreviations),
    idleHeadings: new Set(words.idleHeadings),
    dateWords: new Set(words.dateWords),
    numberLinks: new Set(words.numberLinks),
    monthOf: (raw) => {
      const month = months.findIndex((match) => match(raw) === true || match(raw.toLowerCase()) === true);
      return month < 0 ? undefined : month + 1;
    },
    numberOf: numbers,
    ordinalOf: ordinals,
    unitOf: units,
  };
}

/** Only those whose licences let anybody use them. */
async function dictionaryOf(code: string): Promise<Dictionary | undefined> {
  switch (code) {
    case 'en':
      // Plurals and the third person.
      return readDictionary((await import('dictionary-en')).default, 'S');
    case 'ru':
      return readDictionary((await import('dictionary-ru')).default);
    default:
      return undefined;
  }
}

function phrasesOf(lines: readonly string[]): ReadonlyMap<string, readonly Phrase[]> {
  const phrases = new Map<string, Phrase[]>();
  const add = (from: readonly string[], to: readonly string[]): void => {
    const [first = ''] = from;
    phrases.set(first, [...(phrases.get(first) ?? []), { from, to }]);
  };
  for (const line of lines) {
    const [one = [], other = []] = line.split(' = ').map((side) => side.split(' '));
    add(one, other);
    add(other, one);
  }
  return phrases;
}

/** `*` at its end stands for up to three letters. @returns asks for a word, and how many of its characters are no ending */
function matcher<T>(entries: readonly (readonly [string, T])[]): (word: string, least?: number) => T | undefined {
  const exact = new Map(entries.filter(([form]) => !form.endsWith('*')));
  const open = new Map(
    entries.filter(([form]) => form.endsWith('*')).map(([form, value]) => [form.slice(0, -1), value]),
  );
  return (word, least = 0) => {
    const found = exact.get(word);
    if (found !== undefined || open.size === 0) return found;
    for (let cut = 0; cut <= ENDING_CHARS && cut < word.length - least; cut += 1) {
      const value = open.get(word.slice(0, word.length - cut));
      if (value !== undefined) return value;
    }
    return undefined;
  };
}
