import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, OPERATOR } from '../../../src/protocol/actor.ts';
import type { WrittenFactReport } from '../../../src/protocol/activities.ts';
import { BUDGET_SCOPES, type BudgetScope } from '../../../src/protocol/budget.ts';
import type { ArticleInput } from '../../../src/protocol/article.ts';
import type { Control, PlainControlKind, Decision } from '../../../src/protocol/decision.ts';
import type { DeskState } from '../../../src/protocol/desk-state.ts';
import { OPERATOR_SIGNALS } from '../../../src/protocol/names.ts';
import { assignment, commentIds, earlierCritiqueId } from '../../../src/protocol/drafts.ts';
import type { Revision } from '../../../src/protocol/revision.ts';
import type { ArticleSettings } from '../../../src/protocol/settings.ts';
import { bestDraft, decisionOn, draftOf, replacedBy } from '../../../src/protocol/rules.ts';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

const IN_CHANNEL = ['slack:T1:C1'];
const ANN: Actor = {
  platform: 'slack',
  workspace: 'T1',
  userId: 'U1',
  displayName: 'Ann',
  groups: [],
  channels: IN_CHANNEL,
};
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben', groups: ['S1'] };
/** Somewhere else. */
const EVE: Actor = { ...ANN, userId: 'U3', displayName: 'Eve', channels: ['slack:T1:C2'] };
const AT = '2026-11-23T12:00:00.000Z';

function inputOf(
  settings: Partial<ArticleSettings> = {},
  carried?: DeskState,
  order: Partial<ArticleInput['request']> = {},
): ArticleInput {
  return {
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en', ...order },
    requester: ANN,
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    language: 'en',
    settings: { ...TEST_SETTINGS, ...settings },
    ...(carried !== undefined && { desk: carried }),
  };
}

function newDesk(...given: Parameters<typeof inputOf>): Desk {
  return new Desk(inputOf(...given));
}

/** Writes and criticises one draft. */
function draft(desk: Desk, score: number, { hash, repeats, facts }: Written = {}): void {
  const text = { draftId: `d${desk.nextStep()}`, hash: hash ?? `0000000${desk.state.drafts.length}` };
  const { version } = desk.addDraft(text);
  desk.addCritique(version, {
    critiqueId: `c${version}`,
    score,
    factsQuestionable: facts !== undefined,
    ...(repeats && { repeats: true }),
  });
  const due = desk.dueCheck('after-critique');
  if (due !== undefined)
    desk.addFactReport(due, { factReportId: `f${version}`, contradicted: 0, remembered: 0, unresolved: 0, ...facts });
  desk.concludeIteration();
}

interface Written {
  readonly hash?: string;
  readonly repeats?: boolean;
  /** Found by a fact check, which the critique asks for. */
  readonly facts?: Partial<Omit<WrittenFactReport, 'factReportId'>>;
}

let ids = 0;
type Act =
  | { kind: 'approve' }
  | { kind: 'request-changes'; comment: string }
  | { kind: 'reject'; reason: string }
  | { kind: 'edit' }
  | { kind: 'bring-back'; to: number };
function decision(desk: Desk, act: Act, { version = desk.current?.version ?? 0, by = ANN } = {}): Decision {
  const ref = { version, hash: draftOf(desk.state, version)?.hash ?? 'ffffffff' };
  const base = { id: `decision-${(ids += 1)}`, draft: ref, by };
  if (act.kind === 'bring-back') {
    const to = { version: act.to, hash: draftOf(desk.state, act.to)?.hash ?? 'ffffffff' };
    return { ...base, kind: 'bring-back', to, edited: { draftId: `b${ids}`, hash: to.hash } };
  }
  return act.kind === 'edit'
    ? { ...base, kind: 'edit', edited: { draftId: `e${ids}`, hash: 'eeeeeeee' } }
    : { ...base, ...act };
}

function decide(desk: Desk, act: Act, options?: { version?: number; by?: Actor }): string {
  const made = decision(desk, act, options);
  const refusal = desk.refusalOf(made);
  if (refusal !== undefined) return refusal.code;
  desk.decide(made, AT);
  return 'counted';
}

/** A step met a cap of two dollars. */
function spend(desk: Desk, scope: BudgetScope = 'article', day?: string): void {
  const spent = { scope, capUsd: 2, spentUsd: 2.1, unpriced: 0, raiseByUsd: 1, seq: 3 };
  desk.stopForBudget({ ...spent, ...(day !== undefined && { day }) });
}

function steer(desk: Desk, kind: PlainControlKind, by = ANN): string {
  const control: Control = { id: `control-${(ids += 1)}`, kind, by };
  const refusal = desk.refusalOfControl(control);
  if (refusal !== undefined) return refusal.code;
  desk.control(control, AT);
  return 'counted';
}

describe('the loop', () => {
  it('goes on while the score is below the threshold', () => {
    const desk = newDesk();
    draft(desk, 7.9);
    expect(desk.stage).toBe('drafting');
    expect(assignment(desk.state)).toMatchObject({ version: 2, basis: { draftId: 'ds1', critiqueId: 'c1' } });
  });

  it('stops at the threshold and says so', () => {
    const desk = newDesk();
    draft(desk, 8);
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'threshold', current: { version: 1 } });
  });

  it('stops after max_iterations with the highest-scoring draft, which need not be the last', () => {
    const desk = newDesk({ maxIterations: 3 });
    for (const score of [5, 7, 6]) draft(desk, score);
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      stopReason: 'max-iterations',
      current: { version: 2 },
    });
  });

  it('grows the next draft from the best so far, not from a worse later one', () => {
    const desk = newDesk();
    draft(desk, 7);
    draft(desk, 5);
    expect(assignment(desk.state).basis).toEqual({ draftId: 'ds1', critiqueId: 'c1' });
  });

  it('prefers the later of two drafts with the same score', () => {
    const desk = newDesk({ maxIterations: 2 });
    draft(desk, 7);
    draft(desk, 7);
    expect(desk.current?.version).toBe(2);
  });

  it.each([Number.NaN, -1, 10.1, Number.POSITIVE_INFINITY])('never lets a score of %s pass', (score) => {
    const desk = newDesk({ qualityThreshold: 0.1 });
    draft(desk, score);
    expect(desk.stage).toBe('drafting');
    expect(desk.articleState.scores).toEqual([]);
  });

  it('asks after every draft when the gate says so', () => {
    const desk = newDesk({ approval: { gate: 'every_draft', approvers: ['requester'] } });
    draft(desk, 3);
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'every-draft' });
  });

  it('goes straight to the end when nobody is to be asked', () => {
    const desk = newDesk({ approval: { gate: 'none', approvers: ['requester'] } });
    draft(desk, 9);
    expect(desk.stage).toBe('finishing');
  });
});

