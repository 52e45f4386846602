import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ApprovalRules } from '../../src/protocol/approvers.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import {
  outcomeOf as outcomeOfVoting,
  tallyOf as tallyOfVoting,
  voteOf,
  whyNotApprove,
  withVote,
} from '../../src/protocol/voting.ts';
import type { Vote } from '../../src/protocol/gate.ts';
import type { VotingRules } from '../../src/protocol/settings.ts';

const AT = '2026-11-23T12:00:00.000Z';
const HOME = 'slack:T1:C1';
const person = (userId: string, more: Partial<Actor> = {}): Actor => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
  displayName: userId,
  groups: [],
  ...more,
});
const [ANN, BEN, CID, DEE] = ['UA', 'UB', 'UC', 'UD'].map((id) => person(id)) as [Actor, Actor, Actor, Actor];
const keyOf = ({ userId }: Actor): string => `slack:T1:${userId}`;

function rulesOf(voting: VotingRules, more: Partial<ApprovalRules> = {}): ApprovalRules {
  return { approvers: [ANN, BEN, CID].map(keyOf), requester: keyOf(ANN), home: HOME, voting, ...more };
}

const outcomeOf = (votes: readonly Vote[], rules: ApprovalRules) => outcomeOfVoting({ votes, editors: [] }, rules);
const tallyOf = (votes: readonly Vote[], rules: ApprovalRules) => tallyOfVoting({ votes, editors: [] }, rules);

let ids = 0;
function voted(rules: ApprovalRules, ...said: readonly (readonly [Actor, 'approve' | 'reject'])[]): readonly Vote[] {
  return said.reduce<readonly Vote[]>((votes, [by, kind]) => {
    const common = { id: `v${(ids += 1)}`, draft: { version: 1, hash: '00000001' }, by };
    const decision: Decision = kind === 'approve' ? { ...common, kind } : { ...common, kind, reason: 'No' };
    const vote = voteOf(decision, AT, rules);
    return vote === undefined ? votes : withVote(votes, vote);
  }, []);
}

describe('a quorum', () => {
  const rules = rulesOf({ approvals: 2, rejections: 1 });

  it('is so many different people, whatever they are called in other chats', () => {
    expect(outcomeOf(voted(rules, [ANN, 'approve']), rules)).toBeUndefined();
    expect(outcomeOf(voted(rules, [ANN, 'approve'], [ANN, 'approve']), rules)).toBeUndefined();
    const annOnTelegram: Actor = {
      platform: 'telegram',
      userId: '7',
      displayName: 'Ann',
      groups: [],
      alsoKnownAs: [keyOf(ANN)],
    };
    expect(outcomeOf(voted(rules, [ANN, 'approve'], [annOnTelegram, 'approve']), rules)).toBeUndefined();
    expect(outcomeOf(voted(rules, [ANN, 'approve'], [BEN, 'approve']), rules)).toBe('approve');
  });

  it('counts what somebody said last', () => {
    const lenient = rulesOf({ approvals: 2, rejections: 2 });
    const changed = voted(lenient, [ANN, 'approve'], [ANN, 'reject'], [BEN, 'approve']);
    expect(outcomeOf(changed, lenient)).toBeUndefined();
    expect(tallyOf(changed, lenient)).toEqual({
      approvals: 2,
      rejections: 2,
      done: 1,
      approved: [{ name: 'UB', keys: [keyOf(BEN)] }],
      rejected: [{ name: 'UA', keys: [keyOf(ANN)] }],
      waitingFor: [keyOf(CID)],
      heard: [keyOf(ANN), keyOf(BEN)],
    });
    expect(outcomeOf(voted(lenient, [ANN, 'approve'], [ANN, 'reject'], [BEN, 'reject']), lenient)).toBe('reject');
  });

  it('is met by one rejection where one is enough, and by a veto whatever the number', () => {
    expect(outcomeOf(voted(rules, [ANN, 'reject']), rules)).toBe('reject');
    const vetoed = rulesOf({ approvals: 2, rejections: 3, veto: [keyOf(DEE)] });
    expect(outcomeOf(voted(vetoed, [ANN, 'reject']), vetoed)).toBeUndefined();
    expect(outcomeOf(voted(vetoed, [DEE, 'reject']), vetoed)).toBe('reject');
  });

  it('waits for members of a group, and for anyone, as long as it is not met', () => {
    const group = rulesOf({ approvals: 2, rejections: 1 }, { approvers: [keyOf(ANN), 'slack:T1:group:S1', 'anyone'] });
    const [member, inside] = [person('UE', { groups: ['S1'] }), person('UF', { channels: [HOME] })];
    expect(tallyOf(voted(group, [ANN, 'approve']), group).waitingFor).toEqual(['slack:T1:group:S1', 'anyone']);
    expect(outcomeOf(voted(group, [member, 'approve'], [inside, 'approve']), group)).toBe('approve');
  });
});

describe('one after the other', () => {
  const rules = rulesOf({ approvals: 2, rejections: 1, steps: [[keyOf(ANN), keyOf(BEN)], [keyOf(CID)]] });
  const why = (by: Actor, votes: readonly Vote[]) => whyNotApprove(by, rules, { votes, editors: [] });

  it('lets nobody approve before their turn, and one of each approve the whole', () => {
    expect(why(CID, [])).toEqual({ code: 'may-not-approve', why: 'not-yet', waitingFor: [keyOf(ANN), keyOf(BEN)] });
    expect(why(BEN, [])).toBeUndefined();
    const first = voted(rules, [BEN, 'approve']);
    expect(outcomeOf(first, rules)).toBeUndefined();
    expect(tallyOf(first, rules).waitingFor).toEqual([keyOf(CID)]);
    expect(why(CID, first)).toBeUndefined();
    expect(why(person('UX'), first)).toMatchObject({ why: 'not-yet', waitingFor: [keyOf(CID)] });
    expect(outcomeOf(voted(rules, [BEN, 'approve'], [CID, 'approve']), rules)).toBe('approve');
  });

  it('takes nobody for two', () => {
    const twice = rulesOf({ approvals: 2, rejections: 1, steps: [[keyOf(ANN)], [keyOf(ANN)]] });
    expect(outcomeOf(voted(twice, [ANN, 'approve']), twice)).toBeUndefined();
  });
});

