import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { Control, Decision, PlainControlKind } from '../../../src/protocol/decision.ts';
import { draftOf } from '../../../src/protocol/rules.ts';
import type { VotingRules } from '../../../src/protocol/settings.ts';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

const AT = '2026-11-23T12:00:00.000Z';
const person = (userId: string): Actor => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
  displayName: userId,
  groups: [],
});
const [ANN, BEN, CID] = ['UA', 'UB', 'UC'].map(person) as [Actor, Actor, Actor];
const keyOf = ({ userId }: Actor): string => `slack:T1:${userId}`;
const TWO: VotingRules = { approvals: 2, rejections: 1 };

function deskWith(voting: VotingRules): Desk {
  return new Desk({
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    language: 'en',
    settings: { ...TEST_SETTINGS, approval: { gate: 'final', approvers: [ANN, BEN, CID].map(keyOf), voting } },
  });
}

let ids = 0;
function draft(desk: Desk, score = 9): void {
  ids += 1;
  const { version } = desk.addDraft({ draftId: `d${ids}`, hash: String(ids).padStart(8, '0') });
  desk.addCritique(version, { critiqueId: `c${ids}`, score, factsQuestionable: false });
  desk.concludeIteration();
}

type Said = 'approve' | 'reject' | 'request-changes' | 'edit';
function made(desk: Desk, kind: Said, by: Actor): Decision {
  const version = desk.current?.version ?? 0;
  ids += 1;
  const base = { id: `v${ids}`, draft: { version, hash: draftOf(desk.state, version)?.hash ?? 'ffffffff' }, by };
  switch (kind) {
    case 'approve':
      return { ...base, kind };
    case 'reject':
      return { ...base, kind, reason: 'No' };
    case 'request-changes':
      return { ...base, kind, comment: 'Shorter' };
    case 'edit':
      return { ...base, kind, edited: { draftId: `e${ids}`, hash: String(ids).padStart(8, 'e') } };
    default:
      return kind satisfies never;
  }
}
function say(desk: Desk, kind: Said, by: Actor): string {
  const decision = made(desk, kind, by);
  const refusal = desk.refusalOf(decision);
  if (refusal !== undefined) return refusal.code;
  desk.decide(decision, AT);
  return 'counted';
}
function steer(desk: Desk, kind: PlainControlKind, by: Actor): string {
  const control: Control = { id: `k${(ids += 1)}`, kind, by };
  const refusal = desk.refusalOfControl(control);
  if (refusal !== undefined) return refusal.code;
  desk.control(control, AT);
  return 'counted';
}