describe('a contradicted claim', () => {
  it('keeps a good draft from passing, until a later one is without it', () => {
    const desk = newDesk();
    draft(desk, 9, { facts: { contradicted: 1 } });
    expect(desk.stage).toBe('drafting');
    expect(assignment(desk.state).basis).toMatchObject({ factReportIds: ['f1'] });
    draft(desk, 8.1);
    expect(desk.statusFor(ANN)).toMatchObject({ stopReason: 'threshold', current: { version: 2 } });
  });

  it('is looked for in every later draft, whatever the critic says', () => {
    const desk = newDesk();
    draft(desk, 6, { facts: { contradicted: 1 } });
    const { version } = desk.addDraft({ draftId: 'd2', hash: '00000002' });
    desk.addCritique(version, { critiqueId: 'c2', score: 9, factsQuestionable: false });
    expect(desk.next).toMatchObject({ kind: 'fact-check', version: 2 });
    const due = desk.dueCheck('after-critique');
    expect(due).toMatchObject({ version: 2, agent: 'fact_check', scope: 'earlier', earlierReportIds: ['f1'] });
    desk.addFactReport(due ?? { version: 2, name: '' }, {
      factReportId: 'f2',
      contradicted: 1,
      remembered: 0,
      unresolved: 0,
    });
    desk.concludeIteration();
    expect(desk.stage).toBe('drafting');
  });

  it('brings people in where nobody was to be asked', () => {
    const desk = newDesk({ maxIterations: 1, approval: { gate: 'none', approvers: ['requester'] } });
    draft(desk, 9, { facts: { contradicted: 2 } });
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'max-iterations' });
  });

  it('that a model only remembers is no order to the writer: people decide at once', () => {
    const desk = newDesk({ approval: { gate: 'none', approvers: ['requester'] } });
    draft(desk, 9, { facts: { remembered: 1 } });
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'contradicted' });
  });

  it('makes a draft worth less than one that is publishable', () => {
    const desk = newDesk({ maxIterations: 2, qualityThreshold: 9.5 });
    draft(desk, 9.2, { facts: { contradicted: 1 } });
    draft(desk, 8.4);
    expect(desk.statusFor(ANN)).toMatchObject({ stopReason: 'max-iterations', current: { version: 2 } });
  });

  it('is none where nothing was found: that is only counted', () => {
    const desk = newDesk();
    draft(desk, 9, { facts: { unresolved: 3 } });
    expect(desk.statusFor(ANN)).toMatchObject({ stopReason: 'threshold', current: { unresolved: 3 } });
  });
});

describe('adaptive rules', () => {
  const always = { when: [], run: 'my-checker', at: 'after-draft' } as const;
  const found = { factReportId: 'f', contradicted: 0, remembered: 0, unresolved: 0 };

  it('run what they name before the critique, once for a draft', () => {
    const desk = newDesk({ adaptive: [always] });
    desk.addDraft({ draftId: 'd1', hash: '00000001' });
    const due = desk.dueCheck('after-draft');
    expect(due).toMatchObject({ version: 1, agent: 'my-checker', scope: 'claims' });
    desk.addFactReport(due ?? { version: 1, name: '' }, found);
    expect(desk.dueCheck('after-draft')).toBeUndefined();
  });

  it('run on no more drafts than they say', () => {
    const desk = newDesk({ adaptive: [{ ...always, at: 'after-critique', atMost: 1 }] });
    draft(desk, 5);
    expect(desk.latest?.checkedBy).toEqual(['my-checker']);
    draft(desk, 6);
    expect(desk.latest?.checkedBy).toBeUndefined();
  });

  it('look at scores and at what matched in texts, and all conditions have to hold', () => {
    const when = [
      { kind: 'score-below', score: 6.5 },
      { kind: 'matches', subject: 'topic', pattern: 'tides' },
    ] as const;
    const desk = newDesk({ adaptive: [{ when, run: 'my-checker', at: 'after-critique' }] });
    expect(desk.patterns('later')).toEqual({ patterns: [{ rule: 0, conditions: [when[1]] }] });
    expect(desk.patterns('after-draft')).toEqual({});
    const checkedAt = (score: number, matched: readonly number[]): boolean => {
      const { version } = desk.addDraft({ draftId: `d${score}`, hash: `${score}` });
      desk.addCritique(version, { critiqueId: 'c', score, factsQuestionable: false, matched });
      return desk.dueCheck('after-critique') !== undefined;
    };
    expect([checkedAt(6, [0]), checkedAt(7, [0]), checkedAt(6.1, [])]).toEqual([true, false, false]);
  });

  it('before the gate may send a good draft back into the loop', () => {
    const desk = newDesk({ adaptive: [{ ...always, at: 'before-gate' }] });
    const { version } = desk.addDraft({ draftId: 'd1', hash: '00000001' });
    desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: false });
    const due = desk.dueCheck('before-gate');
    expect(desk.next).toMatchObject({ kind: 'fact-check', version: 1 });
    desk.addFactReport(due ?? { version: 1, name: '' }, { ...found, contradicted: 1 });
    desk.concludeIteration();
    expect(desk.stage).toBe('drafting');
  });

  it('add what several agents found of one draft, and hand over all of it', () => {
    const rules = [always, { ...always, run: 'other' }];
    const desk = newDesk({ adaptive: rules });
    desk.addDraft({ draftId: 'd1', hash: '00000001' });
    for (const factReportId of ['f1', 'f2']) {
      const due = desk.dueCheck('after-draft');
      desk.addFactReport(due ?? { version: 1, name: '' }, { ...found, factReportId, contradicted: 1 });
    }
    expect(desk.latest).toMatchObject({ contradicted: 2, factReportIds: ['f1', 'f2'] });
    expect(assignment(desk.state).basis?.factReportIds).toEqual(['f1', 'f2']);
  });
});

