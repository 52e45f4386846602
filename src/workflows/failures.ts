import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { FailureRecord } from '../protocol/desk-state.ts';
import { MALFORMED } from '../protocol/names.ts';
import type { Parsed } from '../protocol/parse.ts';

/** @throws {ApplicationFailure} `Malformed`, saying which field. In a validator it refuses the update, in the workflow itself it ends it. */
export function mustParse<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw ApplicationFailure.create({ type: MALFORMED, message: parsed.fault, nonRetryable: true });
}

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
