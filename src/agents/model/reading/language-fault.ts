/** Scripts of languages that are written in one of their own; all others are taken for Latin. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ru: /\p{Script=Cyrillic}/gu,
  uk: /\p{Script=Cyrillic}/gu,
  be: /\p{Script=Cyrillic}/gu,
  bg: /\p{Script=Cyrillic}/gu,
  mk: /\p{Script=Cyrillic}/gu,
  kk: /\p{Script=Cyrillic}/gu,
  zh: /\p{Script=Han}/gu,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  ko: /[\p{Script=Hangul}\p{Script=Han}]/gu,
  ar: /\p{Script=Arabic}/gu,
  fa: /\p{Script=Arabic}/gu,
  ur: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  el: /\p{Script=Greek}/gu,
  hi: /\p{Script=Devanagari}/gu,
  th: /\p{Script=Thai}/gu,
  ka: /\p{Script=Georgian}/gu,
  hy: /\p{Script=Armenian}/gu,
};
const LATIN = /\p{Script=Latin}/gu;
/** Names and quotations may be in another script, most of a text is not. */
const MIN_SHARE = 0.5;

/** Little words by which languages of one script are told apart; none is frequent in two of them. */
const LITTLE_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'of', 'that', 'with', 'are', 'which', 'this', 'from', 'have'],
  de: ['der', 'und', 'nicht', 'ist', 'das', 'mit', 'auf', 'eine', 'sich', 'werden'],
  fr: ['les', 'des', 'est', 'dans', 'une', 'qui', 'pour', 'avec', 'sont', 'cette'],
  es: ['los', 'las', 'una', 'del', 'por', 'con', 'para', 'pero', 'más', 'como'],
  it: ['gli', 'della', 'che', 'per', 'sono', 'nel', 'anche', 'più', 'alla', 'questo'],
  pt: ['não', 'uma', 'dos', 'das', 'para', 'com', 'mais', 'são', 'também', 'pelo'],
  pl: ['nie', 'się', 'jest', 'który', 'oraz', 'przez', 'jak', 'może', 'tylko', 'ich'],
  tr: ['bir', 've', 'için', 'bu', 'ile', 'olarak', 'daha', 'çok', 'gibi', 'olan'],
  nl: ['het', 'een', 'van', 'niet', 'zijn', 'voor', 'met', 'ook', 'wordt', 'naar'],
};
/** In a shorter text the little words prove nothing. */
const LITTLE_WORDS_FROM = 120;
/** The other language has to have so many times more of its words than the one that was ordered. */
const CERTAINTY = 3;
/** Letters that Russian does not have, and those that Ukrainian does not have. */
const UKRAINIAN = /[іїєґ]/giu;
const RUSSIAN = /[ыэёъ]/giu;
const MIN_LETTERS = 5;

/** Whether a text is clearly not in the language that was ordered, a BCP 47 tag. Names, quotations and short texts are no proof. */
export function isInAnotherLanguage(text: string, tag: string): boolean {
  const [language = ''] = tag.toLowerCase().split(/[-_]/);
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return false;
  if (count(text, SCRIPTS[language] ?? LATIN) / letters < MIN_SHARE)
    return !(language === 'sr' && count(text, /\p{Script=Cyrillic}/gu) / letters >= MIN_SHARE);
  if (language === 'uk' || language === 'ru') {
    const [own, other] = language === 'uk' ? [UKRAINIAN, RUSSIAN] : [RUSSIAN, UKRAINIAN];
    const foreign = count(text, other);
    return foreign >= MIN_LETTERS && foreign > count(text, own) * CERTAINTY;
  }
  return LITTLE_WORDS[language] !== undefined && isInOtherLatin(text, language);
}

/** A name or a borrowed word may be one of another language's; two are a phrase. */
const PHRASE_WORDS = 2;

/** The same of a heading, whose few words prove something when two of them belong to another language and none to its own. */
export function isHeadingInAnotherLanguage(heading: string, tag: string): boolean {
  if (isInAnotherLanguage(heading, tag)) return true;
  const [language = ''] = tag.toLowerCase().split(/[-_]/);
  const own = LITTLE_WORDS[language];
  if (own === undefined) return false;
  const words: readonly string[] = heading.toLowerCase().match(/\p{L}+/gu) ?? [];
  const score = (list: readonly string[]): number => words.filter((word) => list.includes(word)).length;
  return score(own) === 0 && Object.values(LITTLE_WORDS).some((list) => score(list) >= PHRASE_WORDS);
}

function isInOtherLatin(text: string, language: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < LITTLE_WORDS_FROM) return false;
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const score = (list: readonly string[]): number => list.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
  const own = score(LITTLE_WORDS[language] ?? []);
  const others = Object.entries(LITTLE_WORDS).flatMap(([other, list]) => (other === language ? [] : [score(list)]));
  const most = Math.max(...others);
  return most >= words.length * 0.04 && most > own * CERTAINTY;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