describe('a loop that gets nowhere', () => {
  it('ends when the writer gives back a text that was there before', () => {
    const desk = newDesk();
    draft(desk, 6, { hash: 'aaaaaaaa' });
    desk.addDraft({ draftId: 'd2', hash: 'aaaaaaaa' });
    expect(desk.next).toMatchObject({ kind: 'ask-people', version: 1, reason: 'no-change' });
    desk.concludeIteration();
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'no-change', current: { version: 1 } });
  });

  it('judges anew what people had sent back, and ends when it comes a second time', () => {
    const desk = newDesk();
    draft(desk, 9, { hash: 'aaaaaaaa' });
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    draft(desk, 5, { hash: 'aaaaaaaa' });
    expect(desk.stage).toBe('drafting');
    desk.addDraft({ draftId: 'd3', hash: 'aaaaaaaa' });
    desk.concludeIteration();
    expect(desk.statusFor(ANN)).toMatchObject({ stopReason: 'no-change', current: { version: 2 } });
    expect(decide(desk, { kind: 'approve' })).toBe('counted');
  });

  it('ends when the first weakness was named before', () => {
    const desk = newDesk();
    draft(desk, 6);
    expect(earlierCritiqueId(desk.state, 2)).toBe('c1');
    draft(desk, 6.1, { repeats: true });
    expect(desk.statusFor(ANN)).toMatchObject({ stopReason: 'same-weakness', current: { version: 2 } });
  });

  it('goes on with a weakness that was named before while the score rises', () => {
    const desk = newDesk();
    draft(desk, 6);
    draft(desk, 6.2, { repeats: true });
    expect(desk.stage).toBe('drafting');
  });

  it('compares no critique with one that people have overruled', () => {
    const desk = newDesk({ maxIterations: 1 });
    draft(desk, 6);
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    expect(earlierCritiqueId(desk.state, 2)).toBeUndefined();
  });

  it.each([
    { scores: [6, 6.1, 6.1], why: 'plateau', best: 3 },
    { scores: [6, 6.1, 6.2], why: undefined, best: 3 },
    { scores: [5, 6, 7, 6.9, 7.1], why: 'plateau', best: 5 },
    { scores: [7, 6, 5], why: 'plateau', best: 1 },
  ])('takes $scores for a plateau or not: $why', ({ scores, why, best }) => {
    const desk = newDesk();
    for (const score of scores) draft(desk, score);
    expect(desk.statusFor(ANN).stopReason).toBe(why);
    expect(bestDraft(desk.state)?.version).toBe(best);
  });

  it('is as patient as the settings say', () => {
    const desk = newDesk({ improvement: { minGain: 0.2, patience: 4 } });
    for (const score of [6, 6, 6, 6]) draft(desk, score);
    expect(desk.stage).toBe('drafting');
    draft(desk, 6);
    expect(desk.statusFor(ANN).stopReason).toBe('plateau');
  });
});

describe('a draft that nobody could check', () => {
  it('goes to people, whatever its score and the policy, and is not checked again', () => {
    const desk = newDesk({ approval: { gate: 'none', approvers: ['requester'] } });
    const { version } = desk.addDraft({ draftId: 'd1', hash: '00000001' });
    desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: true });
    expect(desk.next).toMatchObject({ kind: 'fact-check', name: 'fact_check' });
    desk.missCheck({ version, name: 'fact_check' });
    desk.concludeIteration();
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'unchecked' });
  });
});

describe('a draft whose critic answered nothing that can be used', () => {
  it('goes to people, whatever the policy, and the next one is judged again', () => {
    const desk = newDesk({ approval: { gate: 'none', approvers: ['requester'] } });
    desk.addDraft({ draftId: 'd1', hash: '00000001' });
    expect(desk.next.kind).toBe('critique');
    desk.missCritique(1);
    desk.concludeIteration();
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'unjudged', scores: [] });
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    desk.addDraft({ draftId: 'd2', hash: '00000002' });
    expect(desk.next).toMatchObject({ kind: 'critique', version: 2 });
  });
});

describe('a draft whose critic was given orders', () => {
  it('goes to people, whatever its score and the policy', () => {
    const desk = newDesk({ approval: { gate: 'none', approvers: ['requester'] } });
    const { version } = desk.addDraft({ draftId: 'd1', hash: '00000001' });
    desk.addCritique(version, { critiqueId: 'c1', score: 10, factsQuestionable: false, suspect: true });
    desk.concludeIteration();
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', stopReason: 'suspect' });
  });
});

