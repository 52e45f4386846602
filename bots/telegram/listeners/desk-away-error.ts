/** The desk could not be reached: the update stays in the inbox and is handed over later. */
export class DeskAwayError extends Error {
  override readonly name = 'DeskAwayError';
  readonly code = 'desk-away';
  /** Whether the person knows that it is kept. */
  readonly told: boolean;

  constructor(told: boolean) {
    super('The desk did not take it');
    this.told = told;
  }
}