describe('those who are waited for', () => {
  it('are needed each, or some of them, as far as anybody knows', () => {
    const needsEach = (voting: VotingRules, more: Partial<ApprovalRules> = {}, ...who: readonly Actor[]) => {
      const rules = rulesOf(voting, more);
      return tallyOf(voted(rules, ...who.map((one) => [one, 'approve'] as const)), rules).needsEach;
    };
    expect(needsEach({ approvals: 3, rejections: 1 })).toBe(true);
    expect(needsEach({ approvals: 2, rejections: 1 })).toBeUndefined();
    expect(needsEach({ approvals: 3, rejections: 1 }, {}, ANN)).toBe(true);
    expect(needsEach({ approvals: 3, rejections: 1 }, {}, ANN, BEN)).toBeUndefined();
    expect(needsEach({ approvals: 2, rejections: 1 }, { approvers: ['anyone', keyOf(ANN)] })).toBeUndefined();
    const steps = [[keyOf(ANN), keyOf(BEN)], [keyOf(CID)]];
    expect(needsEach({ approvals: 2, rejections: 1, steps })).toBeUndefined();
  });

  it('are followed by those whose turn comes later, without whoever may not approve', () => {
    const steps = [[keyOf(ANN)], [keyOf(BEN), 'requester'], [keyOf(CID)]];
    const voting = { approvals: 3, rejections: 1, steps, excludeRequester: true } as const;
    const rules = rulesOf(voting, { requester: keyOf(DEE) });
    const after = (...who: readonly Actor[]) => {
      const { waitingFor, later } = tallyOf(voted(rules, ...who.map((one) => [one, 'approve'] as const)), rules);
      return [waitingFor, ...(later ?? [])];
    };
    expect(after()).toEqual([[keyOf(ANN)], [keyOf(BEN)], [keyOf(CID)]]);
    expect(after(ANN)).toEqual([[keyOf(BEN)], [keyOf(CID)]]);
    expect(after(ANN, BEN)).toEqual([[keyOf(CID)]]);
    expect(tallyOf(voted(rules, [ANN, 'approve'], [BEN, 'approve']), rules)).not.toHaveProperty('later');
    expect(tallyOf([], rulesOf({ approvals: 2, rejections: 1 }))).not.toHaveProperty('later');
  });
});

describe('somebody who has to be among those who approve', () => {
  const rules = rulesOf({ approvals: 2, rejections: 1, must: [keyOf(CID)] });

  it('is waited for alone once nobody else is needed, and the approvals of the others count as many as there is room for', () => {
    expect(tallyOf([], rules).waitingFor).toEqual([ANN, BEN, CID].map(keyOf));
    const first = voted(rules, [ANN, 'approve']);
    expect(tallyOf(first, rules)).toMatchObject({ done: 1, waitingFor: [keyOf(CID)] });
    const second = voted(rules, [ANN, 'approve'], [BEN, 'approve']);
    expect(outcomeOf(second, rules)).toBeUndefined();
    expect(tallyOf(second, rules)).toMatchObject({ done: 1, approved: [{}, {}], waitingFor: [keyOf(CID)] });
    const third = voted(rules, [CID, 'approve']);
    expect(tallyOf(third, rules)).toMatchObject({ done: 1, waitingFor: [keyOf(ANN), keyOf(BEN)] });
    expect(outcomeOf(voted(rules, [CID, 'approve'], [BEN, 'approve']), rules)).toBe('approve');
  });
});

describe('who may not approve', () => {
  const rules = rulesOf({ approvals: 1, rejections: 1, excludeRequester: true, excludeEditors: true });

  it('is whoever asked for it and whoever changed it, by any of their names', () => {
    const nothing = { votes: [], editors: [keyOf(BEN)] };
    expect(whyNotApprove(ANN, rules, nothing)).toEqual({ code: 'may-not-approve', why: 'requester' });
    expect(whyNotApprove(BEN, rules, nothing)).toEqual({ code: 'may-not-approve', why: 'editor' });
    expect(whyNotApprove(CID, rules, nothing)).toBeUndefined();
    expect(whyNotApprove(person('UX', { alsoKnownAs: [keyOf(BEN)] }), rules, nothing)).toMatchObject({ why: 'editor' });
  });
});

describe('no sequence of votes', () => {
  const people = [ANN, BEN, CID, DEE];
  const sequence = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('approve' as const, 'reject' as const)),
    {
      maxLength: 12,
    },
  );

  it('approves without as many people as it takes, each of whom said so last', () => {
    fc.assert(
      fc.property(
        sequence,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (said, approvals, rejections) => {
          const rules = rulesOf({ approvals, rejections });
          const last = new Map(said.map(([who, kind]) => [who, kind]));
          const count = (wanted: string): number => [...last.values()].filter((kind) => kind === wanted).length;
          const outcome = outcomeOf(
            voted(rules, ...said.map(([who, kind]) => [people[who] ?? ANN, kind] as const)),
            rules,
          );
          if (count('reject') >= rejections) expect(outcome).toBe('reject');
          else expect(outcome).toBe(count('approve') >= approvals ? 'approve' : undefined);
        },
      ),
    );
  });
});
