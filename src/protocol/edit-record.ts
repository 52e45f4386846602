/** Why a change that the editor wanted was not made. `order`: the same words in another order · `added`, `dropped`: a sentence · `whole`: the text could not be compared. */
export const GUARD_REASONS = [
  'negation',
  'name',
  'number',
  'date',
  'quote',
  'link',
  'code',
  'reservation',
  'comparison',
  'question',
  'words',
  'order',
  'added',
  'dropped',
  'heading',
  'whole',
] as const;
export type GuardReason = (typeof GUARD_REASONS)[number];

/** A sentence before and after; Markdown. */
export interface SentenceChange {
  readonly before: string;
  readonly after: string;
}

/** What the editor wanted beyond a copy edit: the text does not have it. */
export interface EditProposal {
  /** The sentence that stands, as approved. Empty: the editor wanted one more. */
  readonly approved: string;
  /** Empty: the editor wanted none. */
  readonly wanted: string;
  readonly reason: GuardReason;
}

/** What the final edit did to the approved draft. Kept with the edition. */
export interface EditRecord {
  readonly changes: readonly SentenceChange[];
  readonly proposals: readonly EditProposal[];
}
