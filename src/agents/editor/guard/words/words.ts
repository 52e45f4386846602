/**
 * What the guard knows of a language. A word that stands nowhere here may change only where a dictionary knows it for a mistake, or for
 * another form of the same word; so a table that lacks a word makes the guard stricter, never weaker. All in lower case, `ё` as `е`, apostrophes as `'`.
 */
export interface LanguageWords {
  /** Turn a sentence into its contrary. */
  readonly negations: readonly string[];
  /** Say that something is not certain, or who says it. */
  readonly reservations: readonly string[];
  /** Which way, how much, in which order: swapped, the sentence says something else. */
  readonly comparisons: readonly string[];
  /** Articles and other words that may come and go, the sentence still saying the same. */
  readonly silent: readonly string[];
  /** Each line: forms and spellings of which any may stand for any other. `a|b: c` would be two lines. */
  readonly alike: readonly string[];
  /** Mistakes that people make with words that exist: `from > to`. */
  readonly mixedUp: readonly string[];
  /** Phrases, the shorter one and what it stands for: `to = in order to`. */
  readonly phrases: readonly string[];
  /** January to December; `*` stands for up to three letters. A form with a capital counts only with it. */
  readonly months: readonly string[];
  /** What may stand behind a date: `года`. */
  readonly dateWords: readonly string[];
  /** Written numbers, by value; `*` stands for up to three letters. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Ordinals, by value. */
  readonly ordinals: Readonly<Record<string, number>>;
  /** Between the parts of a written number: `and`. */
  readonly numberLinks: readonly string[];
  /** 1,5 is one and a half. */
  readonly decimalComma: boolean;
  /** `1.` is the first: the full stop ends no sentence. */
  readonly ordinalStop: boolean;
  /** Names of units, by their sign; of what is written with a sign of its own, only the names. */
  readonly units: Readonly<Record<string, readonly string[]>>;
  /** Words with which a question begins. */
  readonly questions: readonly string[];
  /** After them a full stop ends no sentence. */
  readonly abbreviations: readonly string[];
  /** Headings that say nothing. */
  readonly idleHeadings: readonly string[];
}

export const NO_WORDS: LanguageWords = {
  negations: [],
  reservations: [],
  comparisons: [],
  silent: [],
  alike: [],
  mixedUp: [],
  phrases: [],
  months: [],
  dateWords: [],
  numbers: {},
  ordinals: {},
  numberLinks: [],
  decimalComma: true,
  ordinalStop: false,
  units: {},
  questions: [],
  abbreviations: [],
  idleHeadings: [],
};
