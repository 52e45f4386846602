import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchedule, readWhen } from '../../src/chat/read-schedule.ts';

const at = (hour: number, minute = 0): { readonly hour: number; readonly minute: number } => ({ hour, minute });
const WORKDAYS = [1, 2, 3, 4, 5];

describe('a schedule that is typed', () => {
  it.each([
    ['every monday 9:00 Market news', { weekdays: [1], times: [at(9)] }],
    ['Every Monday at 9am: Market news', { weekdays: [1], times: [at(9)] }],
    ['every mon, wed and fri 9:30 pm Market news', { weekdays: [1, 3, 5], times: [at(21, 30)] }],
    ['every mon-fri 8:30 Market news', { weekdays: WORKDAYS, times: [at(8, 30)] }],
    [
      'every weekday 8:30 in Europe/Berlin Market news',
      { weekdays: WORKDAYS, times: [at(8, 30)], zone: 'Europe/Berlin' },
    ],
    ['every weekend noon Market news', { weekdays: [0, 6], times: [at(12)] }],
    ['every day 7:00 and 18:00 Market news', { times: [at(7), at(18)] }],
    ['daily at 7 about Market news', { times: [at(7)] }],
    ['every 1st and 15th of the month 10:00 Market news', { monthDays: [1, 15], times: [at(10)] }],
    ['on the 1st of every month at 10:00 Market news', { monthDays: [1], times: [at(10)] }],
    ['every first monday 10:00 Market news', { weekdays: [1], ofMonth: 1, times: [at(10)] }],
    ['every third monday of the month 10:00 Market news', { weekdays: [1], ofMonth: 3, times: [at(10)] }],
    ['every 2 weeks on friday 16:00 Market news', { weekdays: [5], everyWeeks: 2, times: [at(16)] }],
    ['every other friday 16:00 UTC Market news', { weekdays: [5], everyWeeks: 2, times: [at(16)], zone: 'UTC' }],
    ['каждый понедельник 9:00 Market news', { weekdays: [1], times: [at(9)] }],
    ['каждую среду в 9 утра Market news', { weekdays: [3], times: [at(9)] }],
    ['по будням в 8:30 по Москве Market news', { weekdays: WORKDAYS, times: [at(8, 30)], zone: 'Europe/Moscow' }],
    ['по понедельникам и четвергам в 9:00, 18:00 Market news', { weekdays: [1, 4], times: [at(9), at(18)] }],
    ['ежедневно в 7.05 Market news', { times: [at(7, 5)] }],
    ['1-го числа каждого месяца в 10:00 Market news', { monthDays: [1], times: [at(10)] }],
    ['каждое 1-е число 10:00 Market news', { monthDays: [1], times: [at(10)] }],
    ['раз в две недели по пятницам в 16:00 Market news', { weekdays: [5], everyWeeks: 2, times: [at(16)] }],
    ['каждый первый понедельник месяца 9:00 Market news', { weekdays: [1], ofMonth: 1, times: [at(9)] }],
  ])('is read: %s', (typed, timing) => {
    expect(readSchedule(typed)).toEqual({ kind: 'schedule', timing, topic: 'Market news' });
  });

  it.each([
    ['every monday market news', 'time', ''],
    ['every monday 25:00 market news', 'time', '25:00'],
    ['every monday 9:00', 'topic', ''],
    ['every monday 9:00 in Europe/Berln market news', 'zone', 'Europe/Berln'],
    ['every 32nd 10:00 market news', 'day', 'every 32nd 10:00'],
    ['every 5 minutes market news', 'day', 'every 5'],
    ['every week 9:00 market news', 'day', 'every week 9:00'],
  ])('is not taken for a topic when it is wrong: %s', (line, what, typed) => {
    expect(readSchedule(line)).toEqual({ kind: 'faulty', fault: { code: 'schedule-when', what, typed } });
  });

  it.each([
    'Every day is a gift',
    'Every second counts',
    'Every week at the office',
    'Weekly digests and who reads them',
    'Daily bread',
    'On the origin of species',
    'по мотивам сказок',
    'Каждый охотник желает знать',
    'every 1st grader reads',
  ])('is none: %s', (topic) => {
    expect(readSchedule(topic)).toBeUndefined();
  });

  it('is one whatever is typed when it is meant to be', () => {
    expect(readSchedule('so often', true)).toMatchObject({ kind: 'faulty', fault: { what: 'day' } });
  });

  it('leaves the topic as it was typed', () => {
    expect(readSchedule('every friday 20:00 AC/DC concerts')).toMatchObject({ topic: 'AC/DC concerts' });
    expect(readSchedule('every monday 9:00 10 things to know --length 600')).toMatchObject({
      timing: { times: [at(9)] },
      topic: '10 things to know --length 600',
    });
  });

  it('has the days and times that it names, in any of the ways to write them', () => {
    const names = [
      ['sunday', 'Sun', 'воскресенье', 'вс'],
      ['Monday', 'mon', 'понедельник', 'пн'],
      ['tuesday', 'Tue', 'вторник', 'вт'],
      ['wednesday', 'wed', 'среду', 'ср'],
      ['thursday', 'thu', 'четверг', 'чт'],
      ['friday', 'fri', 'пятницу', 'пт'],
      ['saturday', 'sat', 'субботу', 'сб'],
    ];
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 });
    const clock = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
    fc.assert(
      fc.property(
        days,
        clock,
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(', ', ' and ', ' и ', ' '),
        (on, time, style, and) => {
          const listed = on.map((day) => names[day]?.[style]).join(and);
          const minute = String(time.minute).padStart(2, '0');
          expect(readSchedule(`${style < 2 ? 'every' : 'каждый'} ${listed} ${time.hour}:${minute} Tides`)).toEqual({
            kind: 'schedule',
            timing: { weekdays: [...on].sort(), times: [time] },
            topic: 'Tides',
          });
        },
      ),
    );
  });

  it('is read or not, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (line) => void readSchedule(`every ${line}`)));
  });
});

describe('a timing that is asked for by itself', () => {
  it.each([
    ['every monday 9:00', { weekdays: [1], times: [at(9)] }],
    ['mondays at 9', { weekdays: [1], times: [at(9)] }],
    ['weekdays 8:30 in Europe/Berlin', { weekdays: [1, 2, 3, 4, 5], times: [at(8, 30)], zone: 'Europe/Berlin' }],
    ['по будням в 8:30 по Москве', { weekdays: [1, 2, 3, 4, 5], times: [at(8, 30)], zone: 'Europe/Moscow' }],
    ['2 weeks on friday 16:00', { weekdays: [5], everyWeeks: 2, times: [at(16)] }],
    ['1-го числа каждого месяца в 10:00', { monthDays: [1], times: [at(10)] }],
  ])('is read with nothing behind it: %s', (line, timing) => {
    expect(readWhen(line)).toEqual({ kind: 'when', timing });
  });

  it.each([
    ['', 'day', ''],
    ['now and then', 'day', 'now and then'],
    ['every 5 minutes', 'day', 'every 5'],
    ['every monday', 'time', ''],
    ['monday 25:00', 'time', '25:00'],
    ['every monday 9:00 in Europe/Atlantis', 'zone', 'Europe/Atlantis'],
    ['every monday 9:00 Market news', 'rest', 'Market news'],
  ])('is none, and it is said why: “%s”', (line, what, typed) => {
    expect(readWhen(line)).toEqual({ kind: 'faulty', fault: { code: 'schedule-when', what, typed } });
  });
});