describe('a decision', () => {
  it('may be made before the gate, about the draft that people see', () => {
    const desk = newDesk();
    draft(desk, 4);
    expect(decide(desk, { kind: 'approve' })).toBe('counted');
    expect(desk).toMatchObject({ stage: 'finishing', approved: { version: 1 } });
  });

  it('about a draft is refused the moment a newer one exists', () => {
    const desk = newDesk();
    draft(desk, 4);
    const early = decision(desk, { kind: 'approve' });
    desk.addDraft({ draftId: 'd2', hash: '00000002' });
    expect(desk.refusalOf(early)).toEqual({ code: 'other-draft-is-current', asked: 1, current: 2 });
    expect(decide(desk, { kind: 'approve' }, { version: 2 })).toBe('counted');
  });

  it('may be about the newest draft while another, better one is at the gate, and closes it', () => {
    const desk = newDesk({ maxIterations: 2 });
    draft(desk, 7);
    draft(desk, 5);
    expect(desk.statusFor(ANN).decidable).toEqual([
      { kind: 'draft', version: 1, hash: '00000000', gate: 'g1' },
      { kind: 'draft', version: 2, hash: '00000001' },
    ]);
    expect(decide(desk, { kind: 'approve' }, { version: 2 })).toBe('counted');
    expect(desk).toMatchObject({ stage: 'finishing', approved: { version: 2 } });
    expect(desk.state.gate).toBeUndefined();
  });

  it('counts for the gate that its button names, and for no other', () => {
    const desk = newDesk();
    draft(desk, 9);
    const approval = decision(desk, { kind: 'approve' });
    expect(desk.refusalOf({ ...approval, gate: 'g2' })).toMatchObject({ code: 'other-draft-is-current' });
    expect(desk.refusalOf({ ...approval, gate: 'g1' })).toBeUndefined();
  });

  it('is refused about an older draft, and about one with another text', () => {
    const desk = newDesk();
    draft(desk, 4);
    draft(desk, 5);
    expect(decide(desk, { kind: 'approve' }, { version: 1 })).toBe('other-draft-is-current');
    expect(desk.refusalOf({ id: 'x', kind: 'approve', by: ANN, draft: { version: 2, hash: 'deadbeef' } })).toEqual({
      code: 'other-draft-is-current',
      asked: 2,
      current: 2,
    });
  });

  it('is refused before there is a draft', () => {
    expect(decide(newDesk(), { kind: 'approve' })).toBe('no-draft-yet');
  });

  it('is refused from those the policy does not name', () => {
    const desk = newDesk();
    draft(desk, 9);
    expect(decide(desk, { kind: 'approve' }, { by: BEN })).toBe('not-a-reviewer');
    expect(desk.stage).toBe('waiting');
  });

  it.each([['anyone'], ['slack:T1:U2'], ['slack:T1:group:S1']])('counts from whom the rule %s names', (rule) => {
    const desk = newDesk({ approval: { gate: 'final', approvers: [rule] } });
    draft(desk, 9);
    expect(decide(desk, { kind: 'approve' }, { by: BEN })).toBe('counted');
  });

  it.each([['telegram:U2'], ['slack:T2:U2'], ['slack:T2:group:S1'], ['slack:T1:U22']])(
    'does not count by the rule %s',
    (rule) => {
      const desk = newDesk({ approval: { gate: 'final', approvers: [rule] } });
      draft(desk, 9);
      expect(decide(desk, { kind: 'approve' }, { by: BEN })).toBe('not-a-reviewer');
    },
  );

  it('about a draft that was decided names who decided', () => {
    const desk = newDesk({ approval: { gate: 'final', approvers: ['anyone'] } });
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    expect(desk.refusalOf(decision(desk, { kind: 'approve' }, { version: 1, by: BEN }))).toEqual({
      code: 'already-decided',
      decision: 'request-changes',
      byName: 'Ann',
      at: AT,
    });
  });

  it('has one effect however often the same id comes', () => {
    const desk = newDesk();
    draft(desk, 9);
    const made = decision(desk, { kind: 'request-changes', comment: 'Shorter' });
    expect([desk.decide(made, AT), desk.refusalOf(made), desk.decide(made, AT)]).toEqual([true, undefined, false]);
    expect(commentIds(desk.state)).toEqual([made.id]);
  });

  it.each(['', '  \n', 'x'.repeat(3001)])('needs a comment of 1 to 3,000 characters to ask for changes', (comment) => {
    const desk = newDesk();
    draft(desk, 9);
    expect(decide(desk, { kind: 'request-changes', comment })).toBe('bad-comment');
  });
});

describe('asking for changes', () => {
  it('has what comes of it done before what nobody has waited for yet', () => {
    const desk = newDesk();
    expect(desk.isAwaited).toBe(false);
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    expect(desk).toMatchObject({ phase: 'drafting', isAwaited: true });
  });

  it('opens a new round that grows from the draft that was sent back and heeds every comment so far', () => {
    const desk = newDesk({ maxIterations: 2 });
    draft(desk, 7);
    draft(desk, 6);
    decide(desk, { kind: 'request-changes', comment: 'One' });
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'drafting', iteration: 0 });
    expect(assignment(desk.state)).toMatchObject({ version: 3, basis: { draftId: 'ds1' } });
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Two' });
    expect(assignment(desk.state).commentIds).toHaveLength(2);
  });

  it('never brings a draft back that was sent back, even if it scored higher', () => {
    const desk = newDesk({ maxIterations: 1 });
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Other angle' });
    draft(desk, 5);
    expect(desk.current?.version).toBe(2);
  });
});

describe('an edit', () => {
  it('becomes the next draft, stands as it is, and waits for approval', () => {
    const desk = newDesk();
    draft(desk, 9);
    decide(desk, { kind: 'edit' });
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      stopReason: 'edited',
      current: { version: 2, author: 'person', hash: 'eeeeeeee' },
    });
    expect(decide(desk, { kind: 'approve' }, { version: 2 })).toBe('counted');
    expect(desk.approved?.version).toBe(2);
  });

  describe('that is to be checked', () => {
    const adaptive = [{ when: [{ kind: 'edited' }], run: 'fact_check', at: 'before-gate' }] as const;
    const report = { factReportId: 'f', contradicted: 0, remembered: 0, unresolved: 0 };

    it('goes to people with what was found, and can be decided on before', () => {
      const desk = newDesk({ adaptive });
      draft(desk, 9);
      decide(desk, { kind: 'edit' });
      const check = { kind: 'fact-check', version: 2, name: 'fact_check', scope: 'claims', earlierReportIds: [] };
      expect(desk.next).toMatchObject(check);
      expect(desk).toMatchObject({ stage: 'drafting', state: { iteration: 0 } });
      expect(desk.statusFor(ANN).decidable).toMatchObject([{ version: 2 }]);
      desk.addFactReport({ version: 2, name: 'fact_check' }, { ...report, contradicted: 1 });
      expect(desk.next).toMatchObject({ kind: 'ask-people', version: 2, reason: 'edited' });
      desk.concludeIteration();
      expect(desk).toMatchObject({ stage: 'waiting', current: { version: 2, author: 'person', contradicted: 1 } });
    });

    it('goes to people as well where nobody can check it, and is not asked about again', () => {
      const desk = newDesk({ adaptive });
      draft(desk, 9);
      decide(desk, { kind: 'edit' });
      desk.missCheck({ version: 2, name: 'fact_check' });
      desk.concludeIteration();
      expect(desk).toMatchObject({ stage: 'waiting', current: { version: 2, unchecked: true } });
    });

    it('is written on from when people send it back, and is checked anew when they edit it again', () => {
      const desk = newDesk({ adaptive });
      draft(desk, 9);
      decide(desk, { kind: 'edit' });
      decide(desk, { kind: 'edit' });
      expect(desk.next).toMatchObject({ kind: 'fact-check', version: 3 });
      decide(desk, { kind: 'request-changes', comment: 'Shorter' });
      expect(desk.next).toMatchObject({ kind: 'write', version: 4, basis: { draftId: desk.latest?.draftId } });
    });

    it('is looked through for what was found wrong before, whatever the rules', () => {
      const desk = newDesk({ maxIterations: 1 });
      draft(desk, 9, { facts: { contradicted: 1 } });
      decide(desk, { kind: 'edit' });
      const recheck = { kind: 'fact-check', version: 2, name: 'recheck', scope: 'earlier', earlierReportIds: ['f1'] };
      expect(desk.next).toMatchObject(recheck);
    });

    it('is checked by the rules that its topic matches, and by none that wait for a critique', () => {
      const topic = { kind: 'matches', subject: 'topic', pattern: 'tides' } as const;
      const weakness = { ...topic, subject: 'weakness' } as const;
      const desk = newDesk({
        maxIterations: 1,
        adaptive: [
          { when: [{ kind: 'facts-questionable' }], run: 'a', at: 'before-gate' },
          { when: [topic, weakness], run: 'b', at: 'before-gate' },
          { when: [topic], run: 'c', at: 'before-gate' },
        ],
      });
      const { version } = desk.addDraft({ draftId: 'd1', hash: '00000000', matched: [1, 2] });
      desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: false });
      for (const name of ['b', 'c']) desk.addFactReport({ version, name }, report);
      desk.concludeIteration();
      decide(desk, { kind: 'edit' });
      expect(desk.next).toMatchObject({ kind: 'fact-check', name: 'c' });
      desk.addFactReport({ version: 2, name: 'c' }, report);
      expect(desk.next).toMatchObject({ kind: 'ask-people' });
    });
  });
});

