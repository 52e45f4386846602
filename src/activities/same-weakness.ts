import type { Critique } from '../protocol/critique.ts';

/** From this share of common pairs of letters on, two sentences say the same in almost the same words. */
const SAME_SHARE = 0.85;
const MAX_CHARS = 500;

/** Whether its first weakness is one that the earlier critique named, too: the critic names first what matters most. */
export function isRepeated({ weaknesses: [first] }: Critique, earlier: Critique): boolean {
  return first !== undefined && isNamedAmong(first, earlier.weaknesses);
}

/**
 * Whether one of `earlier` says what `weakness` does, in almost the same words of any language. With other numbers in it, something has
 * been done about it.
 */
export function isNamedAmong(weakness: string, earlier: readonly string[]): boolean {
  const pairs = pairsOf(weakness);
  const numbers = numbersIn(weakness);
  return (
    pairs.size > 0 &&
    earlier.some((other) => numbersIn(other) === numbers && likeness(pairs, pairsOf(other)) >= SAME_SHARE)
  );
}

/** Dice's coefficient. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / (one.size + other.size);
}

function numbersIn(text: string): string {
  return (text.match(/\p{Nd}+/gu) ?? []).join(' ');
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters =
    text
      .toLowerCase()
      .slice(0, MAX_CHARS)
      .match(/[\p{L}\p{N}]/gu) ?? [];
  return new Set(letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`));
}
