import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueComparison } from '../../src/protocol/comparison.ts';
import type { LoopState } from '../../src/protocol/desk-state.ts';
import type { DraftRecord } from '../../src/protocol/draft.ts';
import { nextStep } from '../../src/protocol/next-step.ts';
import { bestDraft } from '../../src/protocol/rules.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const IMPROVEMENT = { minGain: 0.2, patience: 50, compareWithin: 0.5 };
const RULES = { ...TEST_SETTINGS, maxIterations: 100, improvement: IMPROVEMENT };

const record = (version: number, score: number, more: Partial<DraftRecord> = {}): DraftRecord => ({
  version,
  score,
  hash: String(version).padStart(8, '0'),
  draftId: `d${version}`,
  critiqueId: `c${version}`,
  author: 'agent',
  ...more,
});
const loop = (...drafts: readonly DraftRecord[]): LoopState => ({ drafts, roundFrom: 1, iteration: 1, decisions: [] });
const compared = (score: number, won: boolean, more: Partial<DraftRecord> = {}) =>
  record(2, score, { compared: { with: 1, won }, ...more });

describe('a comparison', () => {
  it.each([
    [7, 7.5],
    [7, 6.5],
    [7, 7],
  ])('is due between %d and %d', (first, second) => {
    expect(dueComparison(loop(record(1, first), record(2, second)), IMPROVEMENT)).toMatchObject({
      draft: { version: 2 },
      standing: { version: 1 },
    });
    expect(nextStep(loop(record(1, first), record(2, second)), RULES)).toEqual({
      kind: 'compare',
      version: 2,
      draftId: 'd2',
      standing: { version: 1, draftId: 'd1' },
      commentIds: [],
    });
  });

  it.each<[string, LoopState]>([
    ['with a score that is further away', loop(record(1, 7), record(2, 7.6))],
    ['of the first draft', loop(record(1, 7))],
    ['before the critique', loop(record(1, 7), { ...record(2, 7), score: -1 })],
    ['that was made', loop(record(1, 7), compared(7.2, false))],
    ['of the same text', loop(record(1, 7), record(2, 7, { hash: '00000001' }))],
    ['of a text by a person', loop(record(1, 7), record(2, 7, { author: 'person' }))],
    ['with what people have sent back', { ...loop(record(1, 7), record(2, 7)), roundFrom: 2 }],
    ['with a draft that a source contradicts', loop(record(1, 7, { contradicted: 1 }), record(2, 7))],
  ])('is not due %s', (_, state) => {
    expect(dueComparison(state, IMPROVEMENT)).toBeUndefined();
  });

  it('is never due where the settings do not ask for it', () => {
    expect(dueComparison(loop(record(1, 7), record(2, 7)), { minGain: 0.2, patience: 2 })).toBeUndefined();
  });

  it('decides which draft is the best, whatever the scores say', () => {
    expect(bestDraft(loop(record(1, 7.4), compared(7, true)))?.version).toBe(2);
    expect(bestDraft(loop(record(1, 7), compared(7.4, false)))?.version).toBe(1);
  });

  it('that is lost keeps a draft from ending the loop by its score', () => {
    expect(nextStep(loop(record(1, 7.8), compared(8.2, false)), RULES)).toMatchObject({ kind: 'write', version: 3 });
    expect(nextStep(loop(record(1, 7.8), compared(8.2, true)), RULES)).toMatchObject({
      kind: 'ask-people',
      version: 2,
    });
  });

  it('that is lost tells the writer what was wrong with that draft', () => {
    expect(nextStep(loop(record(1, 7), compared(7.3, false)), RULES)).toMatchObject({
      basis: { draftId: 'd1' },
      setbackIds: ['c2'],
    });
  });

  const scores = fc.array(fc.integer({ min: 0, max: 79 }), { minLength: 1, maxLength: 12 });
  /** What a loop does with drafts of these scores when comparisons end so. */
  const play = (tenths: readonly number[], wins: (draft: number, standing: number) => boolean) => {
    const drafts: DraftRecord[] = [];
    const bests: number[] = [];
    for (const [at, score] of tenths.entries()) {
      drafts.push(record(at + 1, score / 10));
      const due = dueComparison(loop(...drafts), IMPROVEMENT);
      if (due !== undefined)
        drafts[at] = {
          ...due.draft,
          compared: { with: due.standing.version, won: wins(due.draft.version, due.standing.version) },
        };
      bests.push(bestDraft(loop(...drafts))?.version ?? 0);
    }
    return bests;
  };

  it('lets a new draft be the best only if it won or is clearly ahead, and nothing but the newest draft changes that', () => {
    fc.assert(
      fc.property(scores, fc.func(fc.boolean()), (tenths, wins) => {
        const bests = play(tenths, wins);
        bests.forEach((best, at) => {
          const before = bests[at - 1];
          if (before === undefined || best === before) return;
          expect(best).toBe(at + 1);
          const lead = (tenths[best - 1] ?? 0) - (tenths[before - 1] ?? 0);
          expect(lead > 5 || (Math.abs(lead) <= 5 && wins(best, before))).toBe(true);
        });
      }),
    );
  });

  it('that always ends in a tie leaves a best draft until one is more than half a point better', () => {
    fc.assert(
      fc.property(scores, (tenths) => {
        const [first = 0, ...rest] = tenths;
        const close = [first, ...rest.map((score) => Math.min(score, first + 5))];
        expect(new Set(play(close, () => false))).toEqual(new Set([1]));
      }),
    );
  });
});
