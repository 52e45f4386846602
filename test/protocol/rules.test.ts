import { describe, expect, it } from 'vitest';
import { type Actor, keysOf, OPERATOR } from '../../src/protocol/actor.ts';
import { mayDecide, maySee } from '../../src/protocol/approvers.ts';
import type { Control, ControlKind } from '../../src/protocol/decision.ts';
import type { DeskState } from '../../src/protocol/desk-state.ts';
import type { DraftRecord } from '../../src/protocol/draft.ts';
import type { Vote } from '../../src/protocol/gate.ts';
import {
  bestDraft,
  controlsAt,
  controlsFor,
  decidableSubjects,
  draftToFinish,
  refusalOfControl,
  refusalOfDecision,
  stageOf,
} from '../../src/protocol/rules.ts';

const ANN: Actor = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const EVE: Actor = { ...ANN, userId: 'U3', displayName: 'Eve' };
const HOME = { platform: 'slack', channel: 'C1' };

const SENT_BACK = { id: 'd1', kind: 'request-changes', version: 1, byName: 'Ben', at: '' } as const;
const draft = (version: number, score?: number): DraftRecord => ({
  version,
  hash: `0000000${version}`,
  draftId: `d${version}`,
  author: 'agent',
  ...(score !== undefined && { score }),
});

function state(change: Partial<DeskState> = {}): DeskState {
  return {
    phase: 'drafting',
    drafts: [draft(1, 7)],
    roundFrom: 1,
    iteration: 1,
    gates: 0,
    decisions: [],
    controls: [],
    paused: false,
    steps: 0,
    said: 0,
    revision: 0,
    ...change,
  };
}

const SPENT = { scope: 'article', capUsd: 2, spentUsd: 2.1, unpriced: 0, raiseByUsd: 1, seq: 3 } as const;

/** Asked for by Ann, decided by Ben. */
function whoMay(kind: ControlKind, now: DeskState, raisers?: readonly string[]): readonly Actor[] {
  const policy = { approvers: ['slack:U2'], requester: 'slack:U1', ...(raisers && { raisers }) };
  return [ANN, BEN, EVE, OPERATOR].filter((by) => {
    const control: Control =
      kind === 'move' || kind === 'unfollow'
        ? { kind, id: 'x', by, thread: { ...HOME, channel: 'C2' } }
        : kind === 'follow'
          ? { kind, id: 'x', by, thread: { ...HOME, channel: 'C3' }, role: 'decides' }
          : kind === 'language'
            ? { kind, id: 'x', by, language: 'de' }
            : kind === 'add-source'
              ? { kind, id: 'x', by, file: { id: 'f', name: 'tides.pdf' } }
              : kind === 'step-in'
                ? { kind, id: 'x', by, reason: 'Ben is ill' }
                : kind === 'assign'
                  ? { kind, id: 'x', by, to: BEN }
                  : { kind, id: 'x', by };
    return refusalOfControl({ state: now, policy, home: HOME }, control) === undefined;
  });
}

