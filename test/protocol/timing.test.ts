import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownZone, nextTimes, slotOf, type Timing, weekAt } from '../../src/protocol/timing.ts';

const BERLIN = 'Europe/Berlin';
const at = (hour: number, minute = 0): { readonly hour: number; readonly minute: number } => ({ hour, minute });

function next(timing: Timing, after: string, count = 3): readonly string[] {
  return nextTimes(timing, new Date(after), count).map((moment) => moment.toISOString());
}

describe('the next times of a timing', () => {
  it('are at the same hour there on both sides of a change of the clocks', () => {
    const everySunday = { weekdays: [0], times: [at(9)], zone: BERLIN };
    expect(next(everySunday, '2027-03-20T00:00:00Z', 2)).toEqual([
      '2027-03-21T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
    ]);
    expect(next(everySunday, '2026-10-17T23:00:00Z', 2)).toEqual([
      '2026-10-18T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ]);
  });

  it('leave out an hour that there is not, and take one that there is twice the first time', () => {
    const atNight = { times: [at(2, 30)], zone: BERLIN };
    expect(next(atNight, '2027-03-27T12:00:00Z', 1)).toEqual(['2027-03-29T00:30:00.000Z']);
    expect(next(atNight, '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('leave out months that have no such day', () => {
    const last = { monthDays: [31], times: [at(10)], zone: 'UTC' };
    expect(next(last, '2027-01-31T10:00:00Z', 2)).toEqual(['2027-03-31T10:00:00.000Z', '2027-05-31T10:00:00.000Z']);
  });

  it('can be the second Tuesday of each month', () => {
    const second = { weekdays: [2], ofMonth: 2, times: [at(10)], zone: 'UTC' };
    expect(next(second, '2026-12-01T00:00:00Z', 2)).toEqual(['2026-12-08T10:00:00.000Z', '2027-01-12T10:00:00.000Z']);
  });

  it('can be in every other week, whatever year it is', () => {
    const phase = weekAt(new Date('2026-12-18T00:00:00Z'), 'UTC') % 2;
    const other = { weekdays: [5], weeks: { every: 2, phase }, times: [at(16)], zone: 'UTC' };
    expect(next(other, '2026-12-12T00:00:00Z')).toEqual([
      '2026-12-18T16:00:00.000Z',
      '2027-01-01T16:00:00.000Z',
      '2027-01-15T16:00:00.000Z',
    ]);
    expect(slotOf(other, new Date('2026-12-25T16:00:00Z'))).toEqual({ key: '2026-12-25T16:00', isDue: false });
  });

  it('each show on a clock there what was asked for, in order and after the moment', () => {
    const zones = [
      'UTC',
      BERLIN,
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Chatham',
      'America/St_Johns',
      'Asia/Tokyo',
    ];
    const timings = fc.record(
      {
        weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 }),
        times: fc.tuple(fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })),
        zone: fc.constantFrom(...zones),
      },
      { requiredKeys: ['times', 'zone'] },
    );
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(timings, moments, (timing, after) => {
        const found = nextTimes(timing, after, 4);
        expect(found).toHaveLength(4);
        let before = after;
        for (const moment of found) {
          expect(moment > before).toBe(true);
          before = moment;
          expect(slotOf(timing, moment)?.isDue).toBe(true);
          const [time] = timing.times;
          const shown = new Intl.DateTimeFormat('en-GB', { timeZone: timing.zone, timeStyle: 'short' }).format(moment);
          expect(shown).toBe(`${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`);
        }
      }),
    );
  });
});

describe('a moment', () => {
  it('is one slot when the clock shows it twice', () => {
    const atNight = { times: [at(2, 30)], zone: BERLIN };
    const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((moment) =>
      slotOf(atNight, new Date(moment)),
    );
    expect(first).toEqual({ key: '2026-10-25T02:30', isDue: true });
    expect(second).toEqual(first);
  });

  it('is none between the minutes and on other days', () => {
    const monday = { weekdays: [1], times: [at(9)], zone: 'UTC' };
    expect(slotOf(monday, new Date('2026-12-07T09:00:00.001Z'))).toBeUndefined();
    expect(slotOf(monday, new Date('2026-12-08T09:00:00Z'))).toBeUndefined();
  });
});

describe('a zone', () => {
  it('is known by its name in any case, and nothing else is one', () => {
    expect(knownZone('europe/berlin')).toBe(BERLIN);
    expect(knownZone('Europe/Berln')).toBeUndefined();
  });
});
