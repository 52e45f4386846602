import { describe, expect, it } from 'vitest';
import { isMisleading } from '../../src/document/misleading-link.ts';

describe('isMisleading', () => {
  it.each([
    ['bank.example', 'https://evil.example/', true],
    ['Log in at www.bank.example now', 'https://evil.example/', true],
    ['bank\u200b.example', 'https://evil.example/', true],
    ['ｂａｎｋ.example', 'https://evil.example/', true],
    ['https://example.org/a', 'https://example.org/b', true],
    ['еxample.org', 'https://example.org/', true],
    ['NOAA explains', 'https://oceanservice.noaa.gov/', false],
    ['example.org', 'https://www.example.org/deep/page', false],
    ['https://example.org/a', 'https://example.org/a', false],
    ['https://example.org', 'https://example.org/', false],
    ['a range of 16.3 metres', 'https://example.org/', false],
    ['192.0.2.7', 'https://example.org/', true],
    ['пример.рф', 'https://xn--e1afmkfd.xn--p1ai/', false],
  ])('judges “%s” for %s', (words, href, expected) => {
    expect(isMisleading(words, href)).toBe(expected);
  });
});
