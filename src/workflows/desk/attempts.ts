import type { FailureRecord, Outage } from '../../protocol/desk-state.ts';
import type { RetrySettings } from '../../protocol/settings.ts';

/** A step that failed, and what is known about trying it again. */
export interface StepFailure {
  readonly record: FailureRecord;
  /** `outage`: somebody has to come back · `fault`: it went wrong by itself · `hopeless`: only a person can change something. */
  readonly kind: 'outage' | 'fault' | 'hopeless';
  /** How long whoever refused asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** What has been tried already. */
export interface Attempts {
  /** Faults of this step since people last said how to go on. */
  readonly faults: number;
  /** The outage that goes on, and how often it was met. */
  readonly outage?: Outage;
  readonly meetings: number;
}

/** What to do about a failure. */
export type NextMove =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'wait'; readonly outage: Outage; readonly afterMs: number }
  | { readonly kind: 'ask-people' };

/**
 * Attempts count only faults of the step itself; outages have a time budget, within which whoever asks to wait is waited for.
 * @param nowMs epoch milliseconds, workflow time
 */
export function nextMove(
  { record, kind, retryAfterMs }: StepFailure,
  { faults, outage, meetings }: Attempts,
  retry: RetrySettings,
  nowMs: number,
): NextMove {
  const longestMs = retry.maximumIntervalSeconds * 1000;
  switch (kind) {
    case 'hopeless':
      return { kind: 'ask-people' };
    case 'fault': {
      if (faults + 1 >= retry.maximumAttempts) return { kind: 'ask-people' };
      const afterMs = Math.min(retry.initialIntervalSeconds * 1000 * retry.backoffCoefficient ** faults, longestMs);
      return { kind: 'again', afterMs };
    }
    case 'outage': {
      const sinceMs = outage === undefined ? nowMs : Date.parse(outage.since);
      const leftMs = sinceMs + retry.outageMinutes * 60_000 - nowMs;
      if (leftMs <= 0) return { kind: 'ask-people' };
      const wantedMs = retryAfterMs ?? Math.min(retry.outageIntervalSeconds * 1000 * (meetings + 1), longestMs);
      // The last attempt is made when the budget ends.
      const afterMs = Math.min(wantedMs, leftMs);
      return {
        kind: 'wait',
        afterMs,
        outage: { code: record.code, since: iso(sinceMs), next: iso(nowMs + afterMs) },
      };
    }
    default:
      return kind satisfies never;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
