import { describe, expect, it } from 'vitest';
import { cpuMs } from '../support/cpu-ms.ts';
import { isSeen, typedLine } from '../../src/lib/clean-text.ts';

describe('typedLine', () => {
  it.each([
    ['a zero-width space', '\u200b'],
    ['joiners', '\u200c\u200d\u2060'],
    ['the fillers of Hangul', '\u3164\u115f\u1160\uffa0'],
    ['braille without a dot', '\u2800\u2800'],
    ['tags', '\u{e0041}\u{e0042}\u{e007f}'],
    ['variation selectors', '\ufe0f\u{e0100}\u180b'],
    ['a soft hyphen', '\u00ad'],
    ['marks of direction', '\u200e\u202e\u2066\u061c'],
    ['accents that stand on nothing', '\u0301\u034f'],
    ['spaces of every width', '\u00a0\u2003\u3000\u205f\u1680'],
    ['a note without a head', '\u{1d159}'],
    ['the place of an object', '\ufffc'],
    ['shorthand and musical controls', '\u{1bca0}\u{1d173}'],
    ['letters of nobody', '\ue000\u{f0000}'],
    ['a character that there is not', '\u0378'],
    ['all of it', '\u200b \u3164\n\u2800 \ufe0f'],
  ])('is empty where there is only %s', (_what, text) => {
    expect(typedLine(text)).toBe('');
  });

  it.each([
    ['How\u200b tides\u2060 work\u{e0041}', 'How tides work'],
    ['\u3164Tides\u3164', 'Tides'],
    ['co\u00adoperate', 'cooperate'],
    ['T\u2800i\ufe0fd\u034fes', 'Tides'],
  ])('leaves out what nobody sees in %j', (text, expected) => {
    expect(typedLine(text)).toBe(expected);
  });

  it.each([
    'می\u200cخواهم',
    'क्\u200dष और शक्\u200cति',
    '👨‍👩‍👧 families',
    '❤️ and 1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 football',
    '👍🏽',
    '🇺🇦',
    'crème brûlée',
    'cafe\u0301',
    'Как работают приливы?',
    '潮汐',
    'ⵣ ꙮ ༄',
    '???',
    '⠠⠃⠗⠁⠊⠇⠇⠑',
  ])('keeps %j as it is written', (text) => {
    expect(typedLine(text)).toBe(text);
  });

  it('takes long lines in a moment', () => {
    const began = cpuMs();
    for (const piece of ['\u200b', '\u0915\u200d', '👨\u200d', '1\ufe0f', '🏴\u{e0067}'])
      typedLine(piece.repeat(20_000));
    expect(cpuMs() - began).toBeLessThan(2000);
  });
});

describe('isSeen', () => {
  it('sees a sign, and no spaces or joiners', () => {
    expect(isSeen('  👍 ')).toBe(true);
    expect(isSeen('\u200b \u2800')).toBe(false);
  });
});