describe('an earlier draft that is brought back', () => {
  it('is up for decision again as a draft of its own, with all that is known of it', () => {
    const desk = newDesk();
    draft(desk, 8.5);
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    draft(desk, 9);
    expect(replacedBy(desk.state, desk.state.drafts[1] ?? { version: 0, hash: '' })).toEqual({
      version: 1,
      hash: '00000000',
    });
    expect(decide(desk, { kind: 'bring-back', to: 1 })).toBe('counted');
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      stopReason: 'brought-back',
      current: { version: 3, hash: '00000000', score: 8.5, critiqueId: 'c1', author: 'agent' },
      lastDecision: { kind: 'bring-back', version: 2, to: 1 },
    });
    // What was decided about the text before is no decision about it now.
    expect(decide(desk, { kind: 'request-changes', comment: 'Warmer' }, { version: 3 })).toBe('counted');
    expect(assignment(desk.state).basis).toEqual({ draftId: desk.state.drafts[2]?.draftId, critiqueId: 'c1' });
    draft(desk, 9, { hash: 'aaaaaaaa' });
    expect(decide(desk, { kind: 'bring-back', to: 2 })).toBe('counted');
    expect(desk.current).toMatchObject({ version: 5, hash: '00000001', score: 9 });
    expect(decide(desk, { kind: 'approve' })).toBe('counted');
    expect(desk.approved?.version).toBe(5);
  });

  it('keeps its author: what a person wrote stays theirs', () => {
    const desk = newDesk();
    draft(desk, 9);
    decide(desk, { kind: 'edit' });
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    draft(desk, 9, { hash: 'aaaaaaaa' });
    decide(desk, { kind: 'bring-back', to: 2 });
    expect(desk.current).toMatchObject({ version: 4, hash: 'eeeeeeee', author: 'person' });
  });

  it('has to be there, with another text, and asked for by who may decide', () => {
    const desk = newDesk();
    draft(desk, 9, { hash: 'aaaaaaaa' });
    decide(desk, { kind: 'edit' });
    expect(decide(desk, { kind: 'bring-back', to: 7 })).toBe('no-such-draft');
    expect(decide(desk, { kind: 'bring-back', to: 2 })).toBe('same-draft');
    expect(decide(desk, { kind: 'bring-back', to: 1 }, { by: BEN })).toBe('not-a-reviewer');
    const made = decision(desk, { kind: 'bring-back', to: 1 });
    const smuggled = { ...made, edited: { draftId: 'x', hash: 'bbbbbbbb' } } as Decision;
    expect(desk.refusalOf(smuggled)).toMatchObject({ code: 'no-such-draft' });
    expect(decide(desk, { kind: 'bring-back', to: 1 })).toBe('counted');
    expect(decide(desk, { kind: 'approve' }, { version: 2 })).toBe('already-decided');
  });
});

describe('a new edition', () => {
  const revises = {
    first: 'a',
    articleId: 'a',
    edition: 2,
    draft: { draftId: 'b/delivered', hash: '00000009', author: 'person' },
  } as const;
  const begin = (asked: Revision['asked']): Desk =>
    new Desk({ ...inputOf(), revises: { ...revises, research: { researchId: 'r', read: 2, failed: 0 }, asked } });
  const comment = {
    id: 'x',
    kind: 'request-changes',
    draft: { version: 1, hash: '00000009' },
    by: BEN,
    comment: 'Shorter',
  } as const;

  it('begins as if somebody had just asked for changes to what was delivered', () => {
    const desk = begin({ kind: 'comment', decision: comment, at: AT, section: { id: 's2', heading: 'Moon' } });
    expect(desk.stage).toBe('drafting');
    expect(desk.wantsResearch).toBe(false);
    expect(desk.next).toMatchObject({
      kind: 'write',
      version: 2,
      basis: { draftId: 'b/delivered' },
      commentIds: ['x'],
    });
    expect(desk.statusFor(ANN)).toMatchObject({ edition: 2, lastDecision: { kind: 'request-changes', byName: 'Ben' } });
    draft(desk, 9);
    expect(decide(desk, { kind: 'bring-back', to: 1 })).toBe('counted');
    expect(desk.current).toMatchObject({ version: 3, hash: '00000009', author: 'person' });
  });

  it('that takes a proposal over asks people at once', () => {
    const proposed = { draftId: 'b/proposed', hash: '0000000a' };
    const desk = begin({ kind: 'proposal', id: 'x', by: BEN, draft: proposed });
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      stopReason: 'proposal',
      current: { version: 2, hash: '0000000a', author: 'agent' },
    });
    expect(decide(desk, { kind: 'approve' })).toBe('counted');
  });
});

