import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMove, type StepFailure } from '../../../src/workflows/desk/attempts.ts';

const RETRY = {
  initialIntervalSeconds: 1,
  maximumIntervalSeconds: 60,
  maximumAttempts: 3,
  backoffCoefficient: 2,
  outageMinutes: 60,
  outageIntervalSeconds: 10,
};
const NOON = Date.parse('2026-11-29T12:00:00Z');
const record = { step: 'writing', code: 'model-unavailable', message: 'down' } as const;
const fault: StepFailure = { kind: 'fault', record: { ...record, code: 'timeout' } };
const outage: StepFailure = { kind: 'outage', record };

describe('a step that failed by itself', () => {
  it('is tried again after longer and longer waits, and then people are asked', () => {
    const moves = [0, 1, 2].map((faults) => nextMove(fault, { faults, meetings: 0 }, RETRY, NOON));
    expect(moves).toEqual([{ kind: 'again', afterMs: 1000 }, { kind: 'again', afterMs: 2000 }, { kind: 'ask-people' }]);
  });

  it('is not tried again when only a person can change something', () => {
    expect(nextMove({ kind: 'hopeless', record }, { faults: 0, meetings: 0 }, RETRY, NOON)).toEqual({
      kind: 'ask-people',
    });
  });
});

describe('an outage', () => {
  it('costs no attempt, however often it is met', () => {
    expect(nextMove(outage, { faults: 2, meetings: 40 }, RETRY, NOON)).toMatchObject({ kind: 'wait', afterMs: 60_000 });
  });

  it('says since when and until when', () => {
    expect(nextMove(outage, { faults: 0, meetings: 0 }, RETRY, NOON)).toEqual({
      kind: 'wait',
      afterMs: 10_000,
      outage: { code: 'model-unavailable', since: '2026-11-29T12:00:00.000Z', next: '2026-11-29T12:00:10.000Z' },
    });
  });

  it('waits as long as whoever refused asks, even longer than we would', () => {
    const asked = { ...outage, retryAfterMs: 300_000 };
    expect(nextMove(asked, { faults: 0, meetings: 0 }, RETRY, NOON)).toMatchObject({ afterMs: 300_000 });
  });

  it('has a last attempt when its time is up, and then people are asked', () => {
    const since = { code: 'model-unavailable', since: '2026-11-29T11:00:30Z', next: '2026-11-29T12:00:00Z' };
    const asked = { ...outage, retryAfterMs: 3_600_000 };
    expect(nextMove(asked, { faults: 0, meetings: 5, outage: since }, RETRY, NOON)).toMatchObject({ afterMs: 30_000 });
    expect(nextMove(outage, { faults: 0, meetings: 6, outage: since }, RETRY, NOON + 30_000)).toEqual({
      kind: 'ask-people',
    });
  });
});

describe('whatever fails', () => {
  it('is waited for within the budget and never in the past', () => {
    const failure = fc.record({
      kind: fc.constantFrom('outage' as const, 'fault' as const, 'hopeless' as const),
      record: fc.constant(record),
      retryAfterMs: fc.nat({ max: 100_000_000 }),
    });
    fc.assert(
      fc.property(
        failure,
        fc.nat({ max: 5 }),
        fc.nat({ max: 500 }),
        fc.nat({ max: 4_000_000 }),
        (one, faults, meetings, ago) => {
          const since = { code: 'x', since: new Date(NOON - ago).toISOString(), next: new Date(NOON).toISOString() };
          const move = nextMove(one, { faults, meetings, outage: since }, RETRY, NOON);
          if (move.kind === 'ask-people') return;
          expect(move.afterMs).toBeGreaterThanOrEqual(0);
          if (move.kind === 'wait')
            expect(Date.parse(move.outage.next) - Date.parse(move.outage.since)).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
