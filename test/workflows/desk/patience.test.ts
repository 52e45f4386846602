import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../src/patience/calendar.ts';
import { createPlanDeadlines } from '../../../src/activities/plan-deadlines.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { DeskState } from '../../../src/protocol/desk-state.ts';
import { type Deadline, dueDeadline, nextDueMs } from '../../../src/protocol/gate.ts';
import type { PatienceRules, WorkingTime } from '../../../src/protocol/patience.ts';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const OFFICE: WorkingTime = {
  weekdays: [1, 2, 3, 4, 5],
  from: 9 * 60,
  to: 18 * 60,
  holidays: 'zone',
  daysOff: [],
};
const RULES: PatienceRules = {
  escalate: { after: { unit: 'days', count: 2 }, to: ['slack:T1:U9'] },
  expire: { after: { unit: 'days', count: 14 }, outcome: 'park' },
  working: OFFICE,
  zone: 'Europe/Berlin',
};

/** An article at its gate. @param carried over continue-as-new */
function deskWith(patience: PatienceRules, carried?: DeskState): Desk {
  const desk = new Desk({
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    language: 'en',
    settings: { ...TEST_SETTINGS, patience },
    ...(carried !== undefined && { desk: carried }),
  });
  if (carried !== undefined) return desk;
  const { version } = desk.addDraft({ draftId: 'd1', hash: '00000001' });
  desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: false });
  desk.concludeIteration();
  return desk;
}

const plan = createPlanDeadlines({ zonesOf: async () => new Map([['slack:T1:U7', 'America/New_York']]) });

async function planned(desk: Desk, rules: PatienceRules, people = desk.namedPeople): Promise<readonly Deadline[]> {
  const { gate } = desk.state;
  if (gate?.since === undefined) throw new Error('Nobody is waited for');
  const deadlines = await plan({ people, since: gate.since, rules });
  desk.planDeadlines(gate, deadlines);
  return deadlines;
}

/** Skips to the moment, as the workflow does: from one deadline to the next. @returns what has become of the article, and when */
function skipTo(desk: Desk, until: string, from: string): readonly (readonly [string, string | undefined])[] {
  const happened: (readonly [string, string | undefined])[] = [];
  let now = Date.parse(from);
  for (;;) {
    const { gate } = desk.state;
    if (gate === undefined || desk.stage !== 'waiting') return happened;
    const due = dueDeadline(gate, now);
    if (due !== undefined) {
      const at = new Date(now).toISOString();
      happened.push([at, desk.passDeadline(due, at)]);
      continue;
    }
    const next = nextDueMs(gate, now);
    if (next === undefined || now + next > Date.parse(until)) return happened;
    now += next;
  }
}

const FRIDAY = '2026-12-18T13:00:00.000Z';
const NEXT_YEAR = '2027-12-31T00:00:00.000Z';

