import type { LoopState, StopReason } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import { articleDrafts, bestDraft, isContradicted, needsPerson } from './rules.ts';
import type { ImprovementSettings, LoopRules } from './settings.ts';

/** What ends the loop, and the draft that goes to people. */
export interface LoopEnd {
  readonly reason: StopReason;
  readonly draft: DraftRecord;
}

/** Whether the loop ends after the latest draft; undefined: it goes on. What is good enough counts before what went wrong. */
export function loopEnd(
  state: LoopState,
  { maxIterations, qualityThreshold, approval, improvement }: LoopRules,
): LoopEnd | undefined {
  const best = bestDraft(state);
  const latest = draftsOfRound(state).at(-1);
  if (best === undefined || latest === undefined) return undefined;
  const isGood = ({ score = -1 }: DraftRecord): boolean => score >= qualityThreshold;
  const clean = bestDraft({ ...state, drafts: draftsOfRound(state).filter((draft) => !needsPerson(draft)) });
  if (clean !== undefined && isGood(clean)) return { reason: 'threshold', draft: clean };
  // Another draft would be judged no better.
  if (latest.unjudged === true) return { reason: 'unjudged', draft: latest };
  const because = (reason: StopReason): LoopEnd => ({ reason, draft: best });
  // The writer is not told what a model only remembers: another draft would say it again.
  if (isGood(best) && (best.contradicted ?? 0) === 0) return because(whyPeopleLook(best));
  if (isOldText(state, latest)) return because('no-change');
  if (state.iteration >= maxIterations) return because('max-iterations');
  const drafts = draftsOfRound(state);
  // A draft that gained all the same is on its way.
  if (latest.repeats === true && hasNoGain(drafts, 1, improvement)) return because('same-weakness');
  if (hasNoGain(drafts, improvement.patience, improvement)) return because('plateau');
  return approval.gate === 'every_draft' ? because('every-draft') : undefined;
}

/** Of a good draft that somebody has to look at. */
function whyPeopleLook(draft: DraftRecord): 'contradicted' | 'suspect' | 'unchecked' {
  if (isContradicted(draft)) return 'contradicted';
  return draft.suspect === true ? 'suspect' : 'unchecked';
}

/** Whether a draft says, to the letter, what an earlier one of its round did. What people sent back is judged anew, by what they asked for. */
export function isOldText({ drafts, roundFrom }: LoopState, { version, hash }: DraftRecord): boolean {
  return drafts.some((draft) => draft.version < version && draft.version >= roundFrom && draft.hash === hash);
}

function draftsOfRound({ drafts, roundFrom }: LoopState): readonly DraftRecord[] {
  return articleDrafts({ drafts }).filter(({ version, author }) => version >= roundFrom && author === 'agent');
}

/** The best score has not risen by `minGain` within so many drafts. */
function hasNoGain(drafts: readonly DraftRecord[], within: number, { minGain }: ImprovementSettings): boolean {
  // Scores have one decimal; in tenths they are exact.
  const tenths = drafts.map(({ score = 0 }) => Math.round(score * 10));
  if (tenths.length <= within) return false;
  return Math.max(...tenths) - Math.max(...tenths.slice(0, -within)) < Math.round(minGain * 10);
}
