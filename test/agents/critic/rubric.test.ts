import { describe, expect, it } from 'vitest';
import { EVEN_WEIGHTS, type ScoredBy, scoreOf } from '../../../src/agents/critic/rubric.ts';
import { CRITERION_NAMES, type CriterionName } from '../../../src/protocol/critique.ts';

type Scores = Readonly<Partial<Record<CriterionName, number>>>;

const judged = (scores: Scores) =>
  CRITERION_NAMES.flatMap((criterion) => {
    const score = scores[criterion];
    return score === undefined ? [] : [{ criterion, score, quote: 'q', judgement: 'j', fix: '', section: null }];
  });
const all = (score: number) => ({ substance: score, truth: score, structure: score, language: score, fit: score });
const score = (scores: Scores, by: Partial<ScoredBy> = {}) =>
  scoreOf(judged(scores), { weights: EVEN_WEIGHTS, given: 10, hasOpenComment: false, ...by });

describe('the score of a draft', () => {
  it('is the weighted mean of its criteria, with one decimal, whatever the critic gives the whole', () => {
    expect(score({ ...all(7), fit: 8 })).toBe(7.2);
    expect(score({ ...all(7), fit: 8 }, { weights: { ...EVEN_WEIGHTS, fit: 16 } })).toBe(7.8);
    expect(score({ ...all(7), truth: 1 }, { weights: { ...EVEN_WEIGHTS, truth: 0 } })).toBe(7);
  });

  it('hides no failure in one of them', () => {
    expect(score({ ...all(10), truth: 2 })).toBe(4);
  });

  it('stays below 7 while a comment of a person is open', () => {
    expect(score(all(9), { hasOpenComment: true })).toBe(6.9);
    expect(score(all(5), { hasOpenComment: true })).toBe(5);
  });

  it('lets nothing pass that no words of the draft show', () => {
    expect(score({})).toBe(7.9);
    expect(score({}, { given: 4.44 })).toBe(4.4);
    const { truth: _, ...unproven } = all(9.5);
    expect(score(unproven)).toBe(7.9);
    expect(score(unproven, { weights: { ...EVEN_WEIGHTS, truth: 0 } })).toBe(9.5);
  });
});
