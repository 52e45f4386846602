import type { GuardReason } from '../../../protocol/edit-record.ts';
import type { Language, WordClass } from './language.ts';
import { isMended, isNameLike } from './spelling.ts';
import type { Token } from './tokens.ts';

/** What the comparison has to know beside the two sentences. */
export interface Comparison {
  readonly language: Language;
  /** How often a word stands in the approved text. */
  readonly countOf: (word: string) => number;
  /** Its words, and how they begin. */
  readonly words: ReadonlySet<string>;
  /** Its words have capitals because it is a heading. */
  readonly isTitleCase?: boolean;
}

/** Ways through the two sentences that are looked at, for each of their words: a copy edit needs hardly more than one. */
const MOST_WAYS = 40;
const MOST_JOINED = 3;
/** `in` and `In` are one word, `will` and `Will` need not be. */
const LEAST_NAME_CHARS = 3;

/**
 * Why the second sentence does not say what the first one says, as far as anybody can tell who does not understand it; undefined when it
 * does. It does where one gets from the beginning to the end of both by steps that a copy editor may take: the same word in another
 * spelling or form, the same number or date written otherwise, an article more or less, words joined or parted.
 */
export function meaningFault(
  from: readonly Token[],
  to: readonly Token[],
  comparison: Comparison,
): GuardReason | undefined {
  return isReachable(from, to, comparison) ? undefined : reasonOf(from, to, comparison.language);
}

