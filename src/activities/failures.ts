import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ModelError } from '../agents/agent.ts';

/** How long failures.ts waits before the next attempt where the error itself does not say. */
export interface OutagePolicy {
  /** Times the number of the attempt: a model that cannot be reached is given time to come back. Seconds. */
  readonly outageIntervalSeconds: number;
  /** Upper limit of any wait, seconds. */
  readonly maximumIntervalSeconds: number;
}

/**
 * The one place that decides whether Temporal tries a thinking activity again, and when.
 * The failure's `type` is what the thread explains to people; its message is for operators. Neither holds a text or a secret.
 */
export function toFailure(error: unknown, policy: OutagePolicy): Error {
  const { info, cancellationSignal } = Context.current();
  if (cancellationSignal.aborted && isShutdown(cancellationSignal.reason)) {
    // A deploy is no failure of the article's: the next worker takes over at once.
    return ApplicationFailure.create({
      type: 'internal',
      message: 'The worker is shutting down',
      nextRetryDelay: '100 milliseconds',
      category: 'BENIGN',
    });
  }
  if (error instanceof CancelledFailure || cancellationSignal.aborted)
    return error instanceof Error ? error : new Error(String(error));
  if (isModelError(error)) return modelFailure(error, info.attempt, policy);
  if (isDatabaseError(error)) return retryable('storage-unavailable', error, outageDelay(info.attempt, policy));
  return retryable('internal', error);
}

function modelFailure(error: ModelError, attempt: number, policy: OutagePolicy): ApplicationFailure {
  switch (error.code) {
    case 'model-unavailable':
      return retryable(error.code, error, error.retryAfterMs ?? outageDelay(attempt, policy));
    case 'model-rate-limited':
      return retryable(error.code, error, error.retryAfterMs ?? outageDelay(attempt, policy));
    case 'model-answer-unusable':
      return retryable(error.code, error);
    case 'model-unauthorized':
    case 'model-not-found':
    case 'model-budget-exceeded':
    case 'model-refused':
      return ApplicationFailure.create({ type: error.code, message: error.message, nonRetryable: true });
    default:
      return error.code satisfies never;
  }
}

function retryable(type: string, error: unknown, delayMs?: number): ApplicationFailure {
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.create({ type, message, ...(delayMs !== undefined && { nextRetryDelay: delayMs }) });
}

function outageDelay(attempt: number, policy: OutagePolicy): number {
  return Math.min(attempt * policy.outageIntervalSeconds, policy.maximumIntervalSeconds) * 1000;
}

function isShutdown(reason: unknown): boolean {
  return reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN';
}

/** By name: loading the agents' module here would load LangGraph with it. */
function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === 'ModelError';
}

/** Errors of pg: server errors carry a five-character SQLSTATE, broken connections a code of the system. */
function isDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    (typeof code === 'string' && /^([0-9A-Z]{5}|E[A-Z]+)$/.test(code)) ||
    /connection terminated|timeout exceeded when trying to connect/i.test(error.message)
  );
}
