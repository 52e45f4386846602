/** An endpoint did not take an event: it is tried again. */
export class NotAcceptedError extends Error {
  override readonly name = 'NotAcceptedError';
  readonly retryInMs: number;

  constructor(
    { endpoint, event, status, problem }: { endpoint: string; event: string; status?: number; problem?: string },
    retryInMs: number,
  ) {
    super(`${endpoint} did not accept ${event}: ${status ?? problem ?? 'no answer'}`);
    this.retryInMs = retryInMs;
  }
}
