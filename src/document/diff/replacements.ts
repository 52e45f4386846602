import { type DiffPart, diffTexts } from './diff-texts.ts';

/** Words that somebody has put in the place of others, and how often. */
export interface Replacement {
  readonly from: string;
  readonly to: string;
  readonly times: number;
}

/** More words are a sentence of its own, and no spelling. */
const MOST_WORDS = 3;
const MOST_CHARS = 40;
/** Each is compared with each. */
const MOST_PAIRS = 500;
/** Endings of one word: “emails”, «Интернета». */
const MOST_ENDING_CHARS = 3;
const LEAST_STEM_CHARS = 3;
/** A word with its accents and inner apostrophes or hyphens; whatever else stands in a text is none. */
const WORD = /[\p{L}\p{M}]+(?:['’ʼ-][\p{L}\p{M}]+)*/gu;
const NOT_WORDS = /[^\p{L}\p{M}'’ʼ\s-]/u;
/** What a sentence, or a heading, begins behind. */
const SENTENCE_END = /(?:^|\n|[.!?…:])["'’»”)\]\s•#*_>-]{0,10}$/u;
/** So much of what stands before a word is looked at. */
const LOOK_BACK_CHARS = 20;
/** Nouns have capital letters in it: they tell no names. */
const CAPITAL_NOUNS: ReadonlySet<string> = new Set(['de', 'lb']);

/**
 * Which words somebody replaced by which in a text: those that were replaced often first. Names, numbers, and a capital
 * letter because a sentence begins are left out; forms of one word count as one.
 * @param language BCP 47 tag of the texts
 */
export function replacementsIn(before: string, after: string, language: string): readonly Replacement[] {
  const counted = new Map<string, Replacement>();
  let [old, now] = ['', ''];
  const parts = diffTexts(before, after);
  for (const [at, part] of parts.entries()) {
    const next = parts[at + 1];
    if (part.kind === 'removed' && next?.kind === 'added')
      for (const { from, to } of pairsOf(part, next, { startsOld: isStart(old), startsNow: isStart(now), language })) {
        const key = JSON.stringify([from, to]);
        counted.set(key, { from, to, times: (counted.get(key)?.times ?? 0) + 1 });
      }
    if (part.kind !== 'added') old = (old + part.text).slice(-LOOK_BACK_CHARS);
    if (part.kind !== 'removed') now = (now + part.text).slice(-LOOK_BACK_CHARS);
  }
  const often = [...counted.values()].toSorted((one, other) => other.times - one.times).slice(0, MOST_PAIRS);
  return formsAsOne(often).toSorted((one, other) => other.times - one.times);
}

/** Whether the two are one word, but for hyphens, spaces, capitals, accents and apostrophes. */
export function isSpelling({ from, to }: Pick<Replacement, 'from' | 'to'>, language: string): boolean {
  return folded(from, language) === folded(to, language);
}

/** Whether these words stand anywhere in a text. A spelling that differs by capitals alone is looked for as it is. */
export function standsIn(text: string, { from, to }: Pick<Replacement, 'from' | 'to'>, language: string): boolean {
  const isCase = lower(from, language) === lower(to, language);
  const words = (of: string): string => ` ${(isCase ? of : lower(of, language)).match(WORD)?.join(' ') ?? ''} `;
  return words(text).includes(words(from));
}

interface Around {
  /** Whether a sentence begins there. */
  readonly startsOld: boolean;
  readonly startsNow: boolean;
  readonly language: string;
}

function pairsOf(removed: DiffPart, added: DiffPart, around: Around): readonly Omit<Replacement, 'times'>[] {
  // What has numbers, signs or line ends in it is more than a word.
  if ([removed, added].some(({ text }) => NOT_WORDS.test(text) || text.trim().includes('\n'))) return [];
  const [from, to] = [removed.text.match(WORD) ?? [], added.text.match(WORD) ?? []];
  if (from.length === 0 || to.length === 0) return [];
  if (from.length > MOST_WORDS || to.length > MOST_WORDS) return [];
  // Each for the one in its place.
  if (from.length === to.length)
    return from.flatMap((word, at) => pairOf(word, to[at] ?? '', at === 0 ? around : { ...around, ...INSIDE }));
  return isAddition(from, to, around.language) ? [] : pairOf(from.join(' '), to.join(' '), around);
}

/** Words beside others, or without them: nothing has taken another's place. */
function isAddition(from: readonly string[], to: readonly string[], language: string): boolean {
  const [fewer, more] = [from, to]
    .toSorted((one, other) => one.length - other.length)
    .map((words) => words.map((word) => lower(word, language)));
  return fewer?.every((word) => more?.includes(word)) === true;
}

const INSIDE = { startsOld: false, startsNow: false };

function pairOf(from: string, to: string, around: Around): readonly Omit<Replacement, 'times'>[] {
  const { startsOld, startsNow, language } = around;
  const old = startsOld ? withoutCapital(from, language) : from;
  const now = startsNow ? withoutCapital(to, language) : to;
  if (old === now || lowerFirst(from, language) === lowerFirst(to, language)) {
    // The sentence begins elsewhere now, and nothing else.
    if (startsOld || startsNow || old === now) return [];
  }
  if (old.length > MOST_CHARS || now.length > MOST_CHARS) return [];
  if (isName(old, language) && isName(now, language) && !isSpelling({ from: old, to: now }, language)) return [];
  return [{ from: old, to: now }];
}

/** “The” at the beginning of a sentence is “the”; NATO stays what it is. */
function withoutCapital(word: string, language: string): string {
  const rest = word.slice(1);
  return rest === lower(rest, language) ? lowerFirst(word, language) : word;
}

function lowerFirst(word: string, language: string): string {
  return `${lower(word.slice(0, 1), language)}${word.slice(1)}`;
}

function isName(word: string, language: string): boolean {
  return !CAPITAL_NOUNS.has(language.toLowerCase().split('-')[0] ?? '') && /^\p{Lu}/u.test(word);
}

function isStart(before: string): boolean {
  return SENTENCE_END.test(before);
}

/** Pairs that differ by their endings alone, which are the same on both sides: one, in its shortest form. */
function formsAsOne(pairs: readonly Replacement[]): readonly Replacement[] {
  const groups: Replacement[] = [];
  for (const pair of pairs.toSorted((one, other) => one.from.length - other.from.length)) {
    const at = groups.findIndex((known) => areForms(known, pair));
    const known = groups[at];
    if (known === undefined) groups.push(pair);
    else groups[at] = { ...known, times: known.times + pair.times };
  }
  return groups;
}

function areForms(one: Replacement, other: Replacement): boolean {
  let stem = 0;
  while (stem < one.from.length && one.from[stem] === other.from[stem]) stem += 1;
  const [ending, otherEnding] = [one.from.slice(stem), other.from.slice(stem)];
  if (stem < LEAST_STEM_CHARS || Math.max(ending.length, otherEnding.length) > MOST_ENDING_CHARS) return false;
  if (!one.to.endsWith(ending) || !other.to.endsWith(otherEnding)) return false;
  return one.to.slice(0, one.to.length - ending.length) === other.to.slice(0, other.to.length - otherEnding.length);
}

function folded(words: string, language: string): string {
  return lower(words.normalize('NFKD').replaceAll(/[\p{M}\s'’ʼ-]/gu, ''), language);
}

function lower(words: string, language: string): string {
  try {
    return words.toLocaleLowerCase(language);
  } catch {
    // A tag that nobody knows.
    return words.toLowerCase();
  }
}
