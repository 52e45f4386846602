import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/patience/calendar.ts';
import type { Wait, WorkingTime } from '../../src/protocol/patience.ts';

const OFFICE: WorkingTime = {
  weekdays: [1, 2, 3, 4, 5],
  from: 9 * 60,
  to: 18 * 60,
  holidays: 'none',
  daysOff: [],
};
const ALWAYS: WorkingTime = { ...OFFICE, weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 };
const BERLIN = 'Europe/Berlin';

function after(from: string, wait: Wait, working: WorkingTime = OFFICE, zone = BERLIN): string {
  return createCalendar(working, zone).after(new Date(from), wait).toISOString();
}

describe('a wait in working time', () => {
  it('counts minutes of work only, over the night and the weekend', () => {
    // Friday 16:00 in Berlin: two hours are left of the day.
    expect(after('2026-11-27T15:00:00Z', { unit: 'minutes', count: 240 })).toBe('2026-11-30T10:00:00.000Z');
    expect(after('2026-11-27T15:00:00Z', { unit: 'minutes', count: 120 })).toBe('2026-11-27T17:00:00.000Z');
    // Saturday, and before work begins.
    expect(after('2026-11-28T11:00:00Z', { unit: 'minutes', count: 60 })).toBe('2026-11-30T09:00:00.000Z');
    expect(after('2026-11-30T04:00:00Z', { unit: 'minutes', count: 60 })).toBe('2026-11-30T09:00:00.000Z');
  });

  it('counts days to the same time of day, and from the morning on when it begins out of hours', () => {
    expect(after('2026-11-27T13:30:00Z', { unit: 'days', count: 2 })).toBe('2026-12-01T13:30:00.000Z');
    expect(after('2026-11-27T20:00:00Z', { unit: 'days', count: 2 })).toBe('2026-12-02T08:00:00.000Z');
  });

  it('leaves out holidays and days off', () => {
    const isHoliday = (day: string): boolean => day === '2026-12-25';
    const calendar = createCalendar({ ...OFFICE, daysOff: ['2026-12-24'] }, BERLIN, isHoliday);
    expect(calendar.after(new Date('2026-12-23T16:00:00Z'), { unit: 'minutes', count: 120 }).toISOString()).toBe(
      '2026-12-28T09:00:00.000Z',
    );
    expect(calendar.after(new Date('2026-12-23T10:00:00Z'), { unit: 'days', count: 1 }).toISOString()).toBe(
      '2026-12-28T10:00:00.000Z',
    );
    expect(calendar.isWorking(new Date('2026-12-25T10:00:00Z'))).toBe(false);
  });

  it('keeps the time of day when the clocks change, both ways', () => {
    // On the 29th of March 2026 they go on, on the 25th of October back.
    expect(after('2026-03-27T09:00:00Z', { unit: 'days', count: 1 })).toBe('2026-03-30T08:00:00.000Z');
    expect(after('2026-10-23T08:00:00Z', { unit: 'days', count: 1 })).toBe('2026-10-26T09:00:00.000Z');
  });

  it('counts hours as they go by when the clocks change within them', () => {
    // From 1:30 on, the clock of that night shows 3:00 after half an hour; in autumn it shows 2:00 twice.
    expect(after('2026-03-29T00:30:00Z', { unit: 'minutes', count: 90 }, ALWAYS)).toBe('2026-03-29T02:00:00.000Z');
    expect(after('2026-10-25T00:30:00Z', { unit: 'minutes', count: 90 }, ALWAYS)).toBe('2026-10-25T02:00:00.000Z');
    // A shift that begins in the hour that there is not begins when the clocks go on.
    const nights: WorkingTime = { ...ALWAYS, from: 150, to: 360 };
    expect(createCalendar(nights, BERLIN).next(new Date('2026-03-28T23:00:00Z')).toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('is by the clock of the zone, with half hours and quarters', () => {
    expect(after('2026-11-30T03:00:00Z', { unit: 'minutes', count: 30 }, OFFICE, 'Asia/Kolkata')).toBe(
      '2026-11-30T04:00:00.000Z',
    );
    expect(after('2026-11-30T00:00:00Z', { unit: 'minutes', count: 30 }, OFFICE, 'Asia/Kathmandu')).toBe(
      '2026-11-30T03:45:00.000Z',
    );
    // Lord Howe Island goes on by half an hour.
    expect(after('2026-10-01T22:30:00Z', { unit: 'days', count: 1 }, OFFICE, 'Australia/Lord_Howe')).toBe(
      '2026-10-04T22:00:00.000Z',
    );
  });

  it('leaves quiet hours out, over midnight or within the day', () => {
    const quiet: WorkingTime = { ...ALWAYS, quiet: { from: 22 * 60, to: 8 * 60 } };
    expect(after('2026-11-30T20:30:00Z', { unit: 'minutes', count: 60 }, quiet)).toBe('2026-12-01T07:30:00.000Z');
    const siesta: WorkingTime = { ...OFFICE, quiet: { from: 13 * 60, to: 14 * 60 } };
    expect(after('2026-11-30T11:30:00Z', { unit: 'minutes', count: 60 }, siesta)).toBe('2026-11-30T13:30:00.000Z');
    expect(createCalendar(siesta, BERLIN).isWorking(new Date('2026-11-30T12:30:00Z'))).toBe(false);
  });

  it('says which day it is there', () => {
    const at = new Date('2026-11-30T23:30:00Z');
    expect(createCalendar(OFFICE, BERLIN).dayOf(at)).toBe('2026-12-01');
    expect(createCalendar(OFFICE, 'America/New_York').dayOf(at)).toBe('2026-11-30');
  });

  it('is refused where nobody ever works', () => {
    expect(() => createCalendar(OFFICE, BERLIN, () => true).next(new Date('2026-11-30T12:00:00Z'))).toThrow(
      /Nobody works .* in Europe\/Berlin/,
    );
  });

  const zones = fc.constantFrom(
    'UTC',
    BERLIN,
    'America/St_Johns',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Asia/Tehran',
  );
  const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const working = fc
    .record({
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
      hours: fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 2 }),
    })
    .map(({ weekdays, hours }) => ({
      ...OFFICE,
      weekdays,
      from: Math.min(...hours) * 60,
      to: Math.max(...hours) * 60,
    }));

  it('has just so many minutes of work in it, whatever the clocks do', () => {
    fc.assert(
      fc.property(zones, moments, working, fc.integer({ min: 1, max: 2000 }), (zone, at, rules, minutes) => {
        const from = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        const calendar = createCalendar(rules, zone);
        const end = calendar.after(from, { unit: 'minutes', count: minutes });
        expect(end > from).toBe(true);
        expect(minutesOfWork(rules, zone, from, end)).toBe(minutes);
      }),
      { numRuns: 60 },
    );
  });

  it('ends no earlier when it begins later', () => {
    const waits = fc.oneof(
      fc.record({ unit: fc.constant('minutes' as const), count: fc.integer({ min: 1, max: 5000 }) }),
      fc.record({ unit: fc.constant('days' as const), count: fc.integer({ min: 1, max: 20 }) }),
    );
    fc.assert(
      fc.property(zones, moments, working, waits, fc.integer({ min: 0, max: 300 }), (zone, at, rules, wait, later) => {
        const calendar = createCalendar(rules, zone);
        const other = new Date(at.getTime() + later * 60_000);
        expect(calendar.after(other, wait) >= calendar.after(at, wait)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** Minute by minute, as a clock on the wall there shows it. */
function minutesOfWork({ weekdays, from, to }: WorkingTime, zone: string, begin: Date, end: Date): number {
  const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  let count = 0;
  for (let now = begin.getTime(); now < end.getTime(); now += 60_000) {
    const parts = new Map(clock.formatToParts(now).map(({ type, value }) => [type, value]));
    const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
    if (weekdays.includes(names.indexOf(parts.get('weekday') ?? '')) && minute >= from && minute < to) count += 1;
  }
  return count;
}
