import { describe, expect, it } from 'vitest';
import {
  differenceWords,
  placedDifferences,
  withDifferences,
} from '../../../src/agents/translation/placed-differences.ts';
import { toSections } from '../../../src/document/sections/draft-sections.ts';

const original = {
  language: 'en',
  sections: toSections('# Tides\n\nSince 1867.\n\n## Moon\n\nIt pulls [e1].\n', 'agent'),
};
const CRITIQUE = { score: 9, strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false };

describe('placedDifferences', () => {
  it('says in which section something differs', () => {
    const draft = toSections('# Приливы\n\nС 1876 года.\n\n## Луна\n\nПритягивает.\n', 'agent');
    expect(placedDifferences(original, draft)).toEqual([
      { section: 's1', kind: 'numbers', missing: ['1867'], added: ['1876'] },
      { section: 's2', kind: 'citations', missing: ['e1'], added: [] },
    ]);
  });

  it('looks at the whole where somebody has cut the translation otherwise', () => {
    const draft = toSections('# Приливы\n\nС 1867 года. Притягивает [e1].\n', 'person');
    expect(placedDifferences(original, draft)).toEqual([
      { section: null, kind: 'structure', missing: ['h2', 'p'], added: [] },
    ]);
  });
});

describe('withDifferences', () => {
  it('keeps a translation that differs from passing for good', () => {
    const differs = [{ section: 's1', kind: 'numbers' as const, missing: ['1867'], added: ['1876'] }];
    expect(withDifferences(CRITIQUE, differs)).toEqual({ ...CRITIQUE, score: 6.9, differs });
    expect(withDifferences({ ...CRITIQUE, score: 5 }, differs).score).toBe(5);
    expect(withDifferences(CRITIQUE, [])).toBe(CRITIQUE);
    expect(differs.map(differenceWords)).toEqual(['s1: numbers: missing 1867; added 1876']);
  });
});
