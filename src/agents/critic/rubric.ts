import { type CriterionName, JUDGED_NAMES, type JudgedCriterion, type JudgedName } from '../../protocol/critique.ts';

/** How much each criterion counts; at least 0, not all of them 0. One that is not named is not judged. */
export type RubricWeights = Readonly<Partial<Record<JudgedName, number>>>;

export const EVEN_WEIGHTS: Readonly<Record<CriterionName, number>> = {
  substance: 1,
  truth: 1,
  structure: 1,
  language: 1,
  fit: 1,
};

/** Of a translation: what it says comes before how it says it. */
export const TRANSLATION_WEIGHTS: RubricWeights = { fidelity: 2, completeness: 2, fluency: 1, terms: 1 };

/** A failure in one is not hidden by the rest: so far above the worst the whole may be. */
const MAX_ABOVE_WORST = 2;
/** A draft that leaves a comment of a person open is not publishable. */
const MAX_WITH_OPEN_COMMENT = 6.9;
/** Below what is publishable: a score that nothing of the draft shows lets no draft pass. */
const MAX_WITHOUT_PROOF = 7.9;

export interface ScoredBy {
  readonly weights: RubricWeights;
  /** By the critic's own word, where no criterion was judged by words of the draft. */
  readonly given: number;
  readonly hasOpenComment: boolean;
}

/**
 * The score of a draft, 0 to 10 with one decimal: the weighted mean of its criteria, kept near the worst of them; below 8 as long as one
 * that counts was not judged by words of the draft, and below 7 while a comment is open.
 */
export function scoreOf(criteria: readonly JudgedCriterion[], { weights, given, hasOpenComment }: ScoredBy): number {
  const counted = criteria.filter(({ criterion }) => weightOf(weights, criterion) > 0);
  const bounds = [
    weightedMean(counted, weights) ?? given,
    ...counted.map(({ score }) => score + MAX_ABOVE_WORST),
    ...(unjudged(criteria, weights).length > 0 ? [MAX_WITHOUT_PROOF] : []),
    ...(hasOpenComment ? [MAX_WITH_OPEN_COMMENT] : []),
  ];
  return Math.round(Math.min(...bounds) * 10) / 10;
}

/** Criteria that count and were not judged. */
export function unjudged(criteria: readonly JudgedCriterion[], weights: RubricWeights): readonly JudgedName[] {
  return JUDGED_NAMES.filter(
    (name) => weightOf(weights, name) > 0 && !criteria.some(({ criterion }) => criterion === name),
  );
}

function weightedMean(criteria: readonly JudgedCriterion[], weights: RubricWeights): number | undefined {
  const whole = criteria.reduce((sum, { criterion }) => sum + weightOf(weights, criterion), 0);
  if (whole === 0) return undefined;
  return criteria.reduce((sum, { criterion, score }) => sum + weightOf(weights, criterion) * score, 0) / whole;
}

function weightOf(weights: RubricWeights, name: JudgedName): number {
  return weights[name] ?? 0;
}
