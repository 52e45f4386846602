import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { BudgetReachedError, ModelError } from '../agents/agent.ts';
import { UnsealError } from '../lib/seal.ts';
import { BUDGET_REACHED } from '../protocol/names.ts';
import { NotAcceptedError } from '../webhooks/not-accepted-error.ts';
import type { PublishFailure } from '../protocol/publication.ts';
import { PublishError } from '../publish/publisher.ts';

/** The step took longer than its settings allow. */
export class StepTimeoutError extends Error {
  override readonly name = 'StepTimeoutError';

  constructor(limitMs: number) {
    super(`The step did not end within ${limitMs / 1000} s`);
  }
}

/**
 * The one place that says what went wrong in a step. The failure's `type` is what the thread explains to people, its message is for
 * operators, its first detail how long whoever refused asks to wait, in milliseconds. Neither holds a text or a secret. Whether and when
 * it is tried again is decided by the workflow, which counts (`workflows/desk/attempts.ts`); Temporal itself tries again what a worker that
 * is shut down leaves undone.
 */
export function toStepFailure(error: unknown): Error {
  const { cancellationSignal } = Context.current();
  if (cancellationSignal.aborted) return interrupted(cancellationSignal.reason) ?? toError(error);
  if (error instanceof CancelledFailure) return error;
  if (isBudgetReached(error))
    return ApplicationFailure.create({
      type: BUDGET_REACHED,
      message: error.message,
      nonRetryable: true,
      details: [error.reached],
      category: 'BENIGN',
    });
  if (isModelError(error)) return failure(error.code, error, error.retryAfterMs);
  if (error instanceof StepTimeoutError) return failure('timeout', error);
  if (error instanceof UnsealError) return failure('key-missing', error);
  return failure(isOutage(error) ? 'storage-unavailable' : 'internal', error);
}

/** What went wrong at a target, or on the way there. @param there.isLate it took longer than its settings allow */
export function publishFaultOf(
  error: unknown,
  { isLate }: { readonly isLate: boolean },
): Pick<PublishError, 'code' | 'detail' | 'retryAfterMs'> {
  if (error instanceof PublishError) return error;
  const code = isLate ? 'timeout' : isOutage(error) ? 'storage-unavailable' : 'internal';
  return { code, detail: undefined, retryAfterMs: undefined };
}

/**
 * Its `type` is what the thread explains, its first detail what the target said. Without `retryInMs` it is not tried again, unless only
 * the database is away.
 */
export function toPublishFailure(
  { code, detail }: PublishFailure,
  { retryInMs, cause }: { readonly retryInMs?: number; readonly cause?: unknown } = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type: code,
    message: cause === undefined ? code : messageOf(cause),
    nonRetryable: retryInMs === undefined && code !== 'storage-unavailable',
    ...(retryInMs !== undefined && { nextRetryDelay: retryInMs }),
    details: detail === undefined ? [] : [detail],
  });
}

/** For what is only written down: an outage is waited for, a fault of ours is told at once. */
export function toRecordingFailure(error: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type: isOutage(error) ? 'storage-unavailable' : 'internal',
    message: messageOf(error),
    nonRetryable: !isOutage(error),
  });
}

/** What is to be sent is tried for as long as it may take, which the activity counts: nothing here is final. */
export function toWebhookFailure(error: unknown): Error {
  const { cancellationSignal } = Context.current();
  if (cancellationSignal.aborted) return interrupted(cancellationSignal.reason) ?? toError(error);
  const retryInMs = error instanceof NotAcceptedError ? error.retryInMs : undefined;
  return ApplicationFailure.create({
    type: retryInMs !== undefined ? 'webhook-not-accepted' : isOutage(error) ? 'storage-unavailable' : 'internal',
    message: messageOf(error),
    ...(retryInMs !== undefined && { nextRetryDelay: `${retryInMs} milliseconds`, category: 'BENIGN' as const }),
  });
}

function failure(type: string, error: unknown, retryAfterMs?: number): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: messageOf(error),
    nonRetryable: true,
    details: retryAfterMs === undefined ? [] : [retryAfterMs],
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A deploy is no failure of the article's: the next worker takes over at once. */
function interrupted(reason: unknown): ApplicationFailure | undefined {
  if (!isShutdown(reason)) return undefined;
  return ApplicationFailure.create({
    type: 'interrupted',
    message: 'The worker is shutting down',
    nextRetryDelay: '100 milliseconds',
    category: 'BENIGN',
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function isShutdown(reason: unknown): boolean {
  return reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN';
}

/** By name: loading the agents' module here would load LangGraph with it. */
function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === 'ModelError';
}

function isBudgetReached(error: unknown): error is BudgetReachedError {
  return error instanceof Error && error.name === 'BudgetReachedError';
}

/** SQLSTATE classes of faults of ours: a value that does not fit, a constraint, a statement or a right that is wrong; and what we raise. */
const OUR_FAULTS = /^(22|23|42|P0)...$/;

/** The database was reached and did not take it, whatever was tried: another answer of the model may be taken. */
export function isUnstorable(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && OUR_FAULTS.test(code);
}

/** Errors of pg: server errors carry a five-character SQLSTATE, broken connections a code of the system. */
function isOutage(error: unknown): boolean {
  // Once this process has the key, it is there again.
  if (error instanceof UnsealError) return true;
  const code = codeOf(error);
  if (code !== undefined && /^([0-9A-Z]{5}|E[A-Z]+)$/.test(code)) return !OUR_FAULTS.test(code);
  return /connection terminated|timeout exceeded when trying to connect|query read timeout/i.test(messageOf(error));
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
