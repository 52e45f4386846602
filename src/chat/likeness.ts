/** Words that say nothing of what a topic is about, in the languages in which the product speaks. */
const SMALL: ReadonlySet<string> = new Set(
  'a an and are as at be by do does for from how in into is it its of on or our that the their this to what when where which who why will with you your about article write и а в во на по с со к ко о об от до из за для как что это или не же ли у про почему зачем когда где кто чем чего'.split(
    ' ',
  ),
);

/** The end of a word that may be its inflection: “tides”, «приливами». */
const ENDING_CHARS = 3;
const LEAST_STEM_CHARS = 4;

/**
 * How much two topics have in common: the share of their words (small ones aside) that stand in both, from 0 to 1. Words are the same when
 * they begin alike and only their endings differ. Topics with other numbers (“Q3”, “2025”) have nothing in common.
 */
export function likeness(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  if (words.length === 0 || others.length === 0) return 0;
  if (numbersOf(words) !== numbersOf(others)) return 0;
  const left = [...others];
  let shared = 0;
  for (const word of words) {
    const at = left.findIndex((candidate) => isSameWord(word, candidate));
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return shared / (words.length + others.length - shared);
}

function wordsOf(topic: string): readonly string[] {
  const words = [...new Intl.Segmenter('und', { granularity: 'word' }).segment(comparable(topic))].flatMap(
    ({ segment, isWordLike }) => (isWordLike === true ? [segment] : []),
  );
  const telling = new Set(words.filter((word) => !SMALL.has(word)));
  // “How to do it”
  return telling.size === 0 ? [...new Set(words)] : [...telling];
}

function comparable(topic: string): string {
  return topic.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
}

function numbersOf(words: readonly string[]): string {
  return words
    .filter((word) => /\d/.test(word))
    .sort()
    .join(' ');
}

function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  const stem = Math.max(LEAST_STEM_CHARS, longer.length - ENDING_CHARS);
  return shorter.length >= stem && longer.startsWith(shorter.slice(0, stem));
}