describe('a gate that takes several people', () => {
  it('stays open until enough have approved, tells how far they are, and who had agreed', () => {
    const desk = deskWith(TWO);
    draft(desk);
    expect(desk.articleState.open?.tally).toMatchObject({ approvals: 2, approved: [] });
    expect(say(desk, 'approve', ANN)).toBe('counted');
    expect(desk.stage).toBe('waiting');
    expect(desk.articleState.open?.tally).toMatchObject({
      approved: [{ name: 'UA' }],
      waitingFor: [keyOf(BEN), keyOf(CID)],
    });
    expect(say(desk, 'approve', ANN)).toBe('counted');
    expect(desk.stage).toBe('waiting');
    expect(say(desk, 'approve', CID)).toBe('counted');
    expect(desk.stage).toBe('finishing');
    expect(desk.state.decisions).toMatchObject([{ kind: 'approve', byName: 'UC', joined: [{ name: 'UA' }] }]);
    expect(say(desk, 'approve', BEN)).toBe('already-decided');
  });

  it('counts the same vote once, however often it comes', () => {
    const desk = deskWith(TWO);
    draft(desk);
    const vote = made(desk, 'approve', ANN);
    expect(desk.decide(vote, AT)).toBe(true);
    expect(desk.refusalOf(vote)).toBeUndefined();
    expect(desk.decide(vote, AT)).toBe(false);
    expect(desk.state.votes).toEqual([vote.id]);
  });

  it('lets people change their minds, there and back, and tells two clicks from one that is delivered again', () => {
    const desk = deskWith({ approvals: 2, rejections: 2 });
    draft(desk);
    const [first, reject, again] = [made(desk, 'approve', ANN), made(desk, 'reject', ANN), made(desk, 'approve', ANN)];
    const standing = () => desk.state.gate?.votes.map(({ kind, byName }) => `${byName} ${kind}`);
    for (const said of [first, reject, first]) desk.decide(said, AT);
    expect(standing()).toEqual(['UA reject']);
    desk.decide(again, AT);
    expect(standing()).toEqual(['UA approve']);
  });

  it('takes two accounts for one person as soon as it hears of it, and counts what they said last', () => {
    const desk = deskWith({ approvals: 3, rejections: 2 });
    draft(desk);
    for (const by of [ANN, BEN]) say(desk, 'approve', by);
    expect(desk.join([keyOf(ANN), 'telegram:7'])).toBeUndefined();
    expect(desk.tally).toMatchObject({ done: 2, approved: [{ keys: [keyOf(ANN), 'telegram:7'] }, { name: 'UB' }] });
    expect(desk.join([keyOf(ANN), keyOf(BEN)])).toBe('UB');
    expect(desk.tally).toMatchObject({ done: 1, approved: [{ name: 'UB' }] });
    expect(say(desk, 'approve', CID)).toBe('counted');
    expect(desk.stage).toBe('waiting');
  });

  it('counts nobody of whom it is not known who they are elsewhere', () => {
    const unsure: Actor = { ...BEN, isUnsure: true };
    const desk = deskWith(TWO);
    draft(desk);
    for (const act of [
      () => say(desk, 'approve', unsure),
      () => say(desk, 'reject', unsure),
      () => steer(desk, 'finish', unsure),
    ])
      expect(act()).toBe('may-not-approve');
    expect(say(desk, 'request-changes', unsure)).toBe('counted');
    const alone = deskWith({ approvals: 1, rejections: 1, excludeRequester: true });
    draft(alone);
    expect(say(alone, 'approve', unsure)).toBe('may-not-approve');
  });

  it('says when too few people are left, and why', () => {
    const enough = deskWith({ ...TWO, excludeRequester: true });
    draft(enough);
    expect(enough.shortfall).toBeUndefined();
    say(enough, 'approve', BEN);
    enough.join([keyOf(BEN), keyOf(CID)]);
    expect(enough.shortfall).toEqual({ needed: 2, left: 1, why: 'requester' });
    const edited = deskWith({ ...TWO, excludeEditors: true });
    draft(edited);
    say(edited, 'edit', ANN);
    expect(edited.shortfall).toBeUndefined();
    say(edited, 'edit', BEN);
    expect(edited.shortfall).toEqual({ needed: 2, left: 1, why: 'editors' });
    const many = deskWith({ approvals: 4, rejections: 1 });
    draft(many);
    expect(many.shortfall).toEqual({ needed: 4, left: 3, why: 'few' });
    const steps = deskWith({
      approvals: 2,
      rejections: 1,
      steps: [[keyOf(BEN)], [keyOf(ANN)]],
      excludeRequester: true,
    });
    draft(steps);
    expect(steps.shortfall).toEqual({ needed: 2, left: 1, why: 'requester' });
  });

  it('is opened by whoever approves a draft before its time, or asks to finish', () => {
    for (const early of [(desk: Desk) => say(desk, 'approve', BEN), (desk: Desk) => steer(desk, 'finish', BEN)]) {
      const desk = deskWith(TWO);
      draft(desk, 3);
      expect(desk.stage).toBe('drafting');
      expect(early(desk)).toBe('counted');
      expect(desk.stage).toBe('waiting');
      expect(desk.state).toMatchObject({ stopReason: 'person', gate: { votes: [{ byName: 'UB' }] } });
      expect(say(desk, 'approve', CID)).toBe('counted');
      expect(desk.stage).toBe('finishing');
    }
  });

  it('begins anew with every other text', () => {
    const desk = deskWith({ ...TWO, excludeEditors: true });
    draft(desk);
    say(desk, 'approve', ANN);
    expect(say(desk, 'edit', BEN)).toBe('counted');
    expect(desk.stage).toBe('waiting');
    expect(desk.articleState.open?.tally).toMatchObject({ approved: [] });
    expect(say(desk, 'approve', BEN)).toBe('may-not-approve');
    expect(steer(desk, 'finish', BEN)).toBe('may-not-approve');
    expect(say(desk, 'approve', ANN)).toBe('counted');
    expect(desk.stage).toBe('waiting');
    expect(say(desk, 'request-changes', CID)).toBe('counted');
    expect(desk.stage).toBe('drafting');
  });

  it('lets whoever has a veto reject, and not approve', () => {
    const desk = deskWith({ approvals: 2, rejections: 3, veto: ['slack:T1:UL'] });
    draft(desk);
    const legal = person('UL');
    expect(say(desk, 'approve', legal)).toBe('not-a-reviewer');
    expect(say(desk, 'edit', legal)).toBe('not-a-reviewer');
    expect(say(desk, 'reject', ANN)).toBe('counted');
    expect(desk.stage).toBe('waiting');
    expect(say(desk, 'reject', legal)).toBe('counted');
    expect(desk.stage).toBe('rejected');
  });

  it('survives what is handed to the next run', () => {
    const desk = deskWith(TWO);
    draft(desk);
    say(desk, 'approve', ANN);
    const state = structuredClone(desk.state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

describe('whatever people do', () => {
  const acts = fc.array(
    fc.tuple(
      fc.constantFrom(
        'approve',
        'reject',
        'request-changes',
        'edit',
        'draft',
        'pause',
        'resume',
        'finish',
        'another',
        'retry',
      ),
      fc.constantFrom(ANN, BEN, CID, person('UX')),
    ),
    { maxLength: 30 },
  );

  it('nothing is approved but by as many as it takes, of those who may, about that very text', () => {
    fc.assert(
      fc.property(
        acts,
        fc.integer({ min: 2, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        (done, approvals, requester, editors) => {
          const desk = deskWith({
            approvals,
            rejections: 1,
            ...(requester && { excludeRequester: true }),
            ...(editors && { excludeEditors: true }),
          });
          const said = new Map<number, Map<string, string>>();
          const changed = new Set<string>();
          for (const [act, by] of done) {
            const { version } = desk.current ?? {};
            const was = desk.stage;
            if (act === 'draft') {
              if (desk.stage === 'drafting') draft(desk, 5);
              continue;
            }
            const isVote = act === 'approve' || act === 'reject' || act === 'request-changes' || act === 'edit';
            const about = act === 'finish' ? (desk.state.gate?.subject.version ?? undefined) : version;
            const outcome = isVote ? say(desk, act, by) : steer(desk, act, by);
            if (outcome !== 'counted') continue;
            if (act === 'edit') changed.add(by.userId);
            const subject = about ?? desk.state.gate?.subject.version ?? desk.state.approved;
            if ((act === 'approve' || act === 'finish') && subject !== undefined)
              said.set(subject, (said.get(subject) ?? new Map<string, string>()).set(by.userId, 'approve'));
            if (was !== 'finishing' && desk.stage === 'finishing') {
              const agreed = [...(said.get(desk.state.approved ?? 0)?.keys() ?? [])];
              expect(agreed.length).toBeGreaterThanOrEqual(approvals);
              expect(agreed).not.toContain('UX');
              if (requester) expect(agreed).not.toContain('UA');
              return;
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('where somebody has stepped in', () => {
  const ADMIN: Actor = { ...person('UZ'), isAdministrator: true };

  it('what they say counts at once, whatever it takes otherwise, and by no other rule', () => {
    const desk = deskWith(TWO);
    draft(desk);
    say(desk, 'approve', ANN);
    expect(desk.stage).toBe('waiting');
    expect(desk.refusalOf(made(desk, 'approve', ADMIN))).toMatchObject({ code: 'not-a-reviewer' });
    const stepIn: Control = { id: 'step', kind: 'step-in', by: ADMIN, reason: 'Ben is ill' };
    expect(desk.refusalOfControl(stepIn)).toBeUndefined();
    desk.control(stepIn, AT);
    expect(desk.articleState).toMatchObject({ inCharge: { byName: 'UZ', at: AT } });
    expect(desk.stage).toBe('waiting');
    say(desk, 'approve', ADMIN);
    expect(desk.stage).toBe('finishing');
    expect(desk.ruleOf(ADMIN, 'decision')).toBe('stepped-in');
  });

  const step = (by: Actor): Control => ({ id: 'step', kind: 'step-in', by, reason: 'Ben is ill' });

  it('nobody does it for them while they are away', () => {
    const desk = deskWith(TWO);
    draft(desk);
    desk.control(step(ADMIN), AT);
    const substitute: Actor = { ...person('UX'), alsoKnownAs: [keyOf(ADMIN)], standsFor: keyOf(ADMIN) };
    expect(say(desk, 'approve', substitute)).toBe('not-a-reviewer');
    expect(desk.stage).toBe('waiting');
  });

  it('they do it for nobody for whom they decide', () => {
    const desk = deskWith(TWO);
    draft(desk);
    desk.control(step({ ...ADMIN, alsoKnownAs: [keyOf(BEN)], standsFor: keyOf(BEN) }), AT);
    say(desk, 'approve', BEN);
    expect(desk.stage).toBe('waiting');
    say(desk, 'approve', ADMIN);
    expect(desk.stage).toBe('finishing');
  });
});

describe('where somebody turns out to be somebody else', () => {
  it('what they said before is never carried by the opposite that another one says', () => {
    const LEGAL = person('UL');
    const desk = deskWith({ approvals: 2, rejections: 2, veto: [keyOf(LEGAL)] });
    draft(desk);
    say(desk, 'reject', BEN);
    desk.join([keyOf(BEN), keyOf(LEGAL)]);
    say(desk, 'approve', ANN);
    expect(desk.stage).toBe('waiting');
    say(desk, 'approve', CID);
    expect(desk.stage).toBe('waiting');
    say(desk, 'reject', { ...BEN, alsoKnownAs: [keyOf(LEGAL)] });
    expect(desk.stage).toBe('rejected');
  });
});
