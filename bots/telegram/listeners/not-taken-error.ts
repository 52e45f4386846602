/** The desk could not be reached: the update stays in the inbox and is handed over later. */
export class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
  readonly code = 'not-taken';
  /** Whether the person knows that it is kept. */
  readonly told: boolean;

  constructor(told: boolean) {
    super('The desk did not take it');
    this.told = told;
  }
}