describe('controls', () => {
  it('pause and resume', () => {
    const desk = newDesk();
    expect([
      steer(desk, 'resume'),
      steer(desk, 'pause'),
      desk.stage,
      steer(desk, 'pause'),
      steer(desk, 'resume'),
      desk.stage,
    ]).toEqual(['not-now', 'counted', 'paused', 'not-now', 'counted', 'drafting']);
  });

  it('finish with the best draft so far', () => {
    const desk = newDesk();
    expect(steer(desk, 'finish')).toBe('no-draft-yet');
    draft(desk, 7);
    draft(desk, 5);
    steer(desk, 'pause');
    expect(steer(desk, 'finish')).toBe('counted');
    expect(desk).toMatchObject({ stage: 'finishing', approved: { version: 1 } });
    expect(decisionOn(desk.state, 1)).toMatchObject({ kind: 'approve', byName: 'Ann' });
  });

  it('finish with nothing but a draft written since people asked for changes', () => {
    const desk = newDesk({ maxIterations: 1 });
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Other angle' });
    expect(desk.statusFor(ANN).controls).not.toContain('finish');
    expect(steer(desk, 'finish')).toBe('no-draft-yet');
    draft(desk, 5);
    expect(desk.statusFor(ANN).controls).toContain('finish');
    expect(steer(desk, 'finish')).toBe('counted');
    expect(desk.approved?.version).toBe(2);
  });

  it('finish with what a person wrote, at the gate', () => {
    const desk = newDesk();
    draft(desk, 9);
    decide(desk, { kind: 'edit' });
    expect(steer(desk, 'finish')).toBe('counted');
    expect(desk.approved).toMatchObject({ version: 2, author: 'person' });
  });

  it('have another version written without the one that stands, which can still be approved until then', () => {
    const desk = newDesk();
    expect(steer(desk, 'another')).toBe('not-now');
    draft(desk, 5);
    draft(desk, 9);
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      controls: ['claim', 'pause', 'another', 'finish', 'cancel'],
    });
    expect(steer(desk, 'another')).toBe('counted');
    expect(desk).toMatchObject({ stage: 'drafting', state: { iteration: 0, decisions: [] } });
    expect(desk.next).toEqual({ kind: 'write', version: 3, variant: 1, commentIds: [] });
    expect(desk.articleState.open).toMatchObject({ version: 2 });
    draft(desk, 6);
    // The next one of the new version grows from that alone.
    expect(assignment(desk.state)).toMatchObject({ version: 4, variant: 1, basis: { draftId: 'ds3' } });
    draft(desk, 8);
    expect(desk).toMatchObject({ stage: 'waiting', current: { version: 4 } });
    steer(desk, 'another');
    expect(assignment(desk.state)).toMatchObject({ version: 5, variant: 2 });
    expect(steer(desk, 'finish')).toBe('counted');
    expect(desk.approved?.version).toBe(4);
  });

  it('have another version heed what people asked for, and not be begun twice when they ask for changes instead', () => {
    const desk = newDesk();
    draft(desk, 9);
    decide(desk, { kind: 'request-changes', comment: 'Shorter' });
    draft(desk, 9);
    steer(desk, 'another');
    expect(assignment(desk.state)).toMatchObject({ version: 3, commentIds: commentIds(desk.state) });
    expect(commentIds(desk.state)).toHaveLength(1);
    expect(assignment(desk.state).basis).toBeUndefined();
    decide(desk, { kind: 'request-changes', comment: 'The first was better' }, { version: 2 });
    expect(assignment(desk.state)).toMatchObject({ version: 3, variant: 1, basis: { draftId: 'ds2' } });
  });

  it('say in what language to write, which is asked for where it is a guess, until somebody speaks or it goes on', () => {
    const asking = (): Desk => newDesk({}, undefined, { language: 'nl', languageAssumed: true });
    expect(newDesk().asksLanguage).toBe(false);
    const [answered, left] = [asking(), asking()];
    expect(answered.asksLanguage).toBe(true);
    answered.control({ id: 'l', kind: 'language', by: ANN, language: 'de' }, AT);
    expect(answered).toMatchObject({ asksLanguage: false, state: { language: 'de' } });
    // What somebody said stays.
    answered.goOnInGuessedLanguage();
    expect(answered.state.language).toBe('de');
    left.goOnInGuessedLanguage();
    expect(left).toMatchObject({ asksLanguage: false, state: { language: 'nl' } });
    const late: Control = { id: 'l', kind: 'language', by: ANN, language: 'de' };
    expect(left.refusalOfControl(late)).toBeUndefined();
    draft(left, 5);
    expect(left.refusalOfControl(late)).toMatchObject({ code: 'not-now', control: 'language' });
    // A translation is one into its language.
    const translates = { first: 'a', articleId: 'a', edition: 1, sha256: '', language: 'en', asked: 'w' };
    expect(new Desk({ ...inputOf(), translates }).refusalOfControl(late)).toMatchObject({ code: 'not-now' });
  });

  it.each([['slack:T1:U2'], ['anyone']])('finish for nobody but those whom the rule %s names', (rule) => {
    const desk = newDesk({ approval: { gate: 'final', approvers: [rule] } });
    draft(desk, 9);
    const others = rule === 'anyone' ? [OPERATOR] : [ANN, OPERATOR];
    if (rule === 'anyone') expect(desk.statusFor(EVE).controls).toEqual([]);
    for (const by of others) {
      expect(desk.refusalOfControl({ id: 'x', kind: 'finish', by })).toEqual({
        code: 'not-a-reviewer',
        reviewers: [rule],
        requesterName: ANN.displayName,
      });
      expect(desk.statusFor(by).controls).not.toContain('finish');
      expect(desk.statusFor(by).controls).toContain('cancel');
    }
    expect(desk.stage).toBe('waiting');
    expect(desk.statusFor(BEN).controls).toContain('finish');
    expect(steer(desk, 'finish', BEN)).toBe('counted');
  });

  it('are offered to those who may use them, and without a name as to an operator', () => {
    const desk = newDesk();
    draft(desk, 5);
    expect(desk.statusFor(BEN).controls).toEqual([]);
    expect(desk.statusFor(ANN).controls).toEqual(['pause', 'finish', 'cancel']);
    expect(desk.statusFor().controls).toEqual(['pause', 'cancel']);
  });

  it('are for the requester, the approvers and operators', () => {
    const desk = newDesk({ approval: { gate: 'final', approvers: ['slack:T1:group:S1'] } });
    const eve = { ...BEN, userId: 'U3', groups: [] };
    expect([
      steer(desk, 'pause', eve),
      steer(desk, 'pause', ANN),
      steer(desk, 'resume', BEN),
      steer(desk, 'cancel', OPERATOR),
    ]).toEqual(['not-a-reviewer', 'counted', 'counted', 'counted']);
  });

  it('offer a retry only when something failed, and no finish while the approved draft is being edited', () => {
    const desk = newDesk();
    expect(steer(desk, 'retry')).toBe('not-now');
    draft(desk, 9);
    decide(desk, { kind: 'approve' });
    desk.fail({ step: 'editing', code: 'model-unavailable', message: 'down' });
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'stuck', controls: ['retry', 'pause', 'cancel'] });
    expect([steer(desk, 'finish'), steer(desk, 'retry'), desk.stage]).toEqual(['not-now', 'counted', 'finishing']);
  });

  it('leave alone what is in the feed: only its thread can be changed or tried again', () => {
    const desk = newDesk();
    draft(desk, 9);
    decide(desk, { kind: 'approve' });
    desk.deliver();
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'finishing', controls: [] });
    expect([steer(desk, 'cancel'), steer(desk, 'pause')]).toEqual(['not-now', 'not-now']);
    expect(desk.meetTrouble({ step: 'delivering', code: 'delivery-refused', message: 'is_archived' })).toBe(true);
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'stuck', controls: ['retry'] });
    expect(desk.meetTrouble({ step: 'delivering', code: 'delivery-refused', message: 'again' })).toBe(false);
    const move: Control = { id: 'm', kind: 'move', by: ANN, thread: { platform: 'slack', channel: 'C2' } };
    expect(
      desk.refusalOfControl({ ...move, thread: { platform: 'slack', workspace: 'T1', channel: 'C1' } }),
    ).toMatchObject({
      code: 'not-now',
    });
    desk.control(move, AT);
    expect([desk.stage, desk.home.channel]).toEqual(['finishing', 'C2']);
    desk.arrive(7);
    expect(desk.stage).toBe('delivered');
  });

  it('have it shown elsewhere, until they end that, it moves there, or the platform takes nothing any more', () => {
    const desk = newDesk();
    const at = (channel: string) => ({ platform: 'slack', workspace: 'T1', channel });
    const follow = (id: string, channel: string): Control => ({
      id,
      kind: 'follow',
      by: ANN,
      thread: at(channel),
      role: 'reads',
    });
    const places = () => desk.articleState.followings?.map(({ thread }) => thread.channel);
    for (const [id, channel] of [
      ['a', 'C2'],
      ['b', 'C3'],
      ['c', 'C4'],
      ['d', 'C2'],
    ] as const)
      desk.control(follow(id, channel), AT);
    expect(places()).toEqual(['C2', 'C3', 'C4']);
    desk.control({ id: 'e', kind: 'unfollow', by: ANN, thread: at('C3') }, AT);
    expect(desk.refusalOfControl({ id: 'f', kind: 'unfollow', by: ANN, thread: at('C3') })).toEqual({
      code: 'not-shown-here',
    });
    desk.control({ id: 'g', kind: 'move', by: ANN, thread: at('C4') }, AT);
    expect([places(), desk.home.channel]).toEqual([['C2'], 'C4']);
    expect([desk.losePlace(at('C9')), desk.losePlace(at('C2')), desk.losePlace(at('C2'))]).toEqual([
      undefined,
      'Ann',
      undefined,
    ]);
    expect(places()).toBeUndefined();
    expect(desk.state).not.toHaveProperty('followings');
  });

  it('add a source, which is read before anything is written, and only once', () => {
    const desk = newDesk();
    expect(desk.wantsResearch).toBe(false);
    const file = { id: 'f1', name: 'tides.pdf' };
    const add = (id: string, what: typeof file): Control => ({ id, kind: 'add-source', by: ANN, file: what });
    desk.control(add('c1', file), AT);
    expect([desk.wantsResearch, desk.state.files]).toEqual([true, [file]]);
    // One more comes while the first is read.
    const other = { id: 'f2', name: 'moon.md' };
    desk.control(add('c2', other), AT);
    desk.addResearch({ researchId: 'r1', read: 1, failed: 0 }, [file]);
    expect([desk.wantsResearch, desk.state.files]).toEqual([true, [other]]);
    desk.addResearch({ researchId: 'r2', read: 0, failed: 1 }, [other]);
    expect([desk.wantsResearch, desk.state.research]).toEqual([false, { researchId: 'r2', read: 1, failed: 1 }]);
    expect(desk.state).not.toHaveProperty('files');
  });

  it('add a source when there is a draft, which is read before the next one is written, and before no critique', () => {
    const desk = newDesk();
    const file = { id: 'f1', name: 'tides.pdf' };
    desk.addDraft({ draftId: 'd1', hash: '00000001' });
    desk.control({ id: 'c1', kind: 'add-source', by: ANN, file }, AT);
    expect([desk.next.kind, desk.wantsResearch]).toEqual(['critique', false]);
    desk.addCritique(1, { critiqueId: 'k1', score: 5, factsQuestionable: false });
    expect([desk.next.kind, desk.wantsResearch]).toEqual(['write', true]);
    desk.addResearch({ researchId: 'r1', read: 1, failed: 0 }, [file]);
    expect(desk.wantsResearch).toBe(false);
  });

  it('add a source at a gate, which is read when changes are asked for', () => {
    const desk = newDesk();
    draft(desk, 9);
    desk.concludeIteration();
    desk.control({ id: 'c1', kind: 'add-source', by: ANN, file: { id: 'f1', name: 'tides.pdf' } }, AT);
    expect([desk.phase, desk.wantsResearch]).toEqual(['gate', false]);
    decide(desk, { kind: 'request-changes', comment: 'With the new figures.' });
    expect([desk.phase, desk.wantsResearch]).toEqual(['drafting', true]);
  });

  it('are remembered for a while, not for ever', () => {
    const desk = newDesk();
    for (let round = 0; round < 500; round += 1) {
      steer(desk, 'pause');
      steer(desk, 'resume');
    }
    expect(desk.state.controls.length).toBeLessThanOrEqual(50);
    const last = { id: desk.state.controls.at(-1) ?? '', kind: 'resume', by: ANN } as const;
    expect([desk.refusalOfControl(last), desk.control(last, AT)]).toEqual([undefined, false]);
  });
});

