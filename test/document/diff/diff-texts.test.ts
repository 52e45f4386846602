import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffPart, diffTexts } from '../../../src/document/diff/diff-texts.ts';
import { hunksOf } from '../../../src/document/diff/hunks.ts';

const shown = (parts: readonly DiffPart[]): string =>
  parts.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('');
const side = (parts: readonly DiffPart[], other: DiffPart['kind']): string =>
  parts
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('');

describe('the difference between two texts', () => {
  it.each([
    ['The tide rises.', 'The tide falls.', 'The tide [-rises-]{+falls+}.'],
    ['Прилив растёт дважды в день.', 'Прилив падает дважды в день.', 'Прилив [-растёт-]{+падает+} дважды в день.'],
    ['It is 1,000 km.', 'It is 1,500 km.', 'It is [-1,000-]{+1,500+} km.'],
    ["It's so.", 'It’s so.', "[-It's-]{+It’s+} so."],
    ['One two three.', 'Four five three.', '[-One two-]{+Four five+} three.'],
    ['One.\n\nTwo.\n', 'One.\n\nNew.\n\nTwo.\n', 'One.\n\n{+New.\n\n+}Two.\n'],
    ['кто-то был', 'кто-нибудь был', '[-кто-то-]{+кто-нибудь+} был'],
    ['same', 'same', 'same'],
    ['', 'new', '{+new+}'],
  ])('is told by words: %s → %s', (before, after, told) => {
    expect(shown(diffTexts(before, after))).toBe(told);
  });

  it('gives back both texts, whatever they are', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom('a', 'b', ' ', '\n', '\n\n', 'слово', 'é', '👍🏽', '1.5'),
          fc.string({ unit: 'binary', maxLength: 3 }),
        ),
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffTexts(before, after);
        expect(side(parts, 'added')).toBe(before);
        expect(side(parts, 'removed')).toBe(after);
      }),
    );
  });

  it.each([
    ['words without an end', 'alpha beta ', 'gamma delta '],
    ['lines', 'a\n', 'b\n'],
    ['letters', 'ab', 'ba'],
    ['signs', '.,', ',.'],
  ])('is found in bounded time in %s', (_name, one, other) => {
    const [before, after] = [one, other].map((piece) => piece.repeat(100_000 / piece.length));
    const start = process.cpuUsage();
    const parts = diffTexts(before ?? '', after ?? '');
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
    expect(side(parts, 'removed')).toBe(after);
  });
});

describe('the places where a text changed', () => {
  const before = `${'Nothing changed here. '.repeat(20)}The tide rises.${' All is quiet.'.repeat(20)}\n\nThe end is near.`;
  const after = before.replace('rises', 'falls').replace('near', 'far');

  it('are shown with what stands around them', () => {
    const { hunks, more } = hunksOf(diffTexts(before, after), { contextChars: 30, mostChars: 1000 });
    expect(hunks.map(({ parts, isCutBefore, isCutAfter }) => [isCutBefore, shown(parts), isCutAfter])).toEqual([
      [true, 'changed here. The tide [-rises-]{+falls+}. All is quiet. All is quiet.', true],
      [true, 'The end is [-near-]{+far+}.', false],
    ]);
    expect(more).toBe(0);
  });

  it('are as many as there is room for', () => {
    const { hunks, more } = hunksOf(diffTexts(before, after), { contextChars: 30, mostChars: 80 });
    expect([hunks.length, more]).toEqual([1, 1]);
  });

  it('are none where nothing changed', () => {
    expect(hunksOf(diffTexts('a', 'a'), { contextChars: 30, mostChars: 80 })).toEqual({ hunks: [], more: 0 });
  });
});
