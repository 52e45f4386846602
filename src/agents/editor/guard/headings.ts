import type { GuardReason } from '../../../protocol/edit-record.ts';
import type { ReadUnit } from './align-units.ts';
import type { Comparison } from './same-meaning.ts';
import { isNameLike } from './spelling.ts';
import type { Token } from './tokens.ts';

/** Shorter words carry a heading's grammar, and longer ones are known again by their beginning. */
const LEAST_CHARS = 4;
const ROOT_CHARS = 5;
const NUMBER_BEFORE = /^[\p{Nd}\s.):#§-]+/u;

/** Whether a heading could stand above any part of any text. */
export function saysNothing({ plain }: Pick<ReadUnit, 'plain'>, { language }: Comparison): boolean {
  const words = plain
    .replace(NUMBER_BEFORE, '')
    .replaceAll(/[\p{P}\p{Nd}]/gu, ' ')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' || language.idleHeadings.has(words);
}

/** Why such a heading may not become this one: it may say what the text below it says, in words of the text, and nothing that weighs. */
export function headingFault(heading: ReadUnit, { language, words: text }: Comparison): GuardReason | undefined {
  const isStrange = ({ kind, key, raw }: Token): boolean => {
    if (kind !== 'word') return !text.has(key);
    if (language.classes.has(key)) return !text.has(key) || language.classes.get(key) === 'negation';
    if (raw.length < LEAST_CHARS || language.questions.has(key)) return false;
    return !text.has(key) && !text.has(key.slice(0, ROOT_CHARS));
  };
  return heading.tokens.some((token) => token.isQuoted || isStrange(token)) ? 'heading' : undefined;
}

/** Why a title may not become this one: it has to keep what weighs in the old one, and may bring nothing of the kind that the text does not have. */
export function titleFault(
  title: readonly Token[],
  old: readonly Token[],
  { language, words: text }: Comparison,
): GuardReason | undefined {
  const isWeighty = (token: Token): boolean =>
    token.isQuoted || token.kind !== 'word' || language.classes.has(token.key) || isName(token, language);
  const keysOf = (tokens: readonly Token[]): ReadonlySet<string> =>
    new Set(tokens.filter(isWeighty).map(({ key }) => key));
  const [kept, lost] = [keysOf(title), keysOf(old)];
  return [...lost].every((key) => kept.has(key)) && [...kept].every((key) => text.has(key) || lost.has(key))
    ? undefined
    : 'heading';
}

/** In a title every word may have a capital: a name is what has no other form. */
export function isName(token: Token, { dictionary }: Comparison['language']): boolean {
  if (!/^\p{Lu}/u.test(token.raw)) return false;
  if (dictionary === undefined) return isNameLike(token);
  return !dictionary.has(token.key);
}

/** What stands in a text: its words, and how they begin. */
export function wordsOf(units: readonly ReadUnit[]): ReadonlySet<string> {
  return new Set(
    units.flatMap(({ tokens }) =>
      tokens.flatMap(({ key, kind }) => (kind === 'word' ? [key, key.slice(0, ROOT_CHARS)] : [key])),
    ),
  );
}
