import { describe, expect, it } from 'vitest';
import { quoteInPage } from '../../src/lib/quote-in-page.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const PAGE = 'First line.\n\nThe “Moon” pulls harder —\nby 2 %* — on the near side. Ein ﬁnes Wort: Straße, Пример.';

describe('quoteInPage', () => {
  it.each([
    ['the "Moon" pulls  harder', 'The “Moon” pulls harder'],
    ['**pulls harder - by 2 % - on**', 'pulls harder —\nby 2 %* — on'],
    ['“The Moon”', undefined],
    ['EIN FINES WORT', 'Ein ﬁnes Wort'],
    ['«пример»', 'Пример'],
    ['The Moon pulls softly', undefined],
    ['"', undefined],
    ['', undefined],
  ])('finds %j as %j', (quote, expected) => {
    expect(quoteInPage(quote, PAGE)).toBe(expected);
  });

  it('takes no time over a long page', () => {
    const page = 'aa '.repeat(130_000);
    const startedAt = cpuMs();
    expect(quoteInPage(`${'aa '.repeat(300)}b`, page)).toBeUndefined();
    expect(cpuMs() - startedAt).toBeLessThan(2000);
  });
});
