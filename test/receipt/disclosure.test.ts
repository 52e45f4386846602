import { describe, expect, it } from 'vitest';
import { disclosureOf, sharesOf } from '../../src/receipt/disclosure.ts';

describe('disclosureOf', () => {
  it.each([
    ['nobody changed a word', [500, 0, 0], 'ai'],
    ['somebody changed one word of five hundred', [500, 1, 1], 'ai'],
    ['somebody wrote a paragraph', [500, 60, 0], 'ai-assisted'],
    ['somebody took out half of it', [250, 0, 250], 'ai-assisted'],
    ['somebody took out nearly all of it', [10, 0, 490], 'ai-assisted'],
    ['somebody wrote it anew, under a title by a model', [500, 480, 500], 'human'],
    ['there is not a word in it', [0, 0, 0], 'ai'],
  ] as const)('when %s', (_, [delivered, writtenByPeople, removedByPeople], disclosure) => {
    expect(disclosureOf(sharesOf({ delivered, writtenByPeople, removedByPeople }))).toBe(disclosure);
  });
});

describe('sharesOf', () => {
  it('is 1 only for all of it', () => {
    expect(sharesOf({ delivered: 10_000, writtenByPeople: 9999, removedByPeople: 0 })).toEqual({
      written: 0.999,
      changed: 0.999,
    });
  });
});
