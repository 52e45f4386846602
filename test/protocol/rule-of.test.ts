import { describe, expect, it } from 'vitest';
import { type Actor, actorKey, OPERATOR } from '../../src/protocol/actor.ts';
import { ruleOf } from '../../src/protocol/rule-of.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben', groups: [] };
const HOME = 'slack:T1:C1';
const policy = { requester: actorKey(BEN), home: HOME };

describe('the rule by which something counts', () => {
  it.each([
    ['the person', ANN, [actorKey(ANN)], 'decision', actorKey(ANN)],
    ['a group of theirs', ANN, ['slack:T1:group:S1'], 'decision', 'slack:T1:group:S1'],
    ['anyone', { ...ANN, channels: [HOME] }, [actorKey(BEN), 'anyone'], 'decision', 'anyone'],
    ['the requester', BEN, ['requester'], 'decision', 'requester'],
    ['the first that names them', ANN, ['slack:T1:group:S1', actorKey(ANN)], 'finish', 'slack:T1:group:S1'],
    ['who asked for it, who may control it', BEN, [actorKey(ANN)], 'pause', 'requester'],
    ['an administrator', { ...ANN, isAdministrator: true }, ['requester'], 'cancel', 'administrator'],
    ['an operator', OPERATOR, ['requester'], 'cancel', 'operator'],
  ] as const)('is that of %s', (_whose, by, approvers, act, rule) => {
    expect(ruleOf(by, { ...policy, approvers }, act)).toBe(rule);
  });

  it('is that of who may raise the budget, where others may', () => {
    const rules = { ...policy, approvers: [actorKey(BEN)], raisers: [actorKey(ANN)] };
    expect(ruleOf(ANN, rules, 'raise')).toBe(actorKey(ANN));
    expect(ruleOf({ ...BEN, isAdministrator: true }, rules, 'raise')).toBe('administrator');
  });

  it('is that of who may reject for all', () => {
    const voting = { approvals: 2, rejections: 2, veto: [actorKey(ANN)] };
    expect(ruleOf(ANN, { ...policy, approvers: [actorKey(BEN)], voting }, 'decision')).toBe(actorKey(ANN));
  });
});
