import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';

const KNOWN = ['max_iterations', 'quality_threshold', 'timeouts', 'retry'];

describe('nearest', () => {
  it.each([
    ['max_iteration', 'max_iterations'],
    ['maxIterations', 'max_iterations'],
    ['QUALITY-THRESHOLD', 'quality_threshold'],
    ['timeout', 'timeouts'],
    ['rtry', 'retry'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  it('finds nothing for a word that is far from all', () => {
    expect(nearest('banana', KNOWN)).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});
