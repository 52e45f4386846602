import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLook } from '../../../../bots/terminal/render/look.ts';
import { printable, truncate, widthOf, wrap } from '../../../../bots/terminal/render/text.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem());

describe('printable', () => {
  it('leaves nothing that a terminal obeys, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]52;c;aGk=\u0007clip', 'clip'],
    ['\u001b\u001b[31m[31mnested', '[31mnested'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a\tb', 'a  b'],
    ['\u202egnp.exe', 'gnp.exe'],
  ])('makes %j harmless', (text, cleaned) => {
    expect(printable(text)).toBe(cleaned);
  });
});

describe('widthOf', () => {
  it.each([
    ['tides', 5],
    ['приливы', 7],
    ['潮汐', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['', 0],
  ])('measures %j', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('wrap', () => {
  it('keeps every line within the width and every word in its order', () => {
    fc.assert(
      fc.property(anyText.map(printable), fc.integer({ min: 4, max: 40 }), (text, columns) => {
        const lines = wrap(text, columns);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.normalize().replaceAll(/\s/g, ''));
      }),
    );
  });

  it('paints what is in a style on every line of it, and what is glued to it not', () => {
    const { bold } = createLook(80, true).colors;
    const lines = wrap([{ text: 'a ' }, { text: 'bold word', paint: bold }, { text: ', end' }], 8);
    expect(lines).toEqual([`a ${bold('bold')}`, `${bold('word')},`, 'end']);
  });

  it('breaks an address that is wider than the line, and leaves no gap in it', () => {
    expect(wrap([{ text: '(https://example.org/long)' }, { text: '.' }], 10)).toEqual([
      '(https://e',
      'xample.org',
      '/long).',
    ]);
  });
});

describe('truncate', () => {
  it('says that something is missing', () => {
    expect(truncate('How tides work', 8)).toBe('How tid…');
    expect(truncate('tides', 5)).toBe('tides');
  });
});
