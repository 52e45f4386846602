import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalSettings } from '../../src/protocol/settings.ts';
import { roomAbove, stricter, type StricterApproval, WANTED_GATES } from '../../src/protocol/stricter.ts';
import { outcomeOf } from '../../src/protocol/voting.ts';
import type { Vote } from '../../src/protocol/gate.ts';

const PLAIN: ApprovalSettings = { gate: 'final', approvers: ['telegram:1', 'telegram:2'] };

/** All that the requester is. */
const REQUESTER = ['telegram:9', 'slack:T1:U9'];

function approvalOf(settings: ApprovalSettings, wanted: StricterApproval): ApprovalSettings | string {
  const made = stricter(settings, wanted, REQUESTER);
  if (made.kind === 'approval') return made.approval;
  const { why, of, typed, limit } = made.fault;
  return `${why} ${of}: ${typed}, ${limit}`;
}

const vote = (user: number): Vote => ({
  decisionId: `v${user}`,
  kind: 'approve',
  keys: [`telegram:${user}`],
  groups: [],
  isMember: false,
  byName: `U${user}`,
  at: '2026-11-23T12:00:00.000Z',
});
const outcome = (approval: ApprovalSettings | string, ...users: readonly number[]) => {
  if (typeof approval === 'string') throw new Error(approval);
  return outcomeOf({ votes: users.map(vote), editors: [] }, { ...approval, requester: 'telegram:9' });
};

