import type { Critique, PlacedDifference } from '../../protocol/critique.ts';
import type { Section } from '../../protocol/section.ts';
import type { Original } from '../agent.ts';
import { differencesBetween } from './differences.ts';

/** As a comment that is not heeded does: it is for the translator to mend, or for people to let pass. */
const MOST_SCORE_DIFFERENT = 6.9;

/**
 * What a translation has otherwise than its original and may not, by sections. Where somebody has cut it otherwise, of the text as a whole.
 */
export function placedDifferences(
  { sections }: Original,
  translation: readonly Pick<Section, 'id' | 'text'>[],
): readonly PlacedDifference[] {
  const isCutAlike =
    sections.length === translation.length && sections.every(({ id }, at) => translation[at]?.id === id);
  if (!isCutAlike)
    return differencesBetween(whole(sections), whole(translation)).map((one) => ({ ...one, section: null }));
  return sections.flatMap(({ id, text }, at) =>
    differencesBetween(text, translation[at]?.text ?? '').map((one) => ({ ...one, section: id })),
  );
}

/** The critique with what code found, whatever the critic made of it. */
export function withDifferences(critique: Critique, differs: readonly PlacedDifference[]): Critique {
  if (differs.length === 0) return critique;
  return { ...critique, score: Math.min(critique.score, MOST_SCORE_DIFFERENT), differs };
}

/** For a model: in a prompt, what somebody wrote is material like all of it. */
export function differenceWords({ kind, missing, added, section }: PlacedDifference): string {
  const named = (what: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${what} ${items.join(', ')}`];
  return `${section ?? 'the whole'}: ${kind}: ${[...named('missing', missing), ...named('added', added)].join('; ')}`;
}

function whole(sections: readonly Pick<Section, 'text'>[]): string {
  return sections.map(({ text }) => text).join('');
}
