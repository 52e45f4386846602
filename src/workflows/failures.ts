import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { FailureRecord } from '../protocol/desk-state.ts';

/** What an activity that used up its attempts says went wrong. */
export function toFailure(step: FailureRecord['step'], error: unknown): FailureRecord {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    const [reason] = cause.details ?? [];
    return {
      step,
      code: cause.type ?? 'internal',
      message: cause.message,
      ...(step === 'delivering' && typeof reason === 'string' && { reason }),
    };
  }
  if (cause instanceof TimeoutFailure) return { step, code: 'timeout', message: cause.message };
  return { step, code: 'internal', message: cause instanceof Error ? cause.message : String(cause) };
}