describe('a control', () => {
  it('that finishes needs the right to decide, since it approves', () => {
    expect(whoMay('finish', state())).toEqual([BEN]);
  });

  it('that says in what language to write counts until there is a draft, also while the article stands still', () => {
    for (const change of [{}, { paused: true }, { language: 'de' }] as const)
      expect(whoMay('language', state({ drafts: [], ...change }))).toEqual([ANN, BEN, OPERATOR]);
    for (const change of [{ drafts: [draft(1, 7)] }, { phase: 'gate' }, { phase: 'cancelled' }] as const)
      expect(whoMay('language', state({ drafts: [], ...change }))).toEqual([]);
  });

  it('that has another version written needs it, too, and counts only while people are asked', () => {
    expect(whoMay('another', state({ phase: 'gate' }))).toEqual([BEN]);
    for (const change of [{}, { phase: 'gate', paused: true }, { phase: 'finishing' }] as const)
      expect(whoMay('another', state(change))).toEqual([]);
  });

  it.each<[ControlKind, Partial<DeskState>]>([
    ['pause', {}],
    ['resume', { paused: true }],
    ['cancel', {}],
    ['retry', { failure: { step: 'writing', code: 'internal', message: '' } }],
    ['move', {}],
    ['follow', {}],
    ['unfollow', { followings: [{ thread: { ...HOME, channel: 'C2' }, role: 'reads', byName: 'Ann' }] }],
    ['language', { drafts: [] }],
    ['add-source', {}],
  ])('“%s” is for the requester and operators, too', (kind, change) => {
    expect(whoMay(kind, state(change))).toEqual([ANN, BEN, OPERATOR]);
  });

  it('is offered to exactly those for whom it would count', () => {
    const standing = { state: state(), policy: { approvers: ['slack:U2'], requester: 'slack:U1' }, home: HOME };
    expect([ANN, BEN, EVE].map((by) => controlsFor(standing, by))).toEqual([
      ['pause', 'cancel'],
      ['pause', 'finish', 'cancel'],
      [],
    ]);
    expect(controlsFor(standing)).toEqual(['pause', 'cancel']);
  });

  it.each<[string, Partial<DeskState>]>([
    ['before there is a draft', { drafts: [] }],
    ['while the next draft is written', {}],
    ['after a draft was sent back', { drafts: [draft(1, 7)], roundFrom: 2, decisions: [SENT_BACK] }],
    ['while another version is begun', { drafts: [draft(1, 7)], roundFrom: 2, variant: 1, anewFrom: 2 }],
    ['at the gate', { phase: 'gate' }],
    ['while it is paused', { paused: true }],
    ['paused at the gate', { phase: 'gate', paused: true }],
    ['while it is stuck', { failure: { step: 'writing', code: 'internal', message: '' } }],
    ['in an outage', { outage: { code: 'model-unavailable', since: '', next: '' } }],
    ['when its budget is spent', { budget: SPENT }],
    ['when its budget is spent before the final edit', { phase: 'finishing', approved: 1, budget: SPENT }],
    ['while it is finished', { phase: 'finishing' }],
    ['when it is over', { phase: 'cancelled' }],
  ])('is shown to everybody %s as it would count for who may use it', (_, change) => {
    const now = state(change);
    const policy = { approvers: ['slack:U2'], requester: 'slack:U2' };
    const shown = controlsAt({
      stage: stageOf(now),
      isTriedAgain: now.outage !== undefined,
      isOverBudget: now.budget !== undefined,
      hasDraft: draftToFinish(now) !== undefined || (now.phase === 'finishing' && now.budget !== undefined),
    });
    expect(shown).toEqual(controlsFor({ state: now, policy, home: HOME }, BEN));
  });

  it('that adds a source counts as long as something may be written, unless nothing is ever read', () => {
    for (const change of [{ drafts: [], paused: true }, {}, { phase: 'gate' }] as const)
      expect(whoMay('add-source', state(change))).toEqual([ANN, BEN, OPERATOR]);
    const files = Array.from({ length: 10 }, (_, at) => ({ id: `f${at}`, name: 'a.md' }));
    for (const change of [{ phase: 'finishing' }, { phase: 'cancelled' }, { drafts: [], files }] as const)
      expect(whoMay('add-source', state(change))).toEqual([]);
    const policy = { approvers: ['slack:U2'], requester: 'slack:U1' };
    const standing = { state: state({ drafts: [] }), policy, home: HOME, neverReads: true };
    const control: Control = { kind: 'add-source', id: 'x', by: ANN, file: { id: 'f', name: 'a.md' } };
    expect(refusalOfControl(standing, control)).toEqual({ code: 'sources-not-read' });
  });

  it('that spends more is for those who may, whom the policy names, and for operators', () => {
    expect(whoMay('raise', state({ budget: SPENT }))).toEqual([BEN, OPERATOR]);
    expect(whoMay('raise', state({ budget: SPENT }), ['requester'])).toEqual([ANN, OPERATOR]);
    expect(whoMay('raise', state({ budget: SPENT }), ['slack:U3'])).toEqual([EVE, OPERATOR]);
    expect(whoMay('raise', state(), ['slack:U3'])).toEqual([]);
  });

  it('that finishes where a budget is spent needs the right to decide, also when it was approved before', () => {
    expect(whoMay('finish', state({ budget: SPENT }))).toEqual([BEN]);
    expect(whoMay('finish', state({ phase: 'finishing', approved: 1, budget: SPENT }))).toEqual([BEN]);
    expect(whoMay('finish', state({ phase: 'finishing', approved: 1 }))).toEqual([]);
  });

  it('takes up an outage at once', () => {
    const outage = { code: 'model-unavailable', since: '2026-11-29T12:00:00Z', next: '2026-11-29T12:10:00Z' };
    expect(whoMay('retry', state())).toEqual([]);
    expect(whoMay('retry', state({ outage }))).toEqual([ANN, BEN, OPERATOR]);
  });
});