describe('a gate with deadlines', () => {
  it('escalates after two working days and parks after fourteen, over weekends, Christmas and New Year', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    expect(skipTo(desk, NEXT_YEAR, FRIDAY)).toEqual([
      ['2026-12-22T13:00:00.000Z', 'escalated'],
      // Christmas Day and New Year's Day are Fridays.
      ['2027-01-11T13:00:00.000Z', 'park'],
    ]);
    expect(desk.stage).toBe('paused');
    expect(desk.articleState).toMatchObject({ isParked: true, stage: 'paused' });
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'paused', isParked: true });
    expect(desk.state.approved).toBeUndefined();
  });

  it('cancels when that is what the settings say', async () => {
    const rules: PatienceRules = {
      working: OFFICE,
      zone: 'UTC',
      expire: { after: { unit: 'days', count: 1 }, outcome: 'cancel' },
    };
    const desk = deskWith(rules);
    desk.keepWaiting(FRIDAY);
    await planned(desk, rules);
    expect(skipTo(desk, NEXT_YEAR, FRIDAY)).toEqual([['2026-12-21T13:00:00.000Z', 'cancel']]);
    expect(desk.stage).toBe('cancelled');
    expect(desk.state.gate).toBeUndefined();
  });

  it('keeps its deadlines over continue-as-new, and passes each once', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    skipTo(desk, '2026-12-23T00:00:00.000Z', FRIDAY);
    const next = deskWith(RULES, JSON.parse(JSON.stringify(desk.state)) as DeskState);
    next.keepWaiting('2026-12-24T00:00:00.000Z');
    expect(next.state.gate).toMatchObject({ since: FRIDAY, isPlanned: true, escalatedAt: '2026-12-22T13:00:00.000Z' });
    expect(skipTo(next, NEXT_YEAR, '2026-12-24T00:00:00.000Z')).toEqual([['2027-01-11T13:00:00.000Z', 'park']]);
  });

  it('finds them passed when everything stood still meanwhile, in their order', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    const late = '2027-03-01T00:00:00.000Z';
    expect(skipTo(desk, NEXT_YEAR, late)).toEqual([
      [late, 'escalated'],
      [late, 'park'],
    ]);
  });

  it('passes nothing early when a timer fires before its time by another clock', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    const { gate } = desk.state;
    if (gate === undefined) throw new Error('No gate');
    const early = Date.parse('2026-12-22T12:59:59.400Z');
    expect(dueDeadline(gate, early)).toBeUndefined();
    expect(nextDueMs(gate, early)).toBe(600);
    // Clocks that went back: what is passed is not passed again.
    expect(skipTo(desk, '2026-12-23T00:00:00.000Z', FRIDAY)).toHaveLength(1);
    expect(skipTo(desk, '2026-12-23T00:00:00.000Z', '2026-12-18T12:00:00.000Z')).toEqual([]);
  });

  it('waits for nobody while it is paused, and gives all of the time again when it goes on', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    desk.control({ id: 'k1', kind: 'pause', by: ANN }, FRIDAY);
    desk.keepWaiting(FRIDAY);
    expect(desk.state.gate).toMatchObject({ deadlines: [] });
    expect(desk.state.gate).not.toHaveProperty('since');
    expect(skipTo(desk, NEXT_YEAR, FRIDAY)).toEqual([]);
    const monday = '2027-06-07T09:00:00.000Z';
    desk.control({ id: 'k2', kind: 'resume', by: ANN }, monday);
    desk.keepWaiting(monday);
    expect(desk.state.gate?.since).toBe(monday);
    expect((await planned(desk, RULES)).map(({ at }) => at)[0]).toBe('2027-06-09T09:00:00.000Z');
  });

  it('parked, wakes when somebody resumes it, with all of the time again', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    await planned(desk, RULES);
    skipTo(desk, NEXT_YEAR, FRIDAY);
    desk.keepWaiting('2027-02-01T09:00:00.000Z');
    desk.control({ id: 'k1', kind: 'resume', by: ANN }, '2027-02-01T09:00:00.000Z');
    desk.keepWaiting('2027-02-01T09:00:00.000Z');
    expect(desk.stage).toBe('waiting');
    expect(desk.articleState).not.toHaveProperty('isParked');
    expect(desk.state.gate?.since).toBe('2027-02-01T09:00:00.000Z');
  });

  it('parked, wakes when somebody decides, who decides as ever', async () => {
    for (const kind of ['approve', 'request-changes'] as const) {
      const desk = deskWith(RULES);
      desk.keepWaiting(FRIDAY);
      await planned(desk, RULES);
      skipTo(desk, NEXT_YEAR, FRIDAY);
      const base = { id: `x-${kind}`, draft: { version: 1, hash: '00000001' }, by: ANN };
      const made = kind === 'approve' ? { ...base, kind } : { ...base, kind, comment: 'Shorter' };
      expect(desk.refusalOf(made)).toBeUndefined();
      desk.decide(made, NEXT_YEAR);
      expect(desk.stage).toBe(kind === 'approve' ? 'finishing' : 'drafting');
    }
  });

  it('is due when it is for each of those who are waited for, wherever they are', async () => {
    const desk = deskWith(RULES);
    desk.keepWaiting('2026-12-18T08:30:00.000Z');
    const rules: PatienceRules = { ...RULES, escalate: { after: { unit: 'minutes', count: 60 }, to: ['requester'] } };
    const at = async (people: readonly string[]): Promise<string | undefined> =>
      (await planned(desk, rules, people))[0]?.at;
    expect(await at(['slack:T1:U1'])).toBe('2026-12-18T09:30:00.000Z');
    expect(await at(['slack:T1:U7'])).toBe('2026-12-18T15:00:00.000Z');
    expect(await at(['slack:T1:U1', 'slack:T1:U7'])).toBe('2026-12-18T15:00:00.000Z');
    expect(await at([])).toBe('2026-12-18T09:30:00.000Z');
  });

  it('is not planned for another gate, nor for another wait', () => {
    const desk = deskWith(RULES);
    desk.keepWaiting(FRIDAY);
    const { gate } = desk.state;
    if (gate === undefined) throw new Error('No gate');
    const deadlines = [{ kind: 'expire' as const, at: FRIDAY }];
    desk.planDeadlines({ ...gate, id: 'g9' }, deadlines);
    desk.planDeadlines({ ...gate, since: NEXT_YEAR }, deadlines);
    expect(desk.state.gate?.deadlines).toEqual([]);
  });

  it('has deadlines at moments of work', async () => {
    const desk = deskWith(RULES);
    for (const since of ['2026-12-19T03:00:00.000Z', '2026-12-24T22:00:00.000Z', '2027-03-27T00:00:00.000Z']) {
      for (const { at } of await plan({ people: desk.namedPeople, since, rules: RULES }))
        expect(createCalendar(OFFICE, 'Europe/Berlin').isWorking(new Date(at))).toBe(true);
    }
  });
});
