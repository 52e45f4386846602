import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalSettings } from '../../src/protocol/settings.ts';
import { stricter, type StricterApproval, WANTED_GATES } from '../../src/protocol/stricter.ts';
import { outcomeOf } from '../../src/protocol/voting.ts';
import type { Vote } from '../../src/protocol/gate.ts';

const PLAIN: ApprovalSettings = { gate: 'final', approvers: ['telegram:1', 'telegram:2'] };

function approvalOf(settings: ApprovalSettings, wanted: StricterApproval): ApprovalSettings | string {
  const made = stricter(settings, wanted);
  return made.kind === 'approval' ? made.approval : `${made.fault.why} ${made.fault.typed}`;
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
    expect(approvalOf(two, { approvals: 1 })).toBe('less 1');
    expect(approvalOf({ ...PLAIN, gate: 'every_draft' }, { gates: ['final'] })).toBe('less final');
    expect(approvalOf(PLAIN, { approvals: 3 })).toBe('too-many 3');
    expect(approvalOf({ ...PLAIN, approvers: ['anyone'] }, { approvals: 3 })).toMatchObject({
      voting: { approvals: 3 },
    });
    const kept = { ...two, voting: { ...two.voting, excludeRequester: true as const } };
    expect(approvalOf(kept, { approvers: ['requester'] })).toBe('too-many 3');
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
        const made = stricter(settings, wanted);
        if (made.kind === 'fault') return;
        if (outcome(made.approval, ...voters) !== 'approve') return;
        expect(voters.length).toBeGreaterThanOrEqual(Math.max(approvals, wanted.approvals ?? 0));
        for (const one of wanted.approvers ?? []) expect(voters.map((user) => `telegram:${user}`)).toContain(one);
      }),
    );
  });
});