describe('the rule “anyone”', () => {
  const rules = { approvers: ['anyone'], requester: 'slack:T1:U1', home: 'slack:T1:C1' };

  it('means members of the channel where the article lives, so nobody elsewhere and no operator', () => {
    const member = { ...EVE, channels: ['slack:T1:C2', 'slack:T1:C1'] };
    const elsewhere = { ...EVE, channels: ['slack:T1:C2', 'slack:T2:C1', 'telegram::C1'] };
    const people = [member, elsewhere, ANN, { ...OPERATOR, channels: [] }];
    expect(people.filter((actor) => mayDecide(actor, rules))).toEqual([member]);
  });

  it('means nobody when nobody knows where the article lives', () => {
    const { home: _, ...homeless } = rules;
    expect(mayDecide({ ...EVE, channels: ['slack:T1:C1'] }, homeless)).toBe(false);
  });
});

describe('a person', () => {
  const rules = { approvers: ['slack:T1:U2', 'slack:T1:group:S1'], requester: 'slack:T1:U1' };
  const of = (workspace: string, changes: Partial<Actor>): Actor => ({ ...ANN, workspace, ...changes });

  it.each([
    ['the one that is named', of('T1', { userId: 'U2' }), true],
    ['the same id in another workspace', of('T2', { userId: 'U2' }), false],
    ['the same id without a workspace', { ...ANN, userId: 'U2' }, false],
    ['in the group that is named', of('T1', { groups: ['S1'] }), true],
    ['in a group of that id in another workspace', of('T2', { groups: ['S1'] }), false],
  ])('decides as %s: %s', (_who, actor, decides) => {
    expect(mayDecide(actor, rules)).toBe(decides);
  });

  it('sees what they asked for, decide about, pay for, or have in a channel of theirs', () => {
    const seen = { ...rules, raisers: ['slack:T1:U5'], home: 'slack:T1:C1' };
    const people = {
      requester: of('T1', {}),
      approver: of('T1', { userId: 'U2' }),
      raiser: of('T1', { userId: 'U5' }),
      member: of('T1', { userId: 'U6', channels: ['slack:T1:C1'] }),
      operator: OPERATOR,
      colleague: of('T1', { userId: 'U7', channels: ['slack:T1:C2'] }),
      namesake: of('T2', {}),
    };
    const seeing = Object.entries(people).filter(([, actor]) => maySee(actor, seen));
    expect(seeing.map(([who]) => who)).toEqual(['requester', 'approver', 'raiser', 'member', 'operator']);
  });
});

describe('the best draft of a round', () => {
  it('scores highest, of equals it is the later one, and no score is less than any', () => {
    expect(bestDraft(state({ drafts: [draft(1, 7), draft(2, 7), draft(3)] }))?.version).toBe(2);
  });

  it('is none of an earlier round, whatever it scored', () => {
    expect(draftToFinish(state({ drafts: [draft(1, 9), draft(2, 3)], roundFrom: 2 }))?.version).toBe(2);
    const isSentBack = { drafts: [draft(1, 9)], roundFrom: 2, decisions: [SENT_BACK] };
    expect(draftToFinish(state(isSentBack))).toBeUndefined();
  });
});