describe('an order', () => {
  it('leaves the rules as they are when it asks for nothing more', () => {
    expect(approvalOf(PLAIN, {})).toEqual(PLAIN);
    expect(approvalOf(PLAIN, { approvals: 1, gates: ['final'] })).toEqual(PLAIN);
  });

  it('may ask for more people, for certain ones, and more often', () => {
    expect(approvalOf(PLAIN, { approvals: 2, gates: ['outline', 'every_draft'] })).toEqual({
      gate: 'every_draft',
      outline: true,
      approvers: ['telegram:1', 'telegram:2'],
      voting: { approvals: 2, rejections: 1 },
    });
    const withThird = approvalOf(PLAIN, { approvers: ['telegram:3'] });
    expect(withThird).toMatchObject({
      approvers: ['telegram:1', 'telegram:2', 'telegram:3'],
      voting: { approvals: 2 },
    });
    expect(outcome(withThird, 1, 2)).toBeUndefined();
    expect(outcome(withThird, 3)).toBeUndefined();
    expect(outcome(withThird, 3, 2)).toBe('approve');
    expect(outcome(withThird, 1, 2, 3)).toBe('approve');
    const inOrder = { ...PLAIN, voting: { approvals: 1, rejections: 1, steps: [['telegram:1', 'telegram:2']] } };
    const thenThird = approvalOf(inOrder, { approvers: ['telegram:3'] });
    expect(outcome(thenThird, 3, 1)).toBeUndefined();
    expect(outcome(thenThird, 1, 3)).toBe('approve');
  });

  it('gets no less, and no more people than there are', () => {
    const two = { ...PLAIN, voting: { approvals: 2, rejections: 1 } };
    expect(approvalOf(two, { approvals: 1 })).toBe('less approvals: 1, 2');
    expect(approvalOf({ ...PLAIN, gate: 'every_draft' }, { gates: ['final'] })).toBe('less gates: final, every_draft');
    expect(approvalOf(PLAIN, { approvals: 3 })).toBe('too-many approvals: 3, 2');
    expect(approvalOf({ ...PLAIN, approvers: ['anyone'] }, { approvals: 3 })).toMatchObject({
      voting: { approvals: 3 },
    });
    const kept = { ...two, voting: { ...two.voting, excludeRequester: true as const } };
    for (const one of ['requester', ...REQUESTER])
      expect(approvalOf(kept, { approvers: [one] })).toBe('kept-away approvers: requester, 2');
  });

  it('counts who is named and would be asked anyway only once', () => {
    expect(approvalOf(PLAIN, { approvers: ['telegram:1'] })).toMatchObject({
      approvers: ['telegram:1', 'telegram:2'],
      voting: { approvals: 1, must: ['telegram:1'] },
    });
    // Whoever names themselves by any of their names is the requester, who is one person.
    const own: ApprovalSettings = { gate: 'final', approvers: ['requester'] };
    const mine = approvalOf(own, { approvers: REQUESTER });
    expect(mine).toMatchObject({ approvers: ['requester'], voting: { approvals: 1, must: ['requester'] } });
    expect(outcome(mine, 9)).toBe('approve');
    expect(approvalOf(own, { approvals: 2 })).toBe('too-many approvals: 2, 1');
    expect(approvalOf({ ...own, approvers: ['requester', 'telegram:9'] }, { approvals: 2 })).toBe(
      'too-many approvals: 2, 1',
    );
    const both = approvalOf(own, { approvals: 2, approvers: ['telegram:1'] });
    expect(outcome(both, 9)).toBeUndefined();
    expect(outcome(both, 1)).toBeUndefined();
    expect(outcome(both, 9, 1)).toBe('approve');
  });

  it('adds no step that nobody is left for', () => {
    const steps = [['telegram:1'], ['telegram:1', 'telegram:2']];
    const inOrder: ApprovalSettings = { ...PLAIN, voting: { approvals: 2, rejections: 1, steps } };
    // Theirs is the first step already.
    expect(approvalOf(inOrder, { approvers: ['telegram:1'] })).toEqual(inOrder);
    expect(approvalOf(inOrder, { approvers: ['telegram:2'] })).toBe('too-many approvers: 3, 2');
    expect(approvalOf(inOrder, { approvals: 3 })).toBe('too-many approvals: 3, 2');
  });

  it('has people asked where nobody would be, when it wants any to approve', () => {
    const unasked: ApprovalSettings = { ...PLAIN, gate: 'none' };
    expect(approvalOf(unasked, { approvals: 1 })).toMatchObject({ gate: 'final' });
    expect(approvalOf(unasked, { approvers: ['telegram:3'] })).toMatchObject({ gate: 'final' });
    expect(approvalOf(unasked, { gates: ['outline'] })).toMatchObject({ gate: 'none', outline: true });
  });

  it('may ask for a little more often where too few could approve anyway', () => {
    const short: ApprovalSettings = { ...PLAIN, voting: { approvals: 3, rejections: 1 } };
    expect(approvalOf(short, { gates: ['every_draft'] })).toMatchObject({ gate: 'every_draft' });
  });

  it('is never approved by fewer than the settings ask for, whatever it asks for', () => {
    const users = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
    const wantedOf = fc.record(
      {
        approvals: fc.integer({ min: 1, max: 5 }),
        approvers: users.map((some) => some.map((user) => `telegram:${user}`)),
        gates: fc.subarray([...WANTED_GATES], { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    const base = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(base, users, wantedOf, users, (approvals, named, wanted, voters) => {
        const approvers = named.map((user) => `telegram:${user}`);
        const settings: ApprovalSettings = { gate: 'final', approvers, voting: { approvals, rejections: 1 } };
        const made = stricter(settings, wanted, REQUESTER);
        if (made.kind === 'fault') return;
        if (outcome(made.approval, ...voters) !== 'approve') return;
        expect(voters.length).toBeGreaterThanOrEqual(Math.max(approvals, wanted.approvals ?? 0));
        for (const one of wanted.approvers ?? []) expect(voters.map((user) => `telegram:${user}`)).toContain(one);
      }),
    );
  });
});

describe('roomAbove', () => {
  it('tells how many people are asked, and how many there are', () => {
    const roomOf = (settings: Partial<ApprovalSettings>) => roomAbove({ ...PLAIN, ...settings }, REQUESTER);
    expect(roomOf({})).toEqual({ approvals: 1, most: 2 });
    expect(roomOf({ gate: 'none' })).toEqual({ approvals: 0, most: 2 });
    expect(roomOf({ approvers: ['anyone'] })).toEqual({ approvals: 1 });
    expect(roomOf({ approvers: ['requester', 'slack:T1:U9', 'telegram:1'] })).toEqual({ approvals: 1, most: 2 });
    const voting = { approvals: 2, rejections: 1, excludeRequester: true as const };
    expect(roomOf({ approvers: ['requester', 'telegram:1', 'telegram:2'], voting })).toEqual({ approvals: 2, most: 2 });
    const steps = [['telegram:1'], ['anyone']];
    expect(roomOf({ voting: { approvals: 2, rejections: 1, steps } })).toEqual({ approvals: 2, most: 2 });
  });
});
