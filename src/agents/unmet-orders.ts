import type { ArticleRequest } from '../protocol/article.ts';
import type { Critique, UnmetOrder } from '../protocol/critique.ts';
import type { Comment } from './agent.ts';

/** An order that is not met keeps a draft from passing for good: as a comment that is not heeded does, by the rubric. */
const MOST_SCORE_UNMET = 6.9;
/** Words shorter than this have no ending that could be taken off. */
const MIN_STEM_CHARS = 4;
/** What a word may gain or lose at its end in a language that inflects: «Байкал», «Байкалом». */
const MAX_ENDING_CHARS = 3;
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const LATIN = /^[\p{Script=Latin}\p{N}'’.-]+$/u;

/**
 * What the order wants named and the draft does not name, and what it wants left out and is there. By words, whatever their case; in
 * Latin script as they were ordered (or with an "s" behind), elsewhere with any ending. What people spoke of later is left to them.
 */
export function unmetOrders(
  { mustMention = [], mustAvoid = [] }: ArticleRequest,
  draft: string,
  comments: readonly Comment[],
): readonly UnmetOrder[] {
  if (mustMention.length + mustAvoid.length === 0) return [];
  const text = toText(draft);
  const said = comments.map((comment) => toText(comment.text));
  const isLeft = (item: string): boolean => said.some((comment) => names(comment, item));
  return [
    ...mustMention.filter((item) => !names(text, item)).map((item) => ({ kind: 'missing', item }) as const),
    ...mustAvoid.filter((item) => names(text, item)).map((item) => ({ kind: 'avoid', item }) as const),
  ].filter(({ item }) => !isLeft(item));
}

/** The critique with what code found, whatever the critic made of it. */
export function withUnmet(critique: Critique, unmet: readonly UnmetOrder[]): Critique {
  return unmet.length === 0 ? critique : { ...critique, score: Math.min(critique.score, MOST_SCORE_UNMET), unmet };
}

/** Which of `items` a text names, as {@link unmetOrders} looks for them. */
export function namedIn(text: string, items: readonly string[]): readonly string[] {
  const whole = toText(text);
  return items.filter((item) => names(whole, item));
}

interface Text {
  readonly whole: string;
  readonly words: readonly string[];
}

function toText(text: string): Text {
  const whole = text.normalize('NFC').toLowerCase();
  return { whole, words: wordsOf(whole) };
}

function wordsOf(text: string): readonly string[] {
  return [...WORDS.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

function names({ whole, words }: Text, item: string): boolean {
  const wanted = item.normalize('NFC').toLowerCase();
  if (WITHOUT_SPACES.test(wanted)) return whole.includes(wanted);
  const forms = wordsOf(wanted).map(formOf);
  const [first, ...rest] = forms;
  // "C++", "→": nothing that is a word.
  if (first === undefined) return whole.includes(wanted);
  return words.some((word, at) => first(word) && rest.every((isForm, offset) => isForm(words[at + offset + 1] ?? '')));
}

/** Whether a word is a form of the wanted one. */
function formOf(wanted: string): (word: string) => boolean {
  if (LATIN.test(wanted)) {
    const forms = new Set([wanted, `${wanted}s`, `${wanted}'s`, `${wanted}’s`]);
    return (word) => forms.has(word);
  }
  if (wanted.length < MIN_STEM_CHARS) return (word) => word === wanted;
  const stem = wanted.slice(0, Math.max(MIN_STEM_CHARS - 1, wanted.length - 2));
  return (word) => word.startsWith(stem) && Math.abs(word.length - wanted.length) <= MAX_ENDING_CHARS;
}