describe('what can be decided on', () => {
  const gate = {
    id: 'g1',
    subject: { kind: 'draft', version: 1, hash: '00000001' },
    votes: [],
    deadlines: [],
  } as const;

  it.each<[string, Partial<DeskState>, readonly number[]]>([
    ['the newest draft while the next one is written', { drafts: [draft(1), draft(2)] }, [2]],
    ['nothing before there is a draft', { drafts: [] }, []],
    ['nothing after the newest was sent back', { decisions: [SENT_BACK], roundFrom: 2 }, []],
    ['what is at the gate, and the newest draft', { phase: 'gate', gate, drafts: [draft(1), draft(2)] }, [1, 2]],
    ['nothing once one is approved', { phase: 'finishing' }, []],
  ])('is %s', (_, change, versions) => {
    expect(
      decidableSubjects(state(change), { approvers: ['requester'], requester: 'slack:T1:U1' }).map(
        ({ version }) => version,
      ),
    ).toEqual(versions);
  });
});

describe('who takes a decision on', () => {
  const gate = {
    id: 'g1',
    subject: { kind: 'draft', version: 1, hash: '00000001' },
    votes: [],
    deadlines: [],
  } as const;
  const claim = { keys: ['slack:U2', 'telegram:7'], byName: 'Ben', at: '2026-11-30T08:00:00.000Z' };
  const policy = { approvers: ['slack:U2', 'slack:U3'], requester: 'slack:U1' };
  const asked = (kind: 'claim' | 'release', by: Actor, taken = false) =>
    refusalOfControl(
      { state: state({ phase: 'gate', gate: taken ? { ...gate, claim } : gate }), policy, home: HOME },
      { kind, id: 'x', by },
    );

  it('is one of those who decide, while something waits for them', () => {
    expect(whoMay('claim', state({ phase: 'gate', gate }))).toEqual([BEN]);
    expect(whoMay('claim', state())).toEqual([]);
    expect(whoMay('claim', state({ phase: 'gate', gate, paused: true }))).toEqual([]);
  });

  it('has it until they leave it, whoever else asks for it', () => {
    expect(asked('claim', EVE, true)).toEqual({ code: 'claimed', byName: 'Ben', at: claim.at });
    expect(asked('claim', BEN, true)).toMatchObject({ code: 'not-now' });
    expect(asked('release', EVE, true)).toEqual({ code: 'claimed', byName: 'Ben', at: claim.at });
    expect(asked('release', BEN, true)).toBeUndefined();
    expect(asked('release', { ...EVE, userId: 'U9', alsoKnownAs: ['telegram:7'] }, true)).toMatchObject({
      code: 'not-a-reviewer',
    });
    expect(asked('release', OPERATOR, true)).toBeUndefined();
    expect(asked('release', BEN)).toMatchObject({ code: 'not-now' });
  });

  it('keeps nobody from deciding, and everybody sees it', () => {
    const claimed = state({ phase: 'gate', gate: { ...gate, claim } });
    expect(decidableSubjects(claimed, policy)).toEqual([{ ...gate.subject, gate: 'g1', claim }]);
    expect(controlsFor({ state: claimed, policy, home: HOME }, EVE)).not.toContain('claim');
    expect(controlsFor({ state: claimed, policy, home: HOME }, BEN)).toContain('release');
  });
});

