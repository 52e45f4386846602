import type { LedgerAnswer } from './ledger.ts';
import type { TranslationDifference } from './translation.ts';

/** What the critic says of one draft. */
export interface Critique {
  /** 0 to 10, one decimal. */
  readonly score: number;
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly suggestions: readonly string[];
  /** Where the weaknesses and suggestions are, by their number. Absent: nobody said. */
  readonly places?: {
    readonly weaknesses: readonly Place[];
    readonly suggestions: readonly Place[];
  };
  /** What the score was made of, as far as it rests on words of the draft. Absent: the critic gave a score and no more. */
  readonly criteria?: readonly JudgedCriterion[];
  /** What became of each comment by people, as far as the critic said so and words of the draft show it. */
  readonly comments?: readonly LedgerAnswer[];
  /** True when claims should be checked before the article goes on. */
  readonly factsQuestionable: boolean;
  /** Of the order, what the draft does not do, found by code and not by the critic. Absent: all of it is done. */
  readonly unmet?: readonly UnmetOrder[];
  /** Of a translation, what it has otherwise than its original and may not, found by code. Absent: nothing. */
  readonly differs?: readonly PlacedDifference[];
}

/** Where a translation differs from its original. */
export interface PlacedDifference extends TranslationDifference {
  readonly section: Place;
}

/** `missing`: the order wants it named · `avoid`: the order wants it left out, and it is there. */
export interface UnmetOrder {
  readonly kind: 'missing' | 'avoid';
  /** As it was ordered. */
  readonly item: string;
}

/** The id of a section; null: the text as a whole. */
export type Place = string | null;

/** What a draft is judged by; what each is about is in the rubric of the critic. */
export const CRITERION_NAMES = ['substance', 'truth', 'structure', 'language', 'fit'] as const;
export type CriterionName = (typeof CRITERION_NAMES)[number];

/** All by which a draft may be judged: the last four are for translations, beside their original. */
export const JUDGED_NAMES = [...CRITERION_NAMES, 'fidelity', 'completeness', 'fluency', 'terms'] as const;
export type JudgedName = (typeof JUDGED_NAMES)[number];

export interface JudgedCriterion {
  readonly criterion: JudgedName;
  /** Words of the draft that it is judged by. */
  readonly quote: string;
  readonly judgement: string;
  /** 0 to 10, one decimal. */
  readonly score: number;
  /** What would make it better; empty: nothing. */
  readonly fix: string;
  readonly section: Place;
}