function isReachable(from: readonly Token[], to: readonly Token[], comparison: Comparison): boolean {
  const width = to.length + 1;
  const goal = from.length * width + to.length;
  const seen = new Set([0]);
  const open = [0];
  let left = MOST_WAYS * (from.length + to.length + 1);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (place === goal) return true;
    left -= 1;
    if (left < 0) return false;
    const [at, other] = [Math.floor(place / width), place % width];
    for (const [taken, otherTaken] of stepsAt(from, at, to, other, comparison)) {
      const next = (at + taken) * width + other + otherTaken;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}

type Step = readonly [taken: number, otherTaken: number];

/** What may come next; the likeliest last, since the last is tried first. */
function stepsAt(
  from: readonly Token[],
  at: number,
  to: readonly Token[],
  other: number,
  comparison: Comparison,
): readonly Step[] {
  const { language, countOf } = comparison;
  const [one, two] = [from[at], to[other]];
  const steps: Step[] = [];
  if (one !== undefined && isSilent(one, from[at + 1], language)) steps.push([1, 0]);
  if (two !== undefined && isSilent(two, to[other + 1], language)) steps.push([0, 1]);
  if (one !== undefined && isRepeated(from, at)) steps.push([1, 0]);
  if (one === undefined || two === undefined) return steps;
  steps.push(...phraseSteps(from, at, to, other, language), ...joinedSteps(from, at, to, other, language));
  if (isSame(one, two, comparison)) steps.push([1, 1]);
  else if (one.key !== two.key && isBothWords(one, two)) {
    const before = from[at - 1]?.key;
    if (isMended(one, two, { language, countOf, before })) steps.push([1, 1]);
  }
  return steps;
}

function isBothWords(one: Token, two: Token): boolean {
  return one.kind === 'word' && two.kind === 'word' && !one.isQuoted && !two.isQuoted;
}

/** The same, as it is written or by what it stands for. What is quoted is the same to the letter. */
function isSame(one: Token, two: Token, comparison: Comparison): boolean {
  const { language } = comparison;
  if (one.isQuoted !== two.isQuoted) return false;
  // Marks of code around words, or none.
  if (one.kind === 'code' || two.kind === 'code')
    return one.kind === two.kind ? one.key === two.key : codeOf(one) === codeOf(two);
  if (one.kind !== two.kind || one.key !== two.key) return false;
  if (one.isQuoted) return withoutCapital(one) === withoutCapital(two);
  if (one.kind !== 'word') return true;
  if (language.classes.get(one.key) === 'negation' && one.isBeforeBreak !== two.isBeforeBreak) return false;
  return one.raw === two.raw || isSameInAnyCase(one, two, comparison);
}

function codeOf(token: Token): string {
  return token.kind === 'code' ? token.key : token.raw;
}

function withoutCapital({ raw, isFirst }: Token): string {
  return isFirst ? raw.charAt(0).toLowerCase() + raw.slice(1) : raw;
}

/** `it` and `IT`, `turkey` and `Turkey`, `may` and `May` are not one word. */
function isSameInAnyCase(
  one: Token,
  two: Token,
  { language: { dictionary, monthOf }, isTitleCase }: Comparison,
): boolean {
  if (isNameLike(one) === isNameLike(two)) return true;
  const word = one.key;
  const isShout = [one, two].some(({ raw }) => raw.length > 1 && raw === raw.toUpperCase());
  if (isShout) return dictionary?.has(word) === false;
  if (isTitleCase === true || word.length < LEAST_NAME_CHARS) return true;
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  const isTwoWords = dictionary?.has(word) === true && isProper(capital, dictionary);
  return !isTwoWords && (monthOf(capital) === undefined || monthOf(word) !== undefined);
}

/** Whether the dictionary has an entry with the capital. */
function isProper(capital: string, dictionary: NonNullable<Language['dictionary']>): boolean {
  return dictionary.stems(capital).has(capital);
}

/** `few` are hardly any, `a few` are some. */
const NEEDS_ARTICLE: ReadonlySet<string> = new Set(['few', 'little', 'bit', 'most']);

function isSilent({ kind, key, isQuoted }: Token, next: Token | undefined, { silent }: Language): boolean {
  return kind === 'word' && !isQuoted && silent.has(key) && !NEEDS_ARTICLE.has(next?.key ?? '');
}

/** `the the` */
function isRepeated(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  return (
    before !== undefined &&
    token?.kind === 'word' &&
    !token.isQuoted &&
    before.kind === 'word' &&
    before.key === token.key &&
    !before.isBeforeBreak
  );
}

/** `in order to` for `to`. */
function phraseSteps(
  from: readonly Token[],
  at: number,
  to: readonly Token[],
  other: number,
  { phrases }: Language,
): readonly Step[] {
  const isThere = (tokens: readonly Token[], start: number, words: readonly string[]): boolean =>
    words.every((word, index) => {
      const token = tokens[start + index];
      return token !== undefined && token.key === word && !token.isQuoted;
    });
  return (phrases.get(from[at]?.key ?? '') ?? [])
    .filter((phrase) => isThere(from, at, phrase.from) && isThere(to, other, phrase.to))
    .map((phrase) => [phrase.from.length, phrase.to.length]);
}

/** Words that are joined or parted, with the same letters: `every day`, `из за`, `U.S.` and `US`. */
function joinedSteps(
  from: readonly Token[],
  at: number,
  to: readonly Token[],
  other: number,
  language: Language,
): readonly Step[] {
  const steps: Step[] = [];
  for (let taken = 1; taken <= MOST_JOINED; taken += 1)
    for (let otherTaken = 1; otherTaken <= MOST_JOINED; otherTaken += 1) {
      if (taken === otherTaken || (taken > 1 && otherTaken > 1)) continue;
      const [parts, others] = [from.slice(at, at + taken), to.slice(other, other + otherTaken)];
      if (parts.length === taken && others.length === otherTaken && isJoined(parts, others, language))
        steps.push([taken, otherTaken]);
    }
  return steps;
}

function isJoined(parts: readonly Token[], others: readonly Token[], language: Language): boolean {
  if ([...parts, ...others].some(({ kind, isQuoted }) => kind !== 'word' || isQuoted)) return false;
  const lettersOf = (tokens: readonly Token[]): string => tokens.map(({ key }) => key.replaceAll("'", '')).join('');
  if (lettersOf(parts) !== lettersOf(others)) return false;
  const [apart, [whole]] = parts.length > 1 ? [parts, others] : [others, parts];
  if (whole === undefined) return false;
  const classOf = ({ key }: Token): WordClass | undefined => language.classes.get(key);
  const negated = apart.find((token) => classOf(token) === 'negation');
  // «не большой» stays a negation in one word; “not able” does not.
  if (negated !== undefined) return classOf(whole) === 'negation' || (isParticle(negated.key) && negated === apart[0]);
  if (classOf(whole) === 'negation') return isParticle(whole.key.slice(0, 2));
  if (apart.some((token) => classOf(token) !== undefined) && !apart.some((token) => classOf(token) === classOf(whole)))
    return false;
  // `a.m.` is no article.
  if (apart.every(({ key }) => key.length === 1)) return true;
  return !apart.some((token) => language.silent.has(token.key)) || language.dictionary?.has(whole.key) !== true;
}

function isParticle(word: string): boolean {
  return word === 'не' || word === 'ни';
}

/** What the two differ in that weighs most. */
function reasonOf(from: readonly Token[], to: readonly Token[], language: Language): GuardReason {
  const changed = [...without(from, to), ...without(to, from)];
  const has = (holds: (token: Token) => boolean): boolean => changed.some(holds);
  const isOf =
    (wanted: WordClass) =>
    ({ kind, key }: Token): boolean =>
      kind === 'word' && language.classes.get(key) === wanted;
  if (from.some(({ isQuoted }) => isQuoted) !== to.some(({ isQuoted }) => isQuoted) || has(({ isQuoted }) => isQuoted))
    return 'quote';
  if (has(isOf('negation'))) return 'negation';
  if (has(({ kind }) => kind === 'date')) return 'date';
  if (has(({ kind }) => kind === 'number' || kind === 'unit')) return 'number';
  if (has(({ kind }) => kind === 'link' || kind === 'note')) return 'link';
  if (has(({ kind }) => kind === 'code' || kind === 'html')) return 'code';
  if (has(isOf('reservation'))) return 'reservation';
  if (has((token) => token.kind === 'word' && isNameLike(token))) return 'name';
  if (has(isOf('comparison'))) return 'comparison';
  return changed.length === 0 ? 'order' : 'words';
}

/** Tokens of one sentence that the other has not as often. */
function without(tokens: readonly Token[], others: readonly Token[]): readonly Token[] {
  const left = new Map<string, number>();
  const nameOf = ({ kind, key, isQuoted }: Token): string => `${kind} ${key} ${isQuoted}`;
  for (const token of others) left.set(nameOf(token), (left.get(nameOf(token)) ?? 0) + 1);
  return tokens.filter((token) => {
    const count = left.get(nameOf(token)) ?? 0;
    left.set(nameOf(token), count - 1);
    return count <= 0;
  });
}