describe('somebody who is asked to decide', () => {
  const policy = { approvers: ['slack:U2', 'slack:group:S1', 'anyone'], requester: 'slack:U1', home: 'slack:C1' };
  const asked = (to: Actor, by = ANN, now = state()) =>
    refusalOfControl({ state: now, policy, home: HOME }, { kind: 'assign', id: 'x', by, to });

  it('is one of those who may, by whatever rule', () => {
    expect(asked(BEN)).toBeUndefined();
    expect(asked({ ...EVE, groups: ['S1'] })).toBeUndefined();
    expect(asked({ ...EVE, channels: ['slack:C1'] })).toBeUndefined();
    expect(asked(EVE)).toEqual({ code: 'may-not-be-asked', name: 'Eve', reviewers: policy.approvers });
  });

  it('is asked by whoever may control the article, as long as there is something to decide', () => {
    expect([ANN, BEN, OPERATOR].map((by) => asked(BEN, by))).toEqual([undefined, undefined, undefined]);
    expect(asked(BEN, EVE)).toMatchObject({ code: 'not-a-reviewer' });
    expect(asked(BEN, ANN, state({ phase: 'finishing' }))).toMatchObject({ code: 'not-now' });
  });
});

describe('who decides for somebody who is away', () => {
  const [APPROVE, subject] = ['approve', { kind: 'draft', version: 1, hash: '00000001' }] as const;
  const policy = {
    approvers: ['slack:U2', 'slack:U3'],
    requester: 'slack:U1',
    voting: { approvals: 2, rejections: 2 },
  };
  const CID: Actor = {
    ...ANN,
    userId: 'U7',
    displayName: 'Cid (for Ben)',
    alsoKnownAs: ['slack:U2'],
    standsFor: 'slack:U2',
  };
  const vote = (by: Actor) => ({
    decisionId: by.userId,
    kind: APPROVE,
    keys: keysOf(by),
    groups: [],
    isMember: false,
    byName: by.displayName,
    at: '',
  });
  const says = (votes: readonly Vote[], by = CID) =>
    refusalOfDecision(
      { state: state({ phase: 'gate', gate: { id: 'g1', subject, votes, deadlines: [] } }), policy, home: HOME },
      { id: 'x', kind: APPROVE, draft: { version: 1, hash: '00000001' }, by },
    );

  it('counts as them, and does not take away what they have said themselves', () => {
    expect(says([])).toBeUndefined();
    expect(says([vote(EVE)])).toBeUndefined();
    expect(says([vote(BEN)])).toEqual({ code: 'has-voted', name: 'Ben' });
    expect(says([{ ...vote(CID), standsFor: 'slack:U2' }], BEN)).toBeUndefined();
  });
});

describe('an administrator who steps in', () => {
  const ADMIN: Actor = { ...EVE, userId: 'U9', displayName: 'Adm', isAdministrator: true };
  const policy = {
    approvers: ['slack:U2'],
    requester: 'slack:U1',
    home: 'slack::C1',
    voting: { approvals: 2, rejections: 2 },
  };
  const asked = (by: Actor, reason = 'Ben is ill', now = state()) =>
    refusalOfControl({ state: now, policy, home: HOME }, { kind: 'step-in', id: 'x', by, reason });
  const decides = (by: Actor, inCharge?: readonly string[]) =>
    refusalOfDecision(
      { state: state(), policy: { ...policy, ...(inCharge && { inCharge }) }, home: HOME },
      { id: 'x', kind: 'approve', draft: { version: 1, hash: '00000001' }, by },
    );

  it('says why, as long as there is something to decide; nobody else does', () => {
    expect([asked(ADMIN), asked(OPERATOR)]).toEqual([undefined, undefined]);
    for (const by of [ANN, BEN, EVE]) expect(asked(by)).toEqual({ code: 'not-an-overseer' });
    for (const reason of ['', '  ', 'x'.repeat(3001)]) expect(asked(ADMIN, reason)).toEqual({ code: 'bad-comment' });
    expect(asked(ADMIN, 'x', state({ phase: 'finishing' }))).toMatchObject({ code: 'not-now' });
  });

  it('decides only then, and the others may still', () => {
    expect(decides(ADMIN)).toMatchObject({ code: 'not-a-reviewer' });
    expect(decides(ADMIN, ['slack:U9'])).toBeUndefined();
    expect(decides(BEN, ['slack:U9'])).toBeUndefined();
    expect(decides(EVE, ['slack:U9'])).toMatchObject({ code: 'not-a-reviewer' });
  });
});
