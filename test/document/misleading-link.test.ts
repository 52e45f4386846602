import { describe, expect, it } from 'vitest';
import { cpuMs } from '../support/cpu-ms.ts';
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
    ...['。', '｡', '．', '︒', '﹒', '․', '۔', '·', '\u200a.\u200a'].map((dot): [string, string, boolean] => [
      `bank${dot}com`,
      'https://evil.com/',
      true,
    ]),
    ['bank\u3164.com', 'https://evil.com/', true],
    ['bank\u2800.com', 'https://evil.com/', true],
    ['bank\ufe0f.com', 'https://evil.com/', true],
    ['bank\u{e0041}.com', 'https://evil.com/', true],
    ['ban\u0332k\u0332.com', 'https://evil.com/', true],
    ['\u202emoc.knab', 'https://evil.com/', true],
    ['bank.com@evil.com', 'https://evil.com/', true],
    ['https://bank.com\\@evil.com', 'https://evil.com/', true],
    ['https：／／bank.com', 'https://evil.com/', true],
    ['127.0.0.1', 'https://evil.com/', true],
    ['127。0。0。1:8080/login', 'https://evil.com/', true],
    ['١٢٧.٠.٠.١', 'https://evil.com/', true],
    ['0x7f.0.0.1', 'https://evil.com/', true],
    ['[::1]', 'https://evil.com/', true],
    ['fe80::1', 'https://evil.com/', true],
    ['localhost:8080', 'https://evil.com/', true],
    ['127.0.0.1', 'http://127.0.0.1/a', false],
    ['apple.com', 'https://xn--80ak6aa92e.com/', true],
    ['аррӏе.com', 'https://xn--80ak6aa92e.com/', true],
    ['xn--80ak6aa92e.com', 'https://xn--80ak6aa92e.com/', false],
    ['pаypal.com', 'https://pаypal.com/', true],
    ['bücher.example', 'https://bücher.example/', false],
    ['उदाहरण.भारत', 'https://उदाहरण.भारत/', false],
    ['github.com/good/repo', 'https://github.com/evil/repo', true],
    ['See example.org/a.', 'https://example.org/a', false],
    ['example.org/a', 'http://www.example.org/a', false],
    ['example.org:8443', 'https://example.org/', true],
    ['ru.wikipedia.org/wiki/Прилив', 'https://ru.wikipedia.org/wiki/%D0%9F%D1%80%D0%B8%D0%BB%D0%B8%D0%B2', false],
    ['me@bank.com', 'mailto:you@bank.com', true],
    ['me@bank.com', 'mailto:Me@bank.com?subject=Tides', false],
    ['me@bank.com', 'https://evil.com/', true],
    ['at 12:30:45, and 16.3km on', 'https://example.org/', false],
    ['col·lecció', 'https://example.org/', false],
    ['wait…what and/or 3.2.1', 'https://example.org/', false],
  ])('judges “%s” for %s', (words, href, expected) => {
    expect(isMisleading(words, href)).toBe(expected);
  });

  it('judges long words as quickly as short ones', () => {
    const began = cpuMs();
    for (const words of ['a!', 'a.', 'a@', 'a:/', ':', '[:', '0x.'].map((piece) => piece.repeat(50_000)))
      isMisleading(words, 'https://example.org/');
    expect(cpuMs() - began).toBeLessThan(5000);
  });
});