/** Whoever asks is offered exactly the controls that would count. */
function expectOffersToCount(desk: Desk, by: Actor): void {
  const counting = [...OPERATOR_SIGNALS, 'claim' as const, 'release' as const].filter(
    (kind) => desk.refusalOfControl({ id: 'would it count?', kind, by }) === undefined,
  );
  expect(desk.statusFor(by).controls.toSorted()).toEqual(counting.toSorted());
}

describe('a budget that is spent', () => {
  it('stops the article, which says so and offers to go on, to finish and to stop', () => {
    const desk = newDesk();
    draft(desk, 6);
    spend(desk);
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'stuck',
      budget: { scope: 'article', capUsd: 2 },
      controls: ['raise', 'retry', 'pause', 'finish', 'cancel'],
    });
    expect(desk.articleState).toMatchObject({ stage: 'stuck', budget: { seq: 3 } });
  });

  it('offers no finish while there is nothing to finish with', () => {
    const desk = newDesk();
    spend(desk);
    expect(steer(desk, 'finish')).toBe('no-draft-yet');
  });

  it('is raised for this article, as often as somebody says so, and for a day only on that day', () => {
    const desk = newDesk();
    for (const [scope, day] of [
      ['article'],
      ['article'],
      ['person-day', '2026-11-29'],
      ['day', '2026-11-30'],
    ] as const) {
      spend(desk, scope, day);
      expect(steer(desk, 'raise')).toBe('counted');
    }
    expect(desk.state.raises).toEqual([
      { scope: 'article', usd: 2 },
      { scope: 'day', day: '2026-11-30', usd: 1 },
    ]);
    expect(desk.stage).toBe('drafting');
    expect(steer(desk, 'raise')).toBe('not-now');
  });

  it('has one raise however often the same click comes', () => {
    const desk = newDesk();
    spend(desk);
    const control = { id: 'click', kind: 'raise', by: ANN } as const;
    expect([desk.control(control, AT), desk.control(control, AT)]).toEqual([{}, false]);
    expect(desk.state.raises).toEqual([{ scope: 'article', usd: 1 }]);
  });

  it('lets the best draft out as it is', () => {
    const desk = newDesk();
    draft(desk, 6);
    spend(desk);
    expect(steer(desk, 'finish')).toBe('counted');
    expect(desk.state).toMatchObject({ phase: 'finishing', approved: 1, unedited: true });
    expect(desk.stage).toBe('finishing');
  });

  it('lets out as it is what was approved before, by nobody but who decides', () => {
    const desk = newDesk({ approval: { gate: 'final', approvers: ['slack:T1:U2'] } });
    draft(desk, 9);
    decide(desk, { kind: 'approve' }, { by: BEN });
    spend(desk);
    const { decisions } = desk.state;
    expect(steer(desk, 'finish', ANN)).toBe('not-a-reviewer');
    expect(desk.state.unedited).toBeUndefined();
    expect(steer(desk, 'finish', BEN)).toBe('counted');
    expect(desk.state).toMatchObject({ phase: 'finishing', approved: 1, unedited: true, decisions });
  });

  it('ends with the day, and with any decision that makes another step of it', () => {
    const desk = newDesk();
    draft(desk, 6);
    spend(desk, 'day', '2026-11-29');
    desk.endBudgetStop();
    expect(desk.stage).toBe('drafting');
    spend(desk);
    decide(desk, { kind: 'request-changes', comment: 'More' });
    expect([desk.stage, desk.state.budget]).toEqual(['drafting', undefined]);
  });

  it('is warned of once, for each budget and day', () => {
    const desk = newDesk();
    const warning = { scope: 'article', warnUsd: 1, spentUsd: 1.5 } as const;
    expect(desk.takeWarnings([warning])).toEqual([warning]);
    expect(desk.takeWarnings([{ ...warning, spentUsd: 1.7 }])).toEqual([]);
    const days = ['2026-11-29', '2026-11-30'].map((day) => ({ ...warning, scope: 'day' as const, day }));
    expect(desk.takeWarnings(days)).toEqual(days);
    expect(desk.takeWarnings(days)).toEqual([]);
  });
});

