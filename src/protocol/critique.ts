/** What the critic says of one draft. */
export interface Critique {
  /** 0 to 10, one decimal. */
  readonly score: number;
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly suggestions: readonly string[];
  /** True when claims should be checked before the article goes on. */
  readonly factsQuestionable: boolean;
}
