import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import { type ApprovalRules, mayDecide, maySee } from '../../src/protocol/approvers.ts';
import type { Control } from '../../src/protocol/decision.ts';
import type { DeskState } from '../../src/protocol/desk-state.ts';
import {
  type Following,
  isSamePlace,
  MAX_FOLLOWINGS,
  placesOf,
  withFollowing,
  withoutPlace,
} from '../../src/protocol/following.ts';
import { refusalOfControl } from '../../src/protocol/rules.ts';

const HOME = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '171.1' };
const THERE = { platform: 'telegram', channel: '-100' };
const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const EVE: Actor = { platform: 'telegram', userId: '3', displayName: 'Eve', groups: [], channels: ['telegram::-100'] };

const reads: Following = { thread: THERE, role: 'reads', byName: 'Ann' };
const many = (count: number): readonly Following[] =>
  Array.from({ length: count }, (_, at) => ({ ...reads, thread: { ...HOME, channel: `D${at}` } }));

/** Asked for by Ann, decided by Ben and by members of where it lives. */
const policy: ApprovalRules = {
  approvers: ['slack:T1:U2', 'anyone'],
  requester: 'slack:T1:U1',
  home: 'slack:T1:C1',
};

function why(by: Actor, followings: readonly Following[], more: Partial<Extract<Control, { kind: 'follow' }>> = {}) {
  const state = { phase: 'drafting', controls: [], drafts: [], paused: false, followings } as unknown as DeskState;
  const control: Control = { kind: 'follow', id: 'x', by, thread: THERE, role: 'decides', ...more };
  return refusalOfControl({ state, policy, home: HOME }, control);
}

describe('an article that is to be shown in another place, too', () => {
  it('is, for who asked for it and who decides about it, and for nobody else', () => {
    expect([ANN, BEN, EVE].map((by) => why(by, [])?.code)).toEqual([undefined, undefined, 'not-a-reviewer']);
  });

  it('lives in one place, in which it is shown anyway, whatever the thread', () => {
    expect(why(ANN, [], { thread: { ...HOME, thread: '172.2' } })).toEqual({ code: 'lives-here' });
  });

  it('is shown in so many places and no more; one that is known may be asked for again', () => {
    expect(why(ANN, many(MAX_FOLLOWINGS - 1))).toBeUndefined();
    expect(why(ANN, many(MAX_FOLLOWINGS))).toEqual({ code: 'too-many-places', most: MAX_FOLLOWINGS });
    expect(why(ANN, [...many(MAX_FOLLOWINGS - 1), reads])).toBeUndefined();
  });

  it('has members of that place decide only where somebody says so who may approve', () => {
    expect(why(ANN, [], { anyone: true })).toMatchObject({ code: 'not-a-reviewer' });
    expect(why(BEN, [], { anyone: true })).toBeUndefined();
  });
});

describe('members of a place in which an article is shown', () => {
  const withPlace = (following: Partial<Following>, approvers = policy.approvers): ApprovalRules => ({
    ...policy,
    approvers,
    places: placesOf([{ ...reads, ...following }]),
  });

  it('see it', () => {
    expect(maySee(EVE, policy)).toBe(false);
    expect(maySee(EVE, withPlace({}))).toBe(true);
    expect(maySee({ ...EVE, channels: ['telegram::-200'] }, withPlace({}))).toBe(false);
  });

  it.each([
    ['do not decide', {}, policy.approvers, false],
    ['do not decide where it is shown with buttons, either', { role: 'decides' }, policy.approvers, false],
    ['decide where that was said', { role: 'decides', anyone: true }, policy.approvers, true],
    ['do not, where not even members of its own place do', { role: 'decides', anyone: true }, ['requester'], false],
  ] as const)('%s', (_what, following, approvers, decides) => {
    expect(mayDecide(EVE, withPlace(following, approvers))).toBe(decides);
  });
});

describe('the places of an article', () => {
  it('have each channel once, as it was asked for last, in its first thread', () => {
    const inThread = { ...reads, thread: { ...THERE, thread: '7' }, whole: true as const };
    const once = withFollowing([], inThread);
    expect(withFollowing(once, reads)).toBe(once);
    const decides = withFollowing(once, { ...reads, role: 'decides', anyone: true, byName: 'Ben' });
    expect(decides).toEqual([{ ...inThread, role: 'decides', anyone: true, byName: 'Ben' }]);
    expect(withFollowing(decides, reads)).toEqual(once);
    expect(withoutPlace([...many(2), ...once], THERE)).toEqual(many(2));
    expect(isSamePlace(HOME, { ...HOME, workspace: 'T2' })).toBe(false);
  });
});