describe('whatever people and agents do', () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('draft' as const), score: fc.double({ min: -1, max: 11 }) }),
    fc.record({
      do: fc.constant('decide' as const),
      act: fc.constantFrom<Act>(
        { kind: 'approve' },
        { kind: 'request-changes', comment: 'c' },
        { kind: 'reject', reason: 'r' },
        { kind: 'edit' },
        { kind: 'bring-back', to: 1 },
        { kind: 'bring-back', to: 2 },
      ),
      version: fc.integer({ min: 0, max: 6 }),
      by: fc.constantFrom(ANN, BEN, OPERATOR),
    }),
    fc.record({
      do: fc.constant('steer' as const),
      kind: fc.constantFrom<PlainControlKind>(
        'pause',
        'resume',
        'cancel',
        'finish',
        'another',
        'retry',
        'raise',
        'claim',
        'release',
      ),
      by: fc.constantFrom(ANN, BEN, OPERATOR),
    }),
    fc.record({ do: fc.constant('fail' as const) }),
    fc.record({ do: fc.constant('spend' as const), scope: fc.constantFrom(...BUDGET_SCOPES) }),
  );
  /** Ben may decide, Ann asked for the article, and neither an operator nor the rest of the world is named. */
  const approval = { gate: 'final', approvers: ['slack:T1:U2'] } as const;

  it('keeps one outcome per draft, made by those who may decide, ends once, and survives being carried over', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let desk = newDesk({ maxIterations: 3, approval });
        let end: string | undefined;
        for (const step of acts) {
          if (step.do === 'draft' && desk.phase === 'drafting') draft(desk, step.score);
          if (step.do === 'decide') decide(desk, step.act, { version: step.version, by: step.by });
          if (step.do === 'steer') steer(desk, step.kind, step.by);
          if (step.do === 'fail' && desk.phase === 'drafting')
            desk.fail({ step: 'writing', code: 'internal', message: '' });
          if (step.do === 'spend' && (desk.phase === 'drafting' || desk.phase === 'finishing')) spend(desk, step.scope);
          const { decisions, drafts } = desk.state;
          expect(new Set(decisions.map(({ version }) => version)).size).toBe(decisions.length);
          expect(decisions.every(({ byName }) => byName === 'Ben')).toBe(true);
          expect(drafts.map(({ version }) => version)).toEqual(drafts.map((_, index) => index + 1));
          if (end !== undefined) expect(desk.stage).toBe(end);
          if (['rejected', 'cancelled'].includes(desk.stage)) end = desk.stage;
          if (desk.phase === 'finishing')
            expect(decisionOn(desk.state, desk.approved?.version ?? 0)?.kind).toBe('approve');
          for (const by of [ANN, BEN, OPERATOR]) expectOffersToCount(desk, by);
          const carried = JSON.parse(JSON.stringify(desk.state)) as DeskState;
          desk = newDesk({ maxIterations: 3, approval }, carried);
          expect(JSON.parse(JSON.stringify(desk.state))).toEqual(carried);
        }
      }),
    );
  });
});
