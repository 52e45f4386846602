import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { BUDGET_REACHED } from '../protocol/names.ts';
import type { BudgetReached } from '../protocol/budget.ts';
import { parseBudgetReached } from '../protocol/parse.ts';
import type { FailureRecord } from '../protocol/desk-state.ts';
import type { StepFailure } from './desk/attempts.ts';

/** Codes of `activities/failures.ts` after which somebody has to come back. */
const OUTAGES: ReadonlySet<string> = new Set([
  'model-unavailable',
  'model-rate-limited',
  'storage-unavailable',
  'key-missing',
]);
/** Codes after which only a person can change something, or has to say that it is tried once more: each attempt has been paid for. */
const HOPELESS: ReadonlySet<string> = new Set([
  'model-unauthorized',
  'model-not-found',
  'model-budget-exceeded',
  'model-refused',
  'model-context-exceeded',
  'model-request-refused',
  'model-answer-unusable',
]);

/** What an activity that failed says went wrong. */
export function toFailure(step: FailureRecord['step'], error: unknown): StepFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure)
    return { kind: 'fault', record: { step, code: 'timeout', message: cause.message } };
  if (!(cause instanceof ApplicationFailure))
    return {
      kind: 'fault',
      record: { step, code: 'internal', message: cause instanceof Error ? cause.message : String(cause) },
    };
  const code = cause.type ?? 'internal';
  const [retryAfterMs] = cause.details ?? [];
  return {
    kind: OUTAGES.has(code) ? 'outage' : HOPELESS.has(code) ? 'hopeless' : 'fault',
    record: { step, code, message: cause.message },
    ...(typeof retryAfterMs === 'number' && retryAfterMs >= 0 && { retryAfterMs }),
  };
}

/** The cap that a step met, if it was one that stopped it. */
export function toBudgetReached(error: unknown): BudgetReached | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== BUDGET_REACHED) return undefined;
  const parsed = parseBudgetReached(cause.details?.[0]);
  return parsed.ok ? parsed.value : undefined;
}
