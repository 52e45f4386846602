import { describe, expect, it } from 'vitest';
import { createSentenceFinder } from '../../../../bots/web/render/find-sentence.ts';

const find = createSentenceFinder(
  '# Tides\n\nThe Moon pulls the sea[e1]. High water comes 50 minutes later each day.\n\n- The Sun pulls, too.',
);

describe('the sentence that makes a claim', () => {
  it.each([
    ['The sea is pulled by the Moon.', 'The Moon pulls the sea.'],
    ['Each day, high water comes 50 minutes later', 'High water comes 50 minutes later each day.'],
    ['The Sun also pulls', 'The Sun pulls, too.'],
  ])('is found for “%s”', (claim, sentence) => {
    expect(find(claim)).toBe(sentence);
  });

  it.each(['Each day, high water comes 51 minutes later', 'Locks lift boats', '…'])('is none for “%s”', (claim) => {
    expect(find(claim)).toBeUndefined();
  });
});
