import { describe, expect, it } from 'vitest';
import { isPlaceOfHolidays, loadCalendars } from '../../src/patience/holidays.ts';
import type { WorkingTime } from '../../src/protocol/patience.ts';

const DAYS: WorkingTime = {
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  from: 0,
  to: 1440,
  holidays: 'zone',
  daysOff: [],
};

const calendarOf = loadCalendars();

const isOff = (day: string, zone: string, holidays = 'zone'): boolean =>
  !calendarOf({ ...DAYS, holidays }, zone).isWorking(new Date(`${day}T12:00:00Z`));

describe('holidays', () => {
  it('are those of the country that a time zone belongs to, by whatever name of the zone', () => {
    expect(isOff('2026-10-03', 'Europe/Berlin')).toBe(true);
    expect(isOff('2026-10-03', 'Europe/Paris')).toBe(false);
    expect(isOff('2026-07-14', 'Europe/Paris')).toBe(true);
    for (const zone of ['Asia/Kolkata', 'Asia/Calcutta']) expect(isOff('2026-01-26', zone)).toBe(true);
  });

  it('may last for days, and begin on the evening before', () => {
    for (const day of ['2026-01-01', '2026-01-04', '2026-01-06', '2026-01-07', '2026-01-08'])
      expect(isOff(day, 'Europe/Moscow')).toBe(true);
    expect(isOff('2026-01-12', 'Europe/Moscow')).toBe(false);
    expect(isOff('2026-09-21', 'Asia/Jerusalem')).toBe(true);
    expect(isOff('2026-09-22', 'Asia/Jerusalem')).toBe(false);
  });

  it('can be those of one place for all, or none', () => {
    expect(isOff('2026-03-08', 'Europe/Paris', 'DE-BE')).toBe(true);
    expect(isOff('2026-03-08', 'Europe/Berlin', 'DE')).toBe(false);
    expect(isOff('2026-12-25', 'Europe/Berlin', 'none')).toBe(false);
  });

  it('are none where a zone belongs to no country', () => {
    expect(isOff('2026-12-25', 'UTC')).toBe(false);
  });

  it('are known by country and state', () => {
    expect(['DE', 'DE-BE', 'US-NY', 'DE-ZZ', 'XX'].map(isPlaceOfHolidays)).toEqual([true, true, true, false, false]);
  });
});
