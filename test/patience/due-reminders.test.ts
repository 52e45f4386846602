import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/patience/calendar.ts';
import {
  dueReminders,
  type Remembered,
  reminderKey,
  snoozeKey,
  type WaitedFor,
} from '../../src/patience/due-reminders.ts';
import type { PatienceRules } from '../../src/protocol/patience.ts';

const ANN = 'slack:T1:U1';
const BEN = 'slack:T1:U2';
const RULES: PatienceRules = {
  remindAfter: { unit: 'minutes', count: 240 },
  remindEvery: { unit: 'days', count: 1 },
  working: { weekdays: [1, 2, 3, 4, 5], from: 540, to: 1080, holidays: 'none', daysOff: [] },
  zone: 'UTC',
};
const NOTHING: Remembered = { zones: new Map(), reminded: new Map(), snoozed: new Map() };

/** Monday morning. */
function waits(articleId: string, since = '2026-11-30T10:00:00Z', more: Partial<WaitedFor> = {}): WaitedFor {
  return { articleId, gate: 'g1', since: new Date(since), rules: RULES, people: [ANN], ...more };
}

const due = (waiting: readonly WaitedFor[], now: string, known: Partial<Remembered> = {}) =>
  dueReminders(waiting, { ...NOTHING, ...known }, new Date(now), createCalendar);

describe('a reminder', () => {
  it('is due when somebody was waited for long enough, in their working time', () => {
    expect(due([waits('a')], '2026-11-30T13:59:59Z')).toEqual([]);
    expect(due([waits('a')], '2026-11-30T14:00:00Z')).toEqual([
      { person: ANN, kind: 'reminder', occasion: '2026-11-30', items: [{ articleId: 'a', gate: 'g1' }] },
    ]);
    const late = waits('a', '2026-11-30T16:00:00Z');
    expect(due([late], '2026-11-30T20:30:00Z')).toEqual([]);
    expect(due([late], '2026-12-01T10:59:00Z')).toEqual([]);
    expect(due([late], '2026-12-01T11:00:00Z')).toHaveLength(1);
  });

  it('comes by the clock of whoever is waited for', () => {
    const zones = new Map([[ANN, 'America/New_York']]);
    expect(due([waits('a')], '2026-11-30T14:00:00Z', { zones })).toEqual([]);
    // From nine o’clock there, which is 14:00, four hours.
    expect(due([waits('a')], '2026-11-30T17:59:00Z', { zones })).toEqual([]);
    expect(due([waits('a')], '2026-11-30T18:00:00Z', { zones })).toMatchObject([{ occasion: '2026-11-30' }]);
    // It is Tuesday there when it is still Monday elsewhere.
    const auckland = new Map([[ANN, 'Pacific/Auckland']]);
    expect(due([waits('a')], '2026-12-01T00:00:00Z', { zones: auckland })).toMatchObject([{ occasion: '2026-12-01' }]);
  });

  it('comes in the working time of an article that is due, where some are waited for at other hours', () => {
    const always: PatienceRules = { ...RULES, working: { ...RULES.working, weekdays: [0, 6], from: 0, to: 1440 } };
    const waiting = [waits('old'), waits('urgent', '2026-12-05T01:00:00Z', { rules: always })];
    // Saturday: the older one waits till Monday, and is told beside the other.
    expect(due(waiting, '2026-12-05T04:59:00Z')).toEqual([]);
    expect(due(waiting, '2026-12-05T05:00:00Z')).toMatchObject([
      { occasion: '2026-12-05', items: [{ articleId: 'old' }, { articleId: 'urgent' }] },
    ]);
    expect(due([waits('old')], '2026-12-05T05:00:00Z')).toEqual([]);
  });

  it('gathers all that waits for one person, what waits longest first, as soon as one is due', () => {
    const waiting = [waits('new', '2026-11-30T13:00:00Z'), waits('old'), waits('of-ben', undefined, { people: [BEN] })];
    expect(due(waiting, '2026-11-30T14:30:00Z')).toMatchObject([
      { person: ANN, items: [{ articleId: 'old' }, { articleId: 'new' }] },
      { person: BEN, items: [{ articleId: 'of-ben' }] },
    ]);
  });

  it('comes again after as long as the rules say, once where they say never', () => {
    const reminded = new Map([[reminderKey(ANN, { articleId: 'a', gate: 'g1' }), new Date('2026-11-30T14:00:00Z')]]);
    expect(due([waits('a')], '2026-12-01T13:59:00Z', { reminded })).toEqual([]);
    expect(due([waits('a')], '2026-12-01T14:00:00Z', { reminded })).toMatchObject([{ occasion: '2026-12-01' }]);
    const { remindEvery: _, ...once } = RULES;
    expect(due([waits('a', undefined, { rules: once })], '2026-12-11T14:00:00Z', { reminded })).toEqual([]);
    // Of another gate, or of one that waits anew, nobody was reminded.
    expect(due([waits('a', undefined, { gate: 'g2' })], '2026-11-30T14:00:00Z', { reminded })).toHaveLength(1);
    expect(due([waits('a', '2026-12-02T09:00:00Z')], '2026-12-02T13:00:00Z', { reminded })).toHaveLength(1);
  });

  it('leaves out what a person has put off, until then', () => {
    const snoozed = new Map([[snoozeKey(ANN, 'a'), new Date('2026-12-01T00:00:00Z')]]);
    expect(due([waits('a')], '2026-11-30T14:00:00Z', { snoozed })).toEqual([]);
    expect(due([waits('a'), waits('b')], '2026-11-30T14:00:00Z', { snoozed })).toMatchObject([
      { items: [{ articleId: 'b' }] },
    ]);
    expect(due([waits('a')], '2026-12-01T09:00:00Z', { snoozed })).toHaveLength(1);
  });

  it('is none where the rules want none, and of none of their articles', () => {
    const { remindAfter: _, ...silent } = RULES;
    expect(due([waits('a', undefined, { rules: silent })], '2026-12-04T14:00:00Z')).toEqual([]);
    expect(due([waits('a', undefined, { rules: silent }), waits('b')], '2026-11-30T14:00:00Z')).toMatchObject([
      { items: [{ articleId: 'b' }] },
    ]);
  });

  it('is none for whoever is asleep, by quiet hours within the working day, too', () => {
    const quiet = { ...RULES, working: { ...RULES.working, quiet: { from: 13 * 60, to: 15 * 60 } } };
    const one = waits('a', '2026-11-30T08:00:00Z', { rules: quiet });
    expect(due([one], '2026-11-30T14:00:00Z')).toEqual([]);
    expect(due([one], '2026-11-30T15:00:00Z')).toHaveLength(1);
  });
});

describe('an escalation', () => {
  const at = new Date('2026-12-02T10:00:00Z');
  const escalated = waits('a', undefined, { escalated: { at, to: [BEN] } });

  it('is told to those whom the rules name, when they work, with an occasion of its own', () => {
    const told = due([escalated], '2026-12-02T10:00:00Z').filter(({ kind }) => kind === 'escalation');
    expect(told).toEqual([
      {
        person: BEN,
        kind: 'escalation',
        occasion: 'a g1 2026-12-02T10:00:00.000Z',
        items: [{ articleId: 'a', gate: 'g1' }],
      },
    ]);
    const zones = new Map([[BEN, 'America/Los_Angeles']]);
    expect(due([escalated], '2026-12-02T10:00:00Z', { zones }).filter(({ kind }) => kind === 'escalation')).toEqual([]);
  });
});
