import { describe, expect, it } from 'vitest';
import type { LoopState } from '../../src/protocol/desk-state.ts';
import type { DraftRecord } from '../../src/protocol/draft.ts';
import { nextStep } from '../../src/protocol/next-step.ts';
import type { LoopRules } from '../../src/protocol/settings.ts';

const RULES: LoopRules = {
  maxIterations: 3,
  qualityThreshold: 8,
  improvement: { minGain: 0.2, patience: 2 },
  adaptive: [{ when: [{ kind: 'facts-questionable' }], run: 'fact_check', at: 'after-critique' }],
  approval: { gate: 'final' },
};

const draft = (version: number, more: Partial<DraftRecord> = {}): DraftRecord => ({
  draftId: `d${version}`,
  version,
  hash: `0000000${version}`,
  author: 'agent',
  ...more,
});
const judged = (version: number, score: number, more: Partial<DraftRecord> = {}): DraftRecord =>
  draft(version, { critiqueId: `c${version}`, score, ...more });

function state(drafts: readonly DraftRecord[], more: Partial<LoopState> = {}): LoopState {
  return { drafts, roundFrom: 1, iteration: drafts.length, decisions: [], ...more };
}

describe('nextStep', () => {
  it('writes first, then criticises, and checks what the critique doubts', () => {
    expect(nextStep(state([]), RULES)).toEqual({ kind: 'write', version: 1, commentIds: [] });
    expect(nextStep(state([draft(1)]), RULES)).toEqual({
      kind: 'critique',
      version: 1,
      draftId: 'd1',
      commentIds: [],
    });
    expect(nextStep(state([judged(1, 6, { doubtful: true })]), RULES)).toEqual({
      kind: 'fact-check',
      version: 1,
      draftId: 'd1',
      name: 'fact_check',
      agent: 'fact_check',
      scope: 'claims',
      earlierReportIds: [],
    });
  });

  it('grows the next draft from the best one, and names what was worse', () => {
    expect(nextStep(state([judged(1, 7), judged(2, 6)]), RULES)).toEqual({
      kind: 'write',
      version: 3,
      commentIds: [],
      setbackIds: ['c2'],
      basis: { draftId: 'd1', critiqueId: 'c1' },
    });
  });

  it('looks in every later draft for what was wrong once', () => {
    const wrong = judged(1, 8, { contradicted: 1, factReportId: 'f1', checkedBy: ['fact_check'] });
    expect(nextStep(state([wrong]), RULES)).toMatchObject({ kind: 'write', basis: { factReportIds: ['f1'] } });
    const next = nextStep(state([wrong, judged(2, 9)]), RULES);
    expect(next).toMatchObject({ kind: 'fact-check', version: 2, scope: 'earlier', earlierReportIds: ['f1'] });
  });

  it('ends with the best draft and the reason', () => {
    const end = (...drafts: readonly DraftRecord[]) => nextStep(state(drafts), RULES);
    expect(end(judged(1, 8))).toEqual({ kind: 'ask-people', version: 1, draftId: 'd1', reason: 'threshold' });
    expect(end(judged(1, 7), judged(2, 7), judged(3, 6.5))).toMatchObject({ version: 2, reason: 'max-iterations' });
    expect(end(judged(1, 7), draft(2, { hash: '00000001' }))).toMatchObject({ reason: 'no-change' });
    expect(end(judged(1, 7), judged(2, 7, { repeats: true }))).toMatchObject({ reason: 'same-weakness' });
  });

  it('asks nobody where the policy says so, unless somebody has to look at it', () => {
    const free: LoopRules = { ...RULES, approval: { gate: 'none' } };
    expect(nextStep(state([judged(1, 9)]), free)).toMatchObject({ kind: 'edit', reason: 'threshold' });
    const remembered = judged(1, 9, { remembered: 1 });
    expect(nextStep(state([remembered]), free)).toMatchObject({ kind: 'ask-people', reason: 'contradicted' });
  });

  it('begins a new round with what people sent back', () => {
    const sentBack = { id: 'x', kind: 'request-changes', version: 1, byName: 'Ann', at: '2026-11-29' } as const;
    const round = state([judged(1, 9), judged(2, 8.5)], { roundFrom: 3, iteration: 0, decisions: [sentBack] });
    expect(nextStep(round, RULES)).toMatchObject({
      kind: 'write',
      version: 3,
      commentIds: ['x'],
      basis: { draftId: 'd1' },
    });
  });

  it('has what goes with a draft written before people decide on it, once, and never for an outline', () => {
    const rules: LoopRules = { ...RULES, extras: [{ name: 'summary', maxChars: 300 }] };
    const good = judged(1, 9);
    const next = { kind: 'extras', version: 1, draftId: 'd1' };
    expect(nextStep(state([judged(1, 6)]), rules).kind).toBe('write');
    expect(nextStep(state([good]), rules)).toEqual(next);
    expect(nextStep(state([draft(1, { author: 'person' })]), rules)).toEqual(next);
    expect(nextStep(state([good]), { ...rules, approval: { gate: 'none' } })).toEqual(next);
    for (const extras of ['written', 'missing'] as const)
      expect(nextStep(state([{ ...good, extras }]), rules)).toMatchObject({ kind: 'ask-people', reason: 'threshold' });
    const outlined: LoopRules = { ...rules, approval: { gate: 'final', outline: true } };
    expect(nextStep(state([draft(1, { outline: true })]), outlined)).toMatchObject({ reason: 'outline' });
    expect(nextStep(state([good]), { ...RULES, extras: [] })).toMatchObject({ kind: 'ask-people' });
  });
});
