import type { LoopState } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import { basisOf } from './drafts.ts';
import { isOldText } from './loop.ts';
import { newestDraft, worthOf } from './rules.ts';
import type { ImprovementSettings } from './settings.ts';

/** Two drafts whose scores do not say for certain which one is better. */
export interface Comparison {
  /** The newest. */
  readonly draft: DraftRecord;
  /** The best until then. */
  readonly standing: DraftRecord;
}

/**
 * The comparison by which it is decided whether the newest draft is the best one now: where the scores are closer than the critic is exact.
 * Each draft is compared once. Where a source contradicts one of the two, the other one needs no comparison.
 */
export function dueComparison(state: LoopState, { compareWithin }: ImprovementSettings): Comparison | undefined {
  const draft = newestDraft(state);
  if (compareWithin === undefined || draft === undefined || draft.compared !== undefined) return undefined;
  if (draft.author === 'person' || draft.score === undefined || isOldText(state, draft)) return undefined;
  const standing = basisOf(state, draft.version);
  if (standing?.score === undefined || standing.version < state.roundFrom || standing.hash === draft.hash)
    return undefined;
  if (isFalse(draft) !== isFalse(standing)) return undefined;
  // Scores have one decimal; in tenths they are exact.
  const tenths = Math.abs(Math.round(worthOf(draft) * 10) - Math.round(worthOf(standing) * 10));
  return tenths <= Math.round(compareWithin * 10) ? { draft, standing } : undefined;
}

function isFalse({ contradicted = 0 }: DraftRecord): boolean {
  return contradicted > 0;
}
